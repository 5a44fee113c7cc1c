; Dense keys are a table, sparse ones a search, symbols a chain.
(begin
  (define-global dense
    (lambda dense (x) (if (memv x '(1 2 3)) 'small (if (memv x '(4 6)) 'middle (if (eqv? x 7) 'last 'none)))))
  (define-global sparse
    (lambda sparse (x1)
      (if (memv x1 '(1 2 3 4 5)) 'a (if (memv x1 '(100000 200000 300000)) 'b (if (memv x1 '(50 60 70)) 'c 'd)))))
  (define-global words
    (lambda words (x2) (if (memv x2 '(red green)) 1 (if (eq? x2 'blue) 2 (if (eqv? x2 'black) 3 4)))))
  (define-global chars
    (lambda chars (x3) (if (memv x3 '(#\a #\b #\c #\d)) 1 (if (memv x3 '(#\x #\y #\λ)) 2 3)))))
;--- bytecode
; _ (0) frame 2 captures 0
;    0 (const r1 $0)                  ; dense
;    1 (global-define r1 $1)          ; dense
;    2 (const r1 $2)                  ; sparse
;    3 (global-define r1 $3)          ; sparse
;    4 (const r1 $4)                  ; words
;    5 (global-define r1 $5)          ; words
;    6 (const r1 $6)                  ; chars
;    7 (global-define r1 $7)          ; chars
;    8 (const r1 $8)                  ; unspecified
;    9 (return r1)
; dense (1) frame 2 captures 0
;    0 (switch r1 1 (@6 @6 @6 @8 @12 @8 @10))
;    5 (jump @12)
;    6 (const r1 $0)                  ; (symbol "small")
;    7 (return r1)
;    8 (const r1 $1)                  ; (symbol "middle")
;    9 (return r1)
;    10 (const r1 $2)                  ; (symbol "last")
;    11 (return r1)
;    12 (const r1 $3)                  ; (symbol "none")
;    13 (return r1)
; sparse (1) frame 3 captures 0
;    0 (branch-not-type r1 fixnum? @33)
;    1 (branch-not-less-int r1 70 @13)
;    2 (branch-not-less-int r1 50 @8)
;    3 (switch r1 1 (@27 @27 @27 @27 @27))
;    7 (jump @33)
;    8 (branch-not-less-int r1 60 @11)
;    9 (branch-eq-const r1 $0 @31)    ; (fixnum 50)
;    10 (jump @33)
;    11 (branch-eq-const r1 $1 @31)    ; (fixnum 60)
;    12 (jump @33)
;    13 (int r2 200000)
;    14 (branch-not-less r1 r2 @21)
;    15 (int r2 100000)
;    16 (branch-not-less r1 r2 @19)
;    17 (branch-eq-const r1 $2 @31)    ; (fixnum 70)
;    18 (jump @33)
;    19 (branch-eq-const r1 $3 @29)    ; (fixnum 100000)
;    20 (jump @33)
;    21 (int r2 300000)
;    22 (branch-not-less r1 r2 @25)
;    23 (branch-eq-const r1 $4 @29)    ; (fixnum 200000)
;    24 (jump @33)
;    25 (branch-eq-const r1 $5 @29)    ; (fixnum 300000)
;    26 (jump @33)
;    27 (const r1 $6)                  ; (symbol "a")
;    28 (return r1)
;    29 (const r1 $7)                  ; (symbol "b")
;    30 (return r1)
;    31 (const r1 $8)                  ; (symbol "c")
;    32 (return r1)
;    33 (const r1 $9)                  ; (symbol "d")
;    34 (return r1)
; words (1) frame 2 captures 0
;    0 (branch-eq-const r1 $0 @2)     ; (symbol "red")
;    1 (branch-not-eq-const r1 $1 @4) ; (symbol "green")
;    2 (int r1 1)
;    3 (return r1)
;    4 (branch-not-eq-const r1 $2 @7) ; (symbol "blue")
;    5 (int r1 2)
;    6 (return r1)
;    7 (branch-not-eq-const r1 $3 @10) ; (symbol "black")
;    8 (int r1 3)
;    9 (return r1)
;    10 (int r1 4)
;    11 (return r1)
; chars (1) frame 3 captures 0
;    0 (branch-not-type r1 char? @18)
;    1 (const r2 $0)                  ; 'x'
;    2 (branch-not-char-less r1 r2 @7)
;    3 (switch-char r1 97 (@14 @14 @14 @14))
;    6 (jump @18)
;    7 (const r2 $2)                  ; 'λ'
;    8 (branch-not-char-less r1 r2 @12)
;    9 (branch-eq-const r1 $0 @16)    ; 'x'
;    10 (branch-eq-const r1 $1 @16)    ; 'y'
;    11 (jump @18)
;    12 (branch-eq-const r1 $2 @16)    ; 'λ'
;    13 (jump @18)
;    14 (int r1 1)
;    15 (return r1)
;    16 (int r1 2)
;    17 (return r1)
;    18 (int r1 3)
;    19 (return r1)
