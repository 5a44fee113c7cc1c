;; All permutations by prefix reversals (Zaks), each sharing its tail with the one before; all are kept.
;; group: gc

(define (permutations start)
  (let ((items start) (all (list start)))
    (define (flip n)
      (set! items (reverse-first n items (list-tail items n)))
      (set! all (cons items all)))
    (define (permute n)
      (if (> n 1)
          (do ((j (- n 1) (- j 1)))
              ((= j 0) (permute (- n 1)))
            (permute (- n 1))
            (flip n))))
    (permute (length start))
    all))

(define (reverse-first n items tail)
  (if (= n 0)
      tail
      (reverse-first (- n 1) (cdr items) (cons (car items) tail))))

(define (sum-all lists)
  (let outer ((lists lists) (sum 0))
    (if (null? lists)
        sum
        (let inner ((items (car lists)) (sum sum))
          (if (null? items)
              (outer (cdr lists) sum)
              (inner (cdr items) (+ sum (car items))))))))

(define (run count)
  (let loop ((i 0) (kept #f) (sum 0))
    (if (= i count)
        sum
        (let ((all (permutations '(1 2 3 4 5 6 7 8 9))))
          (loop (+ i 1) all (+ sum (sum-all all) (if kept (- (length kept)) 0)))))))

(check 'permlists (run 20) 319697280)
