; Loop variables take over the registers of what they begin with; arguments go straight into them where they can.
(begin
  (define-global count
    (lambda count (l0 n0)
      (letrec* ((lp (lambda lp (l n) (if (null? l) n (lp (cdr l) (+ n 1)))))) (lp l0 n0))))
  (define-global rev
    (lambda rev (ll)
      (letrec* ((lp1 (lambda lp1 (l1 acc1) (if (pair? l1) (lp1 (cdr l1) (cons (car l1) acc1)) acc1)))) (lp1 ll (quote ())))))
  (define-global swap
    (lambda swap (a b m)
      (letrec* ((lp2 (lambda lp2 (a2 b2 n2) (if (= n2 0) (cons a2 b2) (lp2 b2 a2 (- n2 1)))))) (lp2 a b m))))
  (define-global nested
    (lambda nested (n3 k3)
      (letrec* ((outer3 (lambda outer3 (i3 s3)
              (if (< i3 n3)
                (letrec* ((inner3 (lambda inner3 (j3 t3) (if (< j3 k3) (inner3 (+ j3 1) (+ t3 j3)) (outer3 (+ i3 1) t3)))))
                  (inner3 0 s3))
                s3))))
        (outer3 0 0)))))
;--- bytecode
; _ (0) frame 2 captures 0
;    0 (const r1 $0)                  ; count
;    1 (global-define r1 $1)          ; count
;    2 (const r1 $2)                  ; rev
;    3 (global-define r1 $3)          ; rev
;    4 (const r1 $4)                  ; swap
;    5 (global-define r1 $5)          ; swap
;    6 (const r1 $6)                  ; nested
;    7 (global-define r1 $7)          ; nested
;    8 (const r1 $8)                  ; unspecified
;    9 (return r1)
; count (2) frame 3 captures 0
;    0 (branch-not-null r1 @2)
;    1 (return r2)
;    2 (cdr r1 r1)
;    3 (add-int r2 r2 1)
;    4 (loop-back @0)
; rev (1) frame 4 captures 0
;    0 (const r2 $0)                  ; nil
;    1 (branch-not-pair r1 @6)
;    2 (car r3 r1)
;    3 (cons r2 r3 r2)
;    4 (cdr r1 r1)
;    5 (loop-back @1)
;    6 (return r2)
; swap (3) frame 5 captures 0
;    0 (branch-not-num-eq-int r3 0 @3)
;    1 (cons r4 r1 r2)
;    2 (return r4)
;    3 (sub-int r3 r3 1)
;    4 (move r4 r2)
;    5 (move r2 r1)
;    6 (move r1 r4)
;    7 (loop-back @0)
; nested (2) frame 7 captures 0
;    0 (int r3 0)
;    1 (int r4 0)
;    2 (branch-not-less r3 r1 @12)
;    3 (int r5 0)
;    4 (move r6 r4)
;    5 (branch-not-less r5 r2 @9)
;    6 (add r6 r6 r5)
;    7 (add-int r5 r5 1)
;    8 (loop-back @5)
;    9 (add-int r3 r3 1)
;    10 (move r4 r6)
;    11 (loop-back @2)
;    12 (return r4)
