;; A macro transformer runs in a run of the machine of its own: continuations captured there may leave it early, but
;; not the run, and those captured outside are still good afterwards.
(import (scheme base) (scheme write) (only (eyas) er-macro-transformer))

(define-syntax first-even
  (er-macro-transformer
   (lambda (form rename compare)
     (call/cc
      (lambda (return)
        (for-each (lambda (x) (if (even? x) (return x))) (cdr form))
        #f)))))

(define-syntax counted
  (er-macro-transformer
   (lambda (form rename compare)
     (let ((saved #f) (count 0))
       (let ((n (call/cc (lambda (k) (set! saved k) 0))))
         (set! count (+ count 1))
         (if (< n 20) (saved (+ n 1)))
         count)))))

(display (list (first-even 1 3 4 5) (first-even 1 3) (counted)))
(newline)

(define (deep n) (if (= n 0) (call/cc (lambda (k) (+ 1 (k (counted))))) (+ 1 (deep (- n 1)))))
(display (deep 100))
(newline)
;--- output
; (4 #f 21)
; 121
