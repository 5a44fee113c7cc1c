;; A pipeline of map, filter and fold over lists, each stage a closure given by name.
;; group: closure

(define (count-to n)
  (let loop ((i n) (items '()))
    (if (= i 0) items (loop (- i 1) (cons i items)))))

(define (fold-left-with f start items)
  (if (null? items)
      start
      (fold-left-with f (f start (car items)) (cdr items))))

(define (fold-right-with f start items)
  (if (null? items)
      start
      (f (car items) (fold-right-with f start (cdr items)))))

(define (mapping f)
  (lambda (items) (fold-right-with (lambda (item rest) (cons (f item) rest)) '() items)))

(define (keeping wanted?)
  (lambda (items)
    (fold-right-with (lambda (item rest) (if (wanted? item) (cons item rest) rest)) '() items)))

(define (pipeline . stages)
  (lambda (items)
    (fold-left-with (lambda (items stage) (stage items)) items stages)))

(define work
  (pipeline (mapping (lambda (n) (* n n)))
            (keeping (lambda (n) (not (= 0 (modulo n 3)))))
            (mapping (lambda (n) (+ n 7)))
            (keeping even?)
            (mapping (lambda (n) (quotient n 2)))))

(define numbers (count-to 1000))

(define (repeat count sum)
  (if (= count 0)
      sum
      (repeat (- count 1) (modulo (+ sum (fold-left-with + 0 (work numbers))) 1000003))))

(check 'folds (repeat 40000 0) 873236)
