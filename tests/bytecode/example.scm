; The obvious seven instructions: operands stand where the calls want them, results where they are added.
(define-global fib
  (lambda fib (n)
    (if (< n 2) n (+ ((global fib) (- n 1)) ((global fib) (- n 2))))))
;--- bytecode
; _ (0) frame 2 captures 0
;    0 (const r1 $0)                  ; fib
;    1 (global-define r1 $1)          ; fib
;    2 (const r1 $2)                  ; unspecified
;    3 (return r1)
; fib (1) frame 7 captures 0
;    0 (branch-not-less-int r1 2 @2)
;    1 (return r1)
;    2 (sub-int r4 r1 1)
;    3 (call-known r3 $0 %0)          ; fib
;    4 (sub-int r6 r1 2)
;    5 (call-known r5 $0 %1)          ; fib
;    6 (add r1 r3 r5)
;    7 (return r1)
