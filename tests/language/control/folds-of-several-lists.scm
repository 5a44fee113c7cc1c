;; The folds of SRFI 1 take any number of lists.
(import (scheme base) (scheme write) (srfi 1))
(write (list (fold-right cons* '() '(a b c) '(1 2 3 4 5)) (fold cons* '() '(a b) '(1 2 3) '(x y))
             (fold-right list 'end '(1 2) '(3 4) '(5 6)) (append-map list '(1 2) '(3 4))
             (filter-map (lambda (a b c) (and (< a b c) b)) '(1 5) '(2 6) '(3 0))
             (every < '(1 2) '(3 4) '(5 6)) (any < '(1 2) '(0 4) '(0 6))
             (count < '(1 2) '(3 4) '(5 6)) (list-index < '(1 2) '(0 4) '(0 6))))
(newline)
;--- output
; ((a 1 b 2 c 3) (b 2 y a 1 x) (1 3 5 (2 4 6 end)) (1 3 2 4) (2) #t #t 2 1)
