;; SRFI 26: cut and cute.
(import (scheme base) (srfi 26) (srfi srfi-26) (srfi :26) (srfi :26 cut) (check))

(check ((cut list)) => ())
(check ((cut list <...>)) => ())
(check ((cut list 1)) => (1))
(check ((cut list <>) 1) => (1))
(check ((cut list <...>) 1) => (1))
(check ((cut list 1 2)) => (1 2))
(check ((cut list 1 <>) 2) => (1 2))
(check ((cut list 1 <...>) 2) => (1 2))
(check ((cut list 1 <...>) 2 3 4) => (1 2 3 4))
(check ((cut list 1 <> 3 <>) 2 4) => (1 2 3 4))
(check ((cut list 1 <> 3 <...>) 2 4 5 6) => (1 2 3 4 5 6))
(check ((cut list <> <> <...>) 1 2) => (1 2))
(check ((cut <> 1 2) +) => 3)
(check ((cut <>) (lambda () 5)) => 5)
(check ((cut <> <...>) + 1 2 3) => 6)
(check ((cut <> <> <>) list 1 2) => (1 2))
(check (map (cut * 2 <>) '(1 2 3)) => (2 4 6))
(check (map (cut <> 2) (list + - *)) => (2 -2 2))
(check (map (cut cons <> '()) '(1 2)) => ((1) (2)))
;; cut evaluates its expressions at every call, when the procedure is called.
(check (let* ((x 'wrong) (y (cut list x))) (set! x 'ok) (y)) => (ok))
(check (let* ((a 0) (f (cut cons (begin (set! a (+ a 1)) a) <>))) (f 0) (f 0) (list a (f 'x))) => (2 (3 . x)))

(check ((cute list)) => ())
(check ((cute list <...>)) => ())
(check ((cute list 1)) => (1))
(check ((cute list <>) 1) => (1))
(check ((cute list <...>) 1) => (1))
(check ((cute list 1 2)) => (1 2))
(check ((cute list 1 <>) 2) => (1 2))
(check ((cute list 1 <...>) 2 3 4) => (1 2 3 4))
(check ((cute list 1 <> 3 <>) 2 4) => (1 2 3 4))
(check ((cute list 1 <> 3 <...>) 2 4 5 6) => (1 2 3 4 5 6))
(check ((cute <> 1 2) -) => -1)
(check ((cute <> <...>) - 5 3) => 2)
;; cute evaluates them once, when the procedure is made: also the procedure position.
(check (let ((a 0)) (map (cute + (begin (set! a (+ a 1)) a) <>) '(1 2)) a) => 1)
(check (let* ((x 'ok) (y (cute list x))) (set! x 'wrong) (y)) => (ok))
(check (let* ((n 0) (f (cute (begin (set! n (+ n 1)) list) <>))) (f 1) (f 2) (list n (f 3))) => (1 (3)))

;; The number of arguments is exact without <...>.
(check-error ((cut list 1 <>)))
(check-error ((cut list 1 <>) 2 3))
(check-error ((cut list 1) 2))
(check-error ((cute list <> <>) 1))
(check-error ((cut list <> <...>)))
;; Parameters do not capture.
(check (let ((x 'outer) (rest 'rest) (t 't)) ((cut list x <> rest t <...>) 1 2)) => (outer 1 rest t 2))
(check (let ((x 'outer) (t 't)) ((cute list x <> t <>) 1 2)) => (outer 1 t 2))
;; Slots inside a nested cut are its own.
(check ((cut map (cut * 2 <>) <>) '(1 2)) => (2 4))
(finish)
;--- output
; 44 checks
