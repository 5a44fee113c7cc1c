;; The n queens problem, by backtracking over lists and over bit masks of a vector, counted and shown.
(import (scheme base) (scheme write))

;;; A placement is the list of columns from the last row to the first.
(define (safe? column placement)
  (let loop ((rest placement) (distance 1))
    (or (null? rest)
        (and (not (= (car rest) column))
             (not (= (abs (- (car rest) column)) distance))
             (loop (cdr rest) (+ distance 1))))))

(define (for-each-solution n visit)
  (let place ((row 0) (placement '()))
    (if (= row n)
        (visit placement)
        (do ((column 0 (+ column 1)))
            ((= column n))
          (when (safe? column placement)
            (place (+ row 1) (cons column placement)))))))

(define (count-solutions n)
  (let ((count 0))
    (for-each-solution n (lambda (placement) (set! count (+ count 1))))
    count))

;; The same with three vectors of flags instead of lists.
(define (count-with-flags n)
  (let ((columns (make-vector n #f))
        (rising (make-vector (* 2 n) #f))
        (falling (make-vector (* 2 n) #f)))
    (let place ((row 0))
      (if (= row n)
          1
          (let try ((column 0) (total 0))
            (if (= column n)
                total
                (let ((up (+ row column)) (down (+ (- row column) n)))
                  (define (mark! value)
                    (vector-set! columns column value)
                    (vector-set! rising up value)
                    (vector-set! falling down value))
                  (if (or (vector-ref columns column) (vector-ref rising up) (vector-ref falling down))
                      (try (+ column 1) total)
                      (begin
                        (mark! #t)
                        (let ((below (place (+ row 1))))
                          (mark! #f)
                          (try (+ column 1) (+ total below))))))))))))

(define (first-solution n)
  (call-with-current-continuation
    (lambda (return)
      (for-each-solution n return)
      #f)))

(define (show-board placement)
  (let ((n (length placement)))
    (for-each
      (lambda (column)
        (do ((i 0 (+ i 1)))
            ((= i n))
          (write-string (if (= i column) "Q " ". ")))
        (write-string "|")
        (newline))
      (reverse placement))))

(write (map count-solutions '(1 2 3 4 5 6)))
(newline)
(write (map count-with-flags '(1 2 3 4 5 6)))
(newline)
(write (first-solution 3))
(newline)
(write (first-solution 6))
(newline)
(show-board (first-solution 6))
;--- output
; (1 0 0 2 10 4)
; (1 0 0 2 10 4)
; #f
; (4 2 0 5 3 1)
; . Q . . . . |
; . . . Q . . |
; . . . . . Q |
; Q . . . . . |
; . . Q . . . |
; . . . . Q . |
