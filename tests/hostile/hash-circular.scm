;; Hash functions on circular and on deeply nested data end, and circular keys work.
(import (scheme base) (scheme write) (srfi 69) (hostile))
(define deep (let loop ((i 0) (l '())) (if (= i 100000) l (loop (+ i 1) (list l)))))
(define table (make-hash-table equal?))
(hash-table-set! table (circular) 'found)
(report (exact-integer? (hash (circular)))
        (let ((v (vector 1 2))) (vector-set! v 0 v) (exact-integer? (hash v)))
        (exact-integer? (hash deep))
        (hash-table-ref/default table (circular) #f))
;--- output
; #t
; #t
; #t
; found
; still here
