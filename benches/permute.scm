;; All permutations of a list, as lists that share no structure by design of the naive algorithm.
;; group: list

(define (without item items)
  (cond ((null? items) '())
        ((eq? item (car items)) (cdr items))
        (else (cons (car items) (without item (cdr items))))))

(define (permutations items)
  (if (null? items)
      '(())
      (let loop ((firsts items) (all '()))
        (if (null? firsts)
            all
            (let ((first (car firsts)))
              (loop (cdr firsts)
                    (append (map (lambda (rest) (cons first rest))
                                 (permutations (without first items)))
                            all)))))))

(define (weigh lists)
  (let loop ((lists lists) (k 1) (sum 0))
    (if (null? lists)
        sum
        (loop (cdr lists) (+ k 1) (modulo (+ sum (* k (+ (caar lists) (* 3 (cadar lists))))) 1000003)))))

(define (repeat count sum)
  (if (= count 0)
      sum
      (repeat (- count 1) (+ sum (weigh (permutations '(1 2 3 4 5 6 7 8 9)))))))

(check 'permute (repeat 5 0) 226265)
