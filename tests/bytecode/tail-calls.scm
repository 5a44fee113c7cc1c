; Operands already in place are not moved; a swap needs a scratch slot; calls in operands keep what they need.
(begin
  (define-global even (lambda even (n) (if (= n 0) #t ((global odd) (- n 1)))))
  (define-global flip (lambda flip (f1 a1 b1) (f1 b1 a1)))
  (define-global same (lambda same (a2 b2) ((global g) a2 b2)))
  (define-global tak
    (lambda tak (x3 y3 z3)
      (if (< y3 x3)
        ((global ext) ((global ext) (- x3 1) y3 z3) ((global ext) (- y3 1) z3 x3) ((global ext) (- z3 1) x3 y3))
        z3))))
;--- bytecode
; _ (0) frame 2 captures 0
;    0 (const r1 $0)                  ; even
;    1 (global-define r1 $1)          ; even
;    2 (const r1 $2)                  ; flip
;    3 (global-define r1 $3)          ; flip
;    4 (const r1 $4)                  ; same
;    5 (global-define r1 $5)          ; same
;    6 (const r1 $6)                  ; tak
;    7 (global-define r1 $7)          ; tak
;    8 (const r1 $8)                  ; unspecified
;    9 (return r1)
; even (1) frame 2 captures 0
;    0 (branch-not-num-eq-int r1 0 @3)
;    1 (const r1 $1)                  ; #t
;    2 (return r1)
;    3 (sub-int r1 r1 1)
;    4 (tail-call-global r0 $0 1)     ; odd
; flip (3) frame 4 captures 0
;    0 (move r0 r1)
;    1 (move r1 r3)
;    2 (tail-call r0 2)
; same (2) frame 3 captures 0
;    0 (tail-call-global r0 $0 2)     ; g
; tak (3) frame 12 captures 0
;    0 (branch-not-less r2 r1 @16)
;    1 (sub-int r6 r1 1)
;    2 (move r7 r2)
;    3 (move r8 r3)
;    4 (call-global r5 $0 %0)         ; ext
;    5 (sub-int r8 r2 1)
;    6 (move r9 r3)
;    7 (move r10 r1)
;    8 (call-global r7 $0 %1)         ; ext
;    9 (move r6 r7)
;    10 (sub-int r9 r3 1)
;    11 (move r10 r1)
;    12 (move r11 r2)
;    13 (call-global r8 $0 %2)         ; ext
;    14 (move r7 r8)
;    15 (tail-call-global r4 $0 3)     ; ext
;    16 (return r3)
