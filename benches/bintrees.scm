;; Builds and walks complete binary trees, many short-lived ones beside one that lives.
;; group: gc

(define (make-tree depth)
  (if (= depth 0)
      (cons '() '())
      (cons (make-tree (- depth 1)) (make-tree (- depth 1)))))

(define (count-nodes tree)
  (if (null? (car tree))
      1
      (+ 1 (count-nodes (car tree)) (count-nodes (cdr tree)))))

(define (many count depth)
  (let loop ((i 0) (sum 0))
    (if (= i count)
        sum
        (loop (+ i 1) (+ sum (count-nodes (make-tree depth)))))))

(define (run depth-max)
  (let ((lasting (make-tree depth-max)))
    (let loop ((depth 4) (sum 0))
      (if (> depth depth-max)
          (+ sum (count-nodes lasting))
          (loop (+ depth 4)
                (+ sum (many (expt 2 (+ 4 (- depth-max depth))) depth)))))))

(check 'bintrees (run 20) 168750831)
