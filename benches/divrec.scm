;; Halves a list that stands for a number, again and again, by recursion.
;; group: list

(define (ones n)
  (if (= n 0) '() (cons '() (ones (- n 1)))))

(define (halve items)
  (if (null? items)
      '()
      (cons (car items) (halve (cddr items)))))

(define number (ones 200))

(define (repeat count sum)
  (if (= count 0)
      sum
      (repeat (- count 1) (+ sum (length (halve number))))))

(check 'divrec (repeat 2000000 0) 200000000)
