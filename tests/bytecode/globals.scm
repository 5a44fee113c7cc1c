; A variable is read without a check once its definition has surely run.
(begin
  (define-global a 1)
  (define-global f (lambda f1 () (cons (global a) (global b))))
  (define-global b 2)
  ((global f))
  (define-global c (lambda c3 () (cons (global a) (global d))))
  (define-global d ((global c)))
  (define-global e (lambda e () (cons (global d) (global a))))
  (cons (global d) (global unknown)))
;--- bytecode
; _ (0) frame 3 captures 0
;    0 (int r1 1)
;    1 (global-define r1 $2)          ; a
;    2 (const r1 $3)                  ; f1
;    3 (global-define r1 $4)          ; f
;    4 (int r1 2)
;    5 (global-define r1 $5)          ; b
;    6 (call-known r2 $0 %0)          ; f1
;    7 (const r1 $6)                  ; c3
;    8 (global-define r1 $7)          ; c
;    9 (call-known r2 $1 %1)          ; c3
;    10 (global-define r2 $8)          ; d
;    11 (const r1 $9)                  ; e
;    12 (global-define r1 $10)         ; e
;    13 (global-ref r1 $11)            ; unknown
;    14 (global-get r2 $8)             ; d
;    15 (cons r1 r2 r1)
;    16 (return r1)
; f1 (0) frame 3 captures 0
;    0 (global-get r1 $0)             ; a
;    1 (global-get r2 $1)             ; b
;    2 (cons r1 r1 r2)
;    3 (return r1)
; c3 (0) frame 3 captures 0
;    0 (global-ref r1 $0)             ; d
;    1 (global-get r2 $1)             ; a
;    2 (cons r1 r2 r1)
;    3 (return r1)
; e (0) frame 3 captures 0
;    0 (global-get r1 $0)             ; d
;    1 (global-get r2 $1)             ; a
;    2 (cons r1 r1 r2)
;    3 (return r1)
