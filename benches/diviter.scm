;; Halves a list that stands for a number, again and again, by iteration.
;; group: list

(define (ones n)
  (do ((n n (- n 1))
       (items '() (cons '() items)))
      ((= n 0) items)))

(define (halve items)
  (do ((items items (cddr items))
       (half '() (cons (car items) half)))
      ((null? items) half)))

(define number (ones 200))

(define (repeat count)
  (do ((i 0 (+ i 1))
       (sum 0 (+ sum (length (halve number)))))
      ((= i count) sum)))

(check 'diviter (repeat 2500000) 250000000)
