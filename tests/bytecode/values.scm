; Several values: returned from windows, received into registers, passed on to procedures.
(begin
  (define-global two (lambda two (a b) (values a b)))
  (define-global swap (lambda swap (a1 b1) (values b1 a1)))
  (define-global take (lambda take (f2) (receive (a2 b2 . c2) (f2 1) (cons a2 (cons b2 c2)))))
  (define-global known (lambda known (x3) (receive (a3 b3) (if x3 (values 1 x3) (x3)) (+ a3 b3))))
  (define-global wrong (lambda wrong (x4) (receive (a4 b4) (values x4) (+ a4 b4))))
  (define-global pass (lambda pass (f5 g5) (receive-into (f5 1) g5)))
  (define-global pass2 (lambda pass2 (f6 g6) (cons 1 (receive-into (if f6 (f6 1 2) (values 1 2)) g6))))
  (define-global first (lambda first (f7) (+ 1 (values 1 (f7) 3)))))
;--- bytecode
; _ (0) frame 2 captures 0
;    0 (const r1 $0)                  ; two
;    1 (global-define r1 $1)          ; two
;    2 (const r1 $2)                  ; swap
;    3 (global-define r1 $3)          ; swap
;    4 (const r1 $4)                  ; take
;    5 (global-define r1 $5)          ; take
;    6 (const r1 $6)                  ; known
;    7 (global-define r1 $7)          ; known
;    8 (const r1 $8)                  ; wrong
;    9 (global-define r1 $9)          ; wrong
;    10 (const r1 $10)                 ; pass
;    11 (global-define r1 $11)         ; pass
;    12 (const r1 $12)                 ; pass2
;    13 (global-define r1 $13)         ; pass2
;    14 (const r1 $14)                 ; first
;    15 (global-define r1 $15)         ; first
;    16 (const r1 $16)                 ; unspecified
;    17 (return r1)
; two (2) frame 3 captures 0
;    0 (return-values r1 2)
; swap (2) frame 4 captures 0
;    0 (move r3 r1)
;    1 (return-values r2 2)
; take (1) frame 6 captures 0
;    0 (int r3 1)
;    1 (move r2 r1)
;    2 (call r2 1 %0)
;    3 (one-value)
;    4 (receive r2 2 1)
;    5 (cons r1 r3 r4)
;    6 (cons r1 r2 r1)
;    7 (return r1)
; known (1) frame 8 captures 0
;    0 (branch-false r1 @4)
;    1 (int r2 1)
;    2 (move r3 r1)
;    3 (jump @10)
;    4 (move r5 r1)
;    5 (call r5 0 %0)
;    6 (one-value)
;    7 (receive r5 2 0)
;    8 (move r2 r5)
;    9 (move r3 r6)
;    10 (add r1 r2 r3)
;    11 (return r1)
; wrong (1) frame 5 captures 0
;    0 (move r3 r1)
;    1 (call-known r2 $0 %0)          ; values
;    2 (one-value)
;    3 (receive r2 2 0)
;    4 (add r1 r2 r3)
;    5 (return r1)
; pass (2) frame 6 captures 0
;    0 (int r5 1)
;    1 (move r4 r1)
;    2 (call r4 1 %0)
;    3 (one-value)
;    4 (tail-call-received r2 r4)
; pass2 (2) frame 9 captures 0
;    0 (branch-false r1 @8)
;    1 (int r5 1)
;    2 (int r6 2)
;    3 (move r4 r1)
;    4 (call r4 2 %0)
;    5 (one-value)
;    6 (call-received r2 r4 %1)
;    7 (jump @13)
;    8 (int r7 1)
;    9 (int r8 2)
;    10 (move r6 r2)
;    11 (call r6 2 %2)
;    12 (move r4 r6)
;    13 (int r1 1)
;    14 (cons r1 r1 r4)
;    15 (return r1)
; first (1) frame 5 captures 0
;    0 (int r2 1)
;    1 (move r4 r1)
;    2 (call r4 0 %0)
;    3 (add-int r1 r2 1)
;    4 (return r1)
; values (1) frame 2 captures 0
;    0 (return-values r1 1)
