;; What is known of a variable at the head of a loop in compiled code: the way out may write its place, the ways back may
;; not.
(import (scheme base) (scheme write))

(define (show x) (write x) (newline))
(define (attempt thunk)
  (call-with-current-continuation
   (lambda (k)
     (with-exception-handler
      (lambda (e) (k (if (error-object? e) (error-object-message e) e)))
      thunk))))

;; The ways out write the place of the string.
(define (starts? pattern text)
  (let ((n (string-length pattern)))
    (let loop ((i 0))
      (or (= i n)
          (and (< i (string-length text))
               (char=? (string-ref pattern i) (string-ref text i))
               (loop (+ i 1)))))))

;; A way back does: a string, then a vector, then a number.
(define (mixed x)
  (string-length x)
  (let loop ((x x) (seen '()))
    (cond ((string? x) (loop (vector (string-length x)) (cons 's seen)))
          ((vector? x) (loop (vector-ref x 0) (cons 'v seen)))
          ((and (number? x) (> x 3)) (loop (list->string (make-list (- x 1) #\a)) (cons x seen)))
          (else (reverse (cons x seen))))))

;; Only once in a while.
(define (rarely x n)
  (let ((p (car x)))
    (let loop ((x x) (i 0) (sum 0))
      (if (= i n)
          (list sum p x)
          (let ((y (+ sum (if (pair? x) (car x) (vector-ref x 0)))))
            (if (= i (- n 3))
                (loop (vector y) (+ i 1) y)
                (loop x (+ i 1) y)))))))

;; An error in what is known no longer.
(define (breaks x n)
  (let ((p (car x)))
    (let loop ((x x) (i 0))
      (if (= i n)
          (list i p)
          (begin
            (car x)
            (loop (if (= i (- n 2)) 'none x) (+ i 1)))))))

;; Loops within loops, with ways out of both.
(define (find-in rows x)
  (vector-length rows)
  (let outer ((i 0))
    (if (= i (vector-length rows))
        #f
        (let ((row (vector-ref rows i)))
          (let inner ((j 0))
            (cond ((= j (string-length row)) (outer (+ i 1)))
                  ((char=? (string-ref row j) x) (list i j (string-length row)))
                  (else (inner (+ j 1)))))))))

;; A way out that calls, and one that raises.
(define (leave-by x n k)
  (string-length x)
  (let loop ((i 0))
    (cond ((= i n) (k (string-ref x 0)))
          ((> i 90) (error "too many" i))
          (else (string-ref x 0) (loop (+ i 1))))))

(define (all)
  (list (starts? "ab" "abc") (starts? "abd" "abc") (starts? "" "") (starts? "abc" "ab") (starts? "λ€" "λ€x")
        (mixed "abcdef") (mixed "ab")
        (rarely (list 1 2) 10)
        (attempt (lambda () (breaks (list 7) 10)))
        (find-in (vector "abc" "dλf" "") #\f) (find-in (vector "abc" "d") #\z)
        (leave-by "xyz" 5 (lambda (c) (list c)))
        (attempt (lambda () (leave-by "xyz" 100 list)))
        (attempt (lambda () (starts? 'a "b")))))

(define first (all))
(for-each show first)
(show (let loop ((i 0)) (cond ((= i 80) 'same) ((equal? (all) first) (loop (+ i 1))) (else (list 'different i (all))))))
;--- output
; #t
; #f
; #t
; #f
; #t
; (s v 6 s v 5 s v 4 s v 3)
; (s v 2)
; (24 1 #(8))
; "car: expected a pair"
; (1 2 3)
; #f
; (#\x)
; "too many"
; "string-length: expected a string"
; same
