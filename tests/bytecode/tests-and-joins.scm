; Tests are branches, nested tests share them, `or` computes into its destination.
(begin
  (define-global and-or
    (lambda and-or (a b c)
      (if (if (pair? a) (if (not (null? b)) #t (eq? c 'x)) #f) 1 2)))
  (define-global value
    (lambda value (a1 b1) (cons (if (let ((t1 (null? a1))) (if t1 t1 (char? b1))) a1 b1) (let ((u1 (car a1))) (if u1 u1 b1)))))
  (define-global compare
    (lambda compare (a2 b2) (if (> a2 10) (if (>= a2 b2) (if (= 0 b2) 'x 'y) (if (zero? a2) 'z #f)) (< a2 b2))))
  (define-global char
    (lambda char (c3) (if (char=? c3 #\a) 1 (if (eqv? c3 #\b) 2 (if (eqv? c3 1.5) 3 4))))))
;--- bytecode
; _ (0) frame 2 captures 0
;    0 (const r1 $0)                  ; and-or
;    1 (global-define r1 $1)          ; and-or
;    2 (const r1 $2)                  ; value
;    3 (global-define r1 $3)          ; value
;    4 (const r1 $4)                  ; compare
;    5 (global-define r1 $5)          ; compare
;    6 (const r1 $6)                  ; char
;    7 (global-define r1 $7)          ; char
;    8 (const r1 $8)                  ; unspecified
;    9 (return r1)
; and-or (3) frame 4 captures 0
;    0 (branch-not-pair r1 @5)
;    1 (branch-not-null r2 @3)
;    2 (branch-not-eq-const r3 $0 @5) ; (symbol "x")
;    3 (int r1 1)
;    4 (return r1)
;    5 (int r1 2)
;    6 (return r1)
; value (2) frame 4 captures 0
;    0 (branch-null r1 @2)
;    1 (branch-not-type r2 char? @4)
;    2 (move r3 r1)
;    3 (jump @5)
;    4 (move r3 r2)
;    5 (car r1 r1)
;    6 (branch-true r1 @8)
;    7 (move r1 r2)
;    8 (cons r2 r3 r1)
;    9 (return r2)
; compare (2) frame 3 captures 0
;    0 (branch-not-more-int r1 10 @12)
;    1 (branch-not-less-eq r2 r1 @7)
;    2 (branch-not-num-eq-int r2 0 @5)
;    3 (const r1 $0)                  ; (symbol "x")
;    4 (return r1)
;    5 (const r1 $1)                  ; (symbol "y")
;    6 (return r1)
;    7 (branch-not-num-eq-int r1 0 @10)
;    8 (const r1 $2)                  ; (symbol "z")
;    9 (return r1)
;    10 (const r1 $3)                  ; #f
;    11 (return r1)
;    12 (less r1 r1 r2)
;    13 (return r1)
; char (1) frame 3 captures 0
;    0 (const r2 $1)                  ; 'a'
;    1 (branch-not-char-eq r1 r2 @4)
;    2 (int r1 1)
;    3 (return r1)
;    4 (branch-not-eq-const r1 $0 @7) ; 'b'
;    5 (int r1 2)
;    6 (return r1)
;    7 (const r2 $2)                  ; 1.5
;    8 (branch-not-eqv r1 r2 @11)
;    9 (int r1 3)
;    10 (return r1)
;    11 (int r1 4)
;    12 (return r1)
