;; What is known before a loop holds in it as long as nothing in it writes the variable.
(import (scheme base) (scheme write))

(define (sum v n)
  (let ((first (vector-ref v 0)))
    (let loop ((i 0) (sum first))
      (if (= i n) sum (loop (+ i 1) (+ sum (vector-ref v i)))))))

(define (report thunk)
  (call/cc
   (lambda (k)
     (with-exception-handler
      (lambda (e) (k (if (error-object? e) (error-object-message e) e)))
      thunk))))

;; The vector becomes something else on the way.
(define (changing v other n at)
  (let ((first (vector-ref v 0)))
    (let loop ((i 0) (v v) (sum first))
      (if (= i n)
          sum
          (loop (+ i 1) (if (= i at) other v) (+ sum (vector-ref v 0)))))))

;; Two loops, one in the other, and calls in them.
(define (twice x) (if (vector? x) (vector-length x) (* 2 x)))
(define (nested v w n)
  (vector-set! v 0 (+ (vector-ref v 0) (vector-ref w 0)))
  (do ((i 0 (+ i 1)) (v v (if (= i 2) w v)))
      ((= i n) (vector-ref v 0))
    (do ((j 0 (+ j 1)))
        ((= j 3))
      (vector-set! v 0 (+ (vector-ref v 0) (twice j) (twice v))))))

;; Loops that go over into each other.
(define (mixed v n)
  (let ((length (vector-length v)) (step 3))
    (define (odd i v sum)
      (if (>= i n) (list 'odd sum) (even (+ i 1) (if (= i 41) (list->vector (list i step)) v) (+ sum step))))
    (define (even i v sum)
      (if (>= i n) (list 'even sum (vector-ref v 0)) (odd (+ i 1) v (+ sum (vector-length v) length))))
    (if (= 0 (modulo n 2)) (odd 0 v 0) (even 0 v 0))))

;; A loop that a continuation comes back to.
(define (again v n)
  (let ((k #f) (count 0) (first (vector-ref v 1)))
    (let loop ((i 0) (sum first))
      (call/cc (lambda (c) (if (= i 2) (set! k c))))
      (if (< i n)
          (loop (+ i 1) (+ sum (vector-ref v 1)))
          (begin
            (set! count (+ count 1))
            (if (< count 3) (k #f) (list sum count)))))))

;; A constant cannot be changed, not even where it has been looked at before.
(define (constant n)
  (let* ((v '#(1 2 3)) (first (vector-ref v 0)))
    (let loop ((i 0))
      (if (< i n)
          (begin
            (if (= i 50) (vector-set! v 0 first))
            (loop (+ i 1)))
          (vector-ref v 0)))))

(define (run)
  (list (sum (vector 1 2 3 4) 4)
        (sum (vector 1.5 2.5 3.5) 3)
        (report (lambda () (sum (vector 1 2) 3)))
        (changing (vector 1) (vector 10) 5 2)
        (report (lambda () (changing (vector 1) '(10) 5 2)))
        (report (lambda () (changing (vector 1) 10 100 90)))
        (nested (vector 1 2) (vector 3 4 5) 5)
        (report (lambda () (nested (vector 1) (make-bytevector 3 0) 5)))
        (mixed (vector 7 8 9) 100)
        (mixed (vector 7 8 9) 99)
        (again (vector 1 2 3) 80)
        (constant 10)
        (report (lambda () (constant 60)))))

(define results (run))
(do ((i 0 (+ i 1)))
    ((= i 70))
  (if (not (equal? (run) results)) (begin (write (list i (run))) (newline))))
(for-each (lambda (result) (write result) (newline)) results)
;--- output
; 11
; 9.0
; "vector-ref: index out of range (valid: 0 to 1)"
; 24
; "vector-ref: expected a vector"
; "vector-ref: expected a vector"
; 33
; "vector-ref: expected a vector"
; (odd 450)
; (odd 418)
; (162 3)
; 1
; "vector-set!: a literal is immutable"
