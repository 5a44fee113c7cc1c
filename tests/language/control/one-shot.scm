;; Continuations that may be used once: escapes, returns, a second use is an error, a capture above promotes them.
(import (scheme base) (scheme write) (only (eyas control) call/1cc))

(define (attempt thunk)
  (guard (e ((error-object? e) (list 'error (error-object-message e))))
    (thunk)))

(define (find-first wanted? items)
  (call/1cc
   (lambda (return)
     (for-each (lambda (item) (if (wanted? item) (return item))) items)
     #f)))
(display (list (find-first even? '(1 3 4 5)) (find-first even? '(1 3 5))))
(newline)

;; Returned through, then called.
(display (attempt (lambda ()
                    (let ((saved #f) (count 0))
                      (+ 1 (call/1cc (lambda (k) (set! saved k) 1)))
                      (set! count (+ count 1))
                      (if (< count 3) (saved 5) count)))))
(newline)

;; Called, then called again.
(display (attempt (lambda ()
                    (let* ((saved #f)
                           (x (call/1cc (lambda (k) (set! saved k) (k 1)))))
                      (saved (+ x 1))))))
(newline)

;; Returned through by way of another one that was saved.
(display (attempt (lambda ()
                    (let* ((saved #f) (count 0)
                           (x (+ 1 (call/1cc
                                    (lambda (outer)
                                      (+ 1 (call/1cc (lambda (inner) (set! saved inner) (outer 10)))))))))
                      (set! count (+ count 1))
                      (if (= count 1) (saved 20) (list x count))))))
(newline)

;; `call/cc` above a one-shot continuation makes it one for any number of uses.
(display (attempt (lambda ()
                    (let ((saved #f) (log '()))
                      (let ((x (+ 100 (call/1cc
                                       (lambda (once)
                                         (+ 10 (call/cc (lambda (k) (set! saved k) 1))))))))
                        (set! log (cons x log))
                        (if (< (length log) 4) (saved (length log)) (reverse log)))))))
(newline)

;; Deep below each other, each used once, in a loop.
(define (nest n exit)
  (if (= n 0)
      (exit 0)
      (+ 1 (call/1cc (lambda (k) (nest (- n 1) (if (odd? n) k exit)))))))
(define (count-up n) (if (= n 0) 0 (+ 1 (call/1cc (lambda (k) (count-up (- n 1)))))))
(display (list (call/1cc (lambda (k) (nest 100 (lambda (x) (k x)))))
               (count-up 1000)
               (let loop ((i 0) (sum 0))
                 (if (= i 2000) sum (loop (+ i 1) (+ sum (call/1cc (lambda (k) (if (even? i) 1 (k 2))))))))))
(newline)

;; As a value, and with several results.
(display (map (lambda (f) (call-with-values (lambda () (f (lambda (k) (k 1 2 3)))) list))
              (list call/1cc call/cc)))
(newline)

;; Winders run as for any continuation.
(define trace '())
(define result
  (call/1cc
   (lambda (k)
     (dynamic-wind
      (lambda () (set! trace (cons 'in trace)))
      (lambda () (k 'left))
      (lambda () (set! trace (cons 'out trace)))))))
(display (list result (reverse trace)))
(newline)
;--- output
; (4 #f)
; (error a continuation of call/1cc is used for the second time)
; (error a continuation of call/1cc is used for the second time)
; (error a continuation of call/1cc is used for the second time)
; (111 111 112 113)
; (100 1000 3000)
; ((1 2 3) (1 2 3))
; (left (in out))
