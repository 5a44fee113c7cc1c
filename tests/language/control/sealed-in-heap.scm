;; Returns and throws into frames that a collection has moved to the heap, frame by frame, with frames of many sizes.
(import (scheme base) (scheme write))

(define (garbage n)
  (let loop ((i 0) (kept '()))
    (if (= i n) (length kept) (loop (+ i 1) (cons i '())))))

(define saved '())

;; Frames with few and with many live slots, in turns.
(define (deep n a b c d e f g)
  (if (= n 0)
      (call/cc (lambda (k)
                 (set! saved (cons k saved))
                 1))
      (case (modulo n 4)
        ((0) (+ 1 (deep (- n 1) a b c d e f g)))
        ((1) (let ((r (deep (- n 1) b a c d e f g))) (+ r a)))
        ((2) (let ((r (deep (- n 1) a c b d e f g))) (+ r a b c)))
        (else (let ((r (deep (- n 1) g f e d c b a))) (+ r a b c d e f g))))))

(define first (deep 400 1 2 3 4 5 6 7))
(garbage 1000)
(define times 0)
(let ((again (deep 401 1 2 3 4 5 6 7)))
  (garbage 100000)
  (set! times (+ times 1))
  (if (< times 5)
      ((car saved) times)
      (begin (write (list times again))
             (newline))))

;; Each level is captured, and thrown into after the collector was at work.
(define (levels n)
  (if (= n 0)
      (garbage 100000)
      (let* ((x (call/cc (lambda (k) (k (+ n 1)))))
             (rest (levels (- n 1)))
             (y (call/cc (lambda (k) (set! saved (list k)) n))))
        (+ rest (- x n) (if (= y n) 1 0)))))
(write (levels 300))
(newline)

;; Captured again in the middle of frames that were returned into in part.
(define (partly n)
  (if (= n 0)
      (begin (garbage 100000) 0)
      (let ((r (partly (- n 1))))
        (if (= 0 (modulo n 50))
            (+ 1 r (call/cc (lambda (k) (garbage 10000) (k 0))))
            (+ 1 r)))))
(write (call/cc (lambda (k) (partly 1000))))
(newline)
;--- output
; (5 4506)
; 601
; 1000
