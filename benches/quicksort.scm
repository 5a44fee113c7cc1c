;; Sorts lists of pseudo-random numbers with a comparison that is passed in.
;; group: list

(define (numbers count seed)
  (let loop ((i 0) (seed seed) (items '()))
    (if (= i count)
        items
        (loop (+ i 1) (modulo (+ (* seed 1366) 150889) 714025) (cons seed items)))))

(define (quicksort items before? tail)
  (if (null? items)
      tail
      (let ((pivot (car items)))
        (let split ((rest (cdr items)) (low '()) (high '()))
          (cond ((null? rest)
                 (quicksort low before? (cons pivot (quicksort high before? tail))))
                ((before? (car rest) pivot)
                 (split (cdr rest) (cons (car rest) low) high))
                (else
                 (split (cdr rest) low (cons (car rest) high))))))))

(define (sorted? items)
  (or (null? (cdr items))
      (and (<= (car items) (cadr items))
           (sorted? (cdr items)))))

(define (repeat count seed)
  (cond ((= count 0) 'sorted)
        ((sorted? (quicksort (numbers 20000 seed) < '())) (repeat (- count 1) (+ seed 1)))
        (else 'wrong)))

(check 'quicksort (repeat 320 1234) 'sorted)
