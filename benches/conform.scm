;; Finds which of many recursive types, given as graphs, are the same or conform to others, by assuming so and
;; looking for a contradiction; assumptions are kept in association lists.
;; group: symbolic

;; A type is a vector: number, list of (operation argument-type result-type), where types are numbers.
(define (make-types count)
  (let ((types (make-vector count #f)))
    (do ((i 0 (+ i 1)))
        ((= i count) types)
      (vector-set! types i
                   (let loop ((k 0) (operations '()))
                     (if (= k (+ 2 (modulo i 3)))
                         operations
                         (loop (+ k 1)
                               (cons (list (vector-ref '#(open close read write seek) k)
                                           (modulo (+ (* i (+ k 3)) k) count)
                                           (modulo (+ (* i i) (* 5 k)) count))
                                     operations))))))))

(define (assumed? a b assumptions)
  (let ((found (assv a assumptions)))
    (and found (memv b (cdr found)))))

(define (assume a b assumptions)
  (let ((found (assv a assumptions)))
    (if found
        (cons (cons a (cons b (cdr found))) assumptions)
        (cons (list a b) assumptions))))

;; Does a conform to b: has it all of b's operations, taking no less and giving no more? Answers the grown
;; assumptions or #f.
(define (conforms a b types assumptions)
  (if (or (= a b) (assumed? a b assumptions))
      assumptions
      (let ((offered (vector-ref types a)))
        (let loop ((wanted (vector-ref types b)) (assumptions (assume a b assumptions)))
          (cond ((not assumptions) #f)
                ((null? wanted) assumptions)
                (else
                 (let* ((want (car wanted)) (offer (assq (car want) offered)))
                   (and offer
                        (let ((after (conforms (cadr want) (cadr offer) types assumptions)))
                          (and after
                               (loop (cdr wanted)
                                     (conforms (caddr offer) (caddr want) types after))))))))))))

(define (count-conforming types)
  (let ((count (vector-length types)))
    (let outer ((a 0) (sum 0))
      (if (= a count)
          sum
          (let inner ((b 0) (sum sum))
            (if (= b count)
                (outer (+ a 1) sum)
                (inner (+ b 1) (if (conforms a b types '()) (+ sum 1) sum))))))))

(define (repeat low high sum)
  (if (= low high)
      sum
      (repeat (+ low 1) high (+ sum (count-conforming (make-types low))))))

(check 'conform (repeat 20 46 0) 4004)
