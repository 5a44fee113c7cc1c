;; All roots of polynomials at once, by the iteration of Durand and Kerner on inexact complex numbers.
;; group: complex

(define (value-at coefficients z)
  (let loop ((rest coefficients) (sum 0.0))
    (if (null? rest)
        sum
        (loop (cdr rest) (+ (* sum z) (car rest))))))

(define (first-guesses degree)
  (let ((base (make-rectangular 0.4 0.9)))
    (let loop ((i 0) (z 1.0) (guesses '()))
      (if (= i degree)
          guesses
          (loop (+ i 1) (* z base) (cons z guesses))))))

(define (product-of-differences z others)
  (let loop ((rest others) (product 1.0))
    (cond ((null? rest) product)
          ((eq? (car rest) z) (loop (cdr rest) product))
          (else (loop (cdr rest) (* product (- z (car rest))))))))

(define (improve coefficients roots)
  (map (lambda (z)
         (- z (/ (value-at coefficients z) (product-of-differences z roots))))
       roots))

(define (solve coefficients rounds)
  (let loop ((i 0) (roots (first-guesses (- (length coefficients) 1))))
    (if (= i rounds)
        roots
        (loop (+ i 1) (improve coefficients roots)))))

(define (worst-residue coefficients)
  (let loop ((roots (solve coefficients 60)) (worst 0.0))
    (if (null? roots)
        worst
        (loop (cdr roots) (max worst (magnitude (value-at coefficients (car roots))))))))

(define (repeat count)
  (let loop ((i 0) (worst 0.0))
    (if (= i count)
        worst
        (loop (+ i 1)
              (max worst
                   (worst-residue (list 1.0 -3.0 (+ 2.0 (* 0.01 i)) 5.0 -1.0 0.5 2.5 -4.0)))))))

(check-near 'polyroots (repeat 8000) 0.0 1e-6)
