;; What is known of a value on one way to a place is not known there if another way leads there, too.
(import (scheme base) (scheme write))

(define (describe x y)
  ;; Both arms check something of x or y, not the same.
  (let ((n (if (pair? x)
               (+ (car x) 1)
               (if (vector? y) (vector-length y) (string-length y)))))
    (list n
          (if (vector? y) (vector-ref y 0) 'no-vector)
          (if (pair? x) (cdr x) 'no-pair))))

(define (repeat n thunk)
  (let loop ((i 1))
    (if (= i n)
        (thunk)
        (begin (thunk) (loop (+ i 1))))))

(for-each
 (lambda (x y)
   (write (repeat 100 (lambda () (describe x y))))
   (newline))
 '((1 . 2) none none (3 . 4))
 '(#(a b) #(c) "text" "other"))

;; A slot that a loop changes is not what it was before the loop.
(define (change v)
  (let ((n (vector-length v)))
    (let loop ((v v) (i 0) (found '()))
      (cond ((= i n) (reverse found))
            ((vector? v) (loop (vector->list v) (+ i 1) (cons (vector-ref v 0) found)))
            ((pair? v) (loop (cdr v) (+ i 1) (cons (car v) found)))
            (else (loop v (+ i 1) (cons v found)))))))
(write (repeat 100 (lambda () (change (vector 'a 'b 'c 'd 'e)))))
(newline)

;; What holds before the outer loop holds in the inner one.
(define (sum-all v)
  (let ((n (vector-length v)))
    (let outer ((i 0) (sum 0))
      (if (= i n)
          sum
          (let ((row (vector-ref v i)))
            (let inner ((j 0) (sum sum))
              (cond ((= j (vector-length row)) (outer (+ i 1) sum))
                    ((odd? (vector-ref row j))
                     (if (> sum 40) (outer (+ i 1) sum) (inner (+ j 1) (+ sum (vector-ref row j)))))
                    (else (inner (+ j 1) (+ sum 1))))))))))
(write (repeat 100 (lambda () (sum-all (vector (vector 1 2 3) (vector) (vector 30 31 32) (vector 5 7 8))))))
(newline)

;; A wrong value is seen wherever it comes from.
(define (first-of x flag)
  (let ((y (if flag (begin (car x) x) x)))
    (car y)))
(write (repeat 100 (lambda () (list (first-of '(1) #t) (first-of '(2) #f)))))
(newline)
(first-of 'wrong #f)
;--- output
; (2 a 2)
; (1 c no-pair)
; (4 no-vector no-pair)
; (4 no-vector 4)
; (a a b c d)
; 43
; (1 2)
;--- error
; error[E0402]: car: expected a pair: wrong
;    --> joins.scm:54:39
;     |
;  54 |   (let ((y (if flag (begin (car x) x) x)))
;     |                                       ^
;--- exit 70
