; A short loop loads its constants before it; one that calls, or where only the way out needs them, where it did.
(begin
  (define-global short
    (lambda short (i)
      (letrec* ((l (lambda l (j) (if (< 500000 j) (quote done) (l (* j j)))))) (l i))))
  (define-global calling
    (lambda calling (f k)
      (letrec* ((m (lambda m (n) (if (< 500000 n) n (m (f n)))))) (m k)))))
;--- bytecode
; _ (0) frame 2 captures 0
;    0 (const r1 $0)                  ; short
;    1 (global-define r1 $1)          ; short
;    2 (const r1 $2)                  ; calling
;    3 (global-define r1 $3)          ; calling
;    4 (const r1 $4)                  ; unspecified
;    5 (return r1)
; short (1) frame 3 captures 0
;    0 (int r2 500000)
;    1 (branch-not-less r2 r1 @4)
;    2 (const r2 $0)                  ; (symbol "done")
;    3 (return r2)
;    4 (mul r1 r1 r1)
;    5 (loop-back @1)
; calling (2) frame 6 captures 0
;    0 (int r3 500000)
;    1 (branch-not-less r3 r2 @3)
;    2 (return r2)
;    3 (move r4 r1)
;    4 (move r5 r2)
;    5 (call r4 1 %0)
;    6 (move r2 r4)
;    7 (loop-back @0)
