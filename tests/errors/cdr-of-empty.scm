;; cdr of the empty list
(import (scheme base) (scheme write))
(let loop ((l '(1 2 3)) (n 0))
  (if (= n 4) l (loop (cdr l) (+ n 1))))
;--- error
; error[E0402]: cdr: expected a pair: ()
;   --> cdr-of-empty.scm:4:28
;    |
;  4 |   (if (= n 4) l (loop (cdr l) (+ n 1))))
;    |                            ^
;--- exit 70
