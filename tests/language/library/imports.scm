;; Import forms, nested in every way; a library runs once.
(import (scheme base) (scheme write)
        (counter)
        (user)
        (prefix (only (counter) next!) p:)
        (rename (except (counter) with-count) (next! renamed!) (counter-value value))
        (only (rename (prefix (counter) x-) (x-next! y)) y)
        (deep nested)
        (re-export))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(show (next!))
(show (p:next!))
(show (renamed!))
(show (y))
(show (bump))
(show (list (counter-value) (value)))
(show (list (eq? next! y) (eq? next! p:next!)))
(define n 'mine)
(show (with-count n))
(show (two-times (next!)))
(show whole)
(show (list (first '(1 2)) (rest '(1 2))))
;--- output
; counter runs
; 1
; 2
; 3
; 4
; 5
; (5 5)
; (#t #t)
; (5 . mine)
; 12
; (whole part)
; (1 (2))
