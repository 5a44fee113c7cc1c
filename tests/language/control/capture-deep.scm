;; modes: normal nursery
;; Capture takes the same time however deep the stack is, and escaping from it, too: 200,000 of each above
;; 200,000 frames.
(import (scheme base) (scheme write))

(define (captures n)
  (let loop ((i 0) (sum 0))
    (if (= i n)
        sum
        (loop (+ i 1)
              (+ sum
                 (call/cc (lambda (k) (if (even? i) 1 (k 2)))))))))

(define (deep n)
  (if (= n 0) (captures 200000) (+ 1 (deep (- n 1)))))

(display (deep 200000))
(newline)

;; A capture in every frame on the way down, an escape from the bottom to a frame in the middle.
(define (ladder n middle exit)
  (cond ((= n 0) (exit 0))
        ((= n middle) (+ 1 (call/cc (lambda (k) (ladder (- n 1) middle k)))))
        (else (+ 1 (call/cc (lambda (k) (ladder (- n 1) middle exit)))))))

(display (ladder 100000 50000 #f))
(newline)

;; The frames that are returned through one at a time are captured again on the way.
(define (zigzag n)
  (if (= n 0)
      0
      (let ((below (zigzag (- n 1))))
        (+ below (call/cc (lambda (k) (k 1)))))))

(display (call/cc (lambda (k) (zigzag 100000))))
(newline)
;--- output
; 500000
; 50001
; 100000
