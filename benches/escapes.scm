;; Leaves loops early through continuations that are used once or never, across `dynamic-wind` now and then.
;; group: callcc

(define (find-first wanted? items)
  (call/cc
   (lambda (return)
     (for-each (lambda (item) (if (wanted? item) (return item))) items)
     #f)))

(define (product items)
  (call/cc
   (lambda (return)
     (let loop ((items items))
       (cond ((null? items) 1)
             ((= 0 (car items)) (return 0))
             (else (* (car items) (loop (cdr items)))))))))

(define depth 0)
(define deepest 0)

(define (guarded body)
  (dynamic-wind
   (lambda ()
     (set! depth (+ depth 1))
     (if (> depth deepest) (set! deepest depth)))
   body
   (lambda () (set! depth (- depth 1)))))

(define (nested n return)
  (if (= n 0)
      (return 'out)
      (guarded (lambda () (nested (- n 1) return)))))

(define numbers '(3 1 4 1 5 9 2 6 5 3 5 8 9 7 9))
(define with-zero '(2 7 1 8 2 8 1 8 2 8 4 5 9 0 4 5 2 3 5 3 6))

(define (repeat count)
  (let loop ((i 0) (sum 0))
    (if (= i count)
        (list sum depth deepest)
        (begin
          (if (= 0 (modulo i 10))
              (call/cc (lambda (return) (nested 8 return))))
          (loop (+ i 1)
                (+ sum
                   (find-first (lambda (n) (> n 8)) numbers)
                   (if (find-first (lambda (n) (> n 9)) numbers) 1 0)
                   (product with-zero)))))))

(check 'escapes (repeat 4000000) '(36000000 0 8))
