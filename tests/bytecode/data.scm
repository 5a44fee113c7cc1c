; Operations on data: small numbers inline, paths joined, records by type, cells, closures, natives in windows.
(begin
  (define-global path (lambda path (x) (vector-ref (car (cdr x)) 3)))
  (define-global ints (lambda ints (x1 y1) (+ (* 2 x1) (- y1 7))))
  (define-global lists (lambda lists (x2 y2) (cons (list x2 y2) (vector y2 x2 1))))
  (define-global native (lambda native (x3 y3) (string-append (number->string x3) "a" y3)))
  (define-global native2 (lambda native2 (x4) (length (reverse x4))))
  (define-global set (lambda set (v5 i5) (begin (vector-set! v5 i5 (vector-ref v5 0)) v5)))
  (define-global closure (lambda closure (x6) (lambda inner6 (y6) (cons x6 y6))))
  (define-global cell (lambda cell (x7) (let ((c7 x7)) (lambda inner7 () (set! c7 (+ c7 1))))))
  (define-global rest (lambda rest (a8 . b8) (apply (global f) a8 b8)))
  (define-global cases (case-lambda (one9 (d9) d9) (more9 (a9 b9 . c9) (call/cc a9))))
  (define-global constant (lambda constant (x10) (if (eq? x10 #f) '(1 (2 . 3)) #u8(1 2 3)))))
;--- bytecode
; _ (0) frame 2 captures 0
;    0 (const r1 $0)                  ; path
;    1 (global-define r1 $1)          ; path
;    2 (const r1 $2)                  ; ints
;    3 (global-define r1 $3)          ; ints
;    4 (const r1 $4)                  ; lists
;    5 (global-define r1 $5)          ; lists
;    6 (const r1 $6)                  ; native
;    7 (global-define r1 $7)          ; native
;    8 (const r1 $8)                  ; native2
;    9 (global-define r1 $9)          ; native2
;    10 (const r1 $10)                 ; set
;    11 (global-define r1 $11)         ; set
;    12 (const r1 $12)                 ; closure
;    13 (global-define r1 $13)         ; closure
;    14 (const r1 $14)                 ; cell
;    15 (global-define r1 $15)         ; cell
;    16 (const r1 $16)                 ; rest
;    17 (global-define r1 $17)         ; rest
;    18 (const r1 $18)                 ; one9
;    19 (global-define r1 $19)         ; cases
;    20 (const r1 $20)                 ; constant
;    21 (global-define r1 $21)         ; constant
;    22 (const r1 $22)                 ; unspecified
;    23 (return r1)
; path (1) frame 2 captures 0
;    0 (cadr r1 r1)
;    1 (vector-ref-int r1 r1 3)
;    2 (return r1)
; ints (2) frame 3 captures 0
;    0 (mul-int r1 r1 2)
;    1 (sub-int r2 r2 7)
;    2 (add r1 r1 r2)
;    3 (return r1)
; lists (2) frame 5 captures 0
;    0 (const r3 $0)                  ; nil
;    1 (cons r3 r2 r3)
;    2 (cons r3 r1 r3)
;    3 (int r4 1)
;    4 (vector r1 (r2 r1 r4))
;    6 (cons r1 r3 r1)
;    7 (return r1)
; native (2) frame 6 captures 0
;    0 (native r1 1 number->string)
;    1 (move r3 r1)
;    2 (const r4 $0)                  ; (string "a")
;    3 (move r5 r2)
;    4 (native r3 3 string-append)
;    5 (return r3)
; native2 (1) frame 2 captures 0
;    0 (native r1 1 reverse)
;    1 (native r1 1 length)
;    2 (return r1)
; set (2) frame 4 captures 0
;    0 (vector-ref-int r3 r1 0)
;    1 (vector-set r1 r2 r3)
;    2 (return r1)
; closure (1) frame 2 captures 0
;    0 (closure r1 $0 (r1))           ; inner6
;    2 (return r1)
; cell (1) frame 2 captures 0
;    0 (cell r1 r1)
;    1 (closure r1 $0 (r1))           ; inner7
;    3 (return r1)
; rest (1+) frame 3 captures 0
;    0 (global-ref r0 $0)             ; f
;    1 (tail-apply r0 2)
; one9 (cases [ProcId(14), ProcId(15)]) frame 0 captures 0
; constant (1) frame 2 captures 0
;    0 (branch-true r1 @3)
;    1 (const r1 $0)                  ; (list (24 30) 23)
;    2 (return r1)
;    3 (const r1 $1)                  ; (bytevector "010203")
;    4 (return r1)
; inner6 (1) frame 3 captures 1
;    0 (free-ref r2 0)
;    1 (cons r1 r2 r1)
;    2 (return r1)
; inner7 (0) frame 3 captures 1
;    0 (free-ref r1 0)
;    1 (cell-ref r2 r1)
;    2 (add-int r2 r2 1)
;    3 (cell-set r1 r2)
;    4 (const r1 $0)                  ; unspecified
;    5 (return r1)
; one9 (1) frame 2 captures 0
;    0 (return r1)
; more9 (2+) frame 4 captures 0
;    0 (move r0 r1)
;    1 (tail-call-cc r0)
