;; SRFI 45: iterative lazy algorithms run in constant space. The heap limit is far below what a chain of 10^6
;; promises needs if each one waits for, or holds on to, the next.
;; options: --heap 16m
;; modes: normal nursery
(import (scheme base) (srfi 45) (check))

(define steps 1000000)

;; Leak test 2: a loop of lazy.
(define (loop n) (if (= n 0) (eager 'done) (lazy (loop (- n 1)))))
(check (force (loop steps)) => done)

;; Leak test 3: the promise is held while it is forced.
(define held (loop steps))
(check (force held) => done)
(check (force held) => done)

;; Leak tests 4 and 5: a stream that is walked, with and without a filter.
(define (from n) (lazy (eager (cons n (from (+ n 1))))))
(define (head s) (car (force s)))
(define (tail s) (cdr (force s)))
(define (stream-ref s n) (if (= n 0) (head s) (stream-ref (tail s) (- n 1))))
(check (stream-ref (from 0) steps) => 1000000)

;; Leak test 6: a filter that lets nothing through for a long time.
(define (stream-filter p? s)
  (lazy (let ((content (force s)))
          (if (p? (car content))
              (eager (cons (car content) (stream-filter p? (cdr content))))
              (stream-filter p? (cdr content))))))
(check (head (stream-filter (lambda (n) (= n steps)) (from 0))) => 1000000)

;; Leak test 7: a loop of filters, each over a stream of its own.
(define (times3 n) (head (tail (stream-filter (lambda (k) (zero? (modulo k n))) (from 0)))))
(check (times3 300000) => 300000)

;; delay inside delay waits for its value: that is what the stack is for.
(define (nested n) (if (= n 0) (delay 'bottom) (delay (force (nested (- n 1))))))
(check (force (nested 10000)) => bottom)

;; A promise that is forced while it runs, a million deep in lazy.
(define (count-down n p) (if (= n 0) p (count-down (- n 1) (let ((q p)) (lazy q)))))
(check (force (count-down 10000 (eager 'top))) => top)
(finish)
;--- output
; 8 checks
