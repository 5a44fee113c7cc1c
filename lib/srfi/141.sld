;;; SRFI 141: integer division. Six ways to round the quotient; the remainder is what is left.

(define-library (srfi 141)
  (import (scheme base))
  (export floor/ floor-quotient floor-remainder
          truncate/ truncate-quotient truncate-remainder
          ceiling/ ceiling-quotient ceiling-remainder
          round/ round-quotient round-remainder
          euclidean/ euclidean-quotient euclidean-remainder
          balanced/ balanced-quotient balanced-remainder)
  (begin

    (define (ceiling-quotient n d) (- (floor-quotient (- n) d)))
    (define (ceiling-remainder n d) (- (floor-remainder (- n) d)))
    (define (ceiling/ n d) (values (ceiling-quotient n d) (ceiling-remainder n d)))

    ;; To the nearest integer, and to the even one of two.
    (define (round/ n d)
      (let* ((q (floor-quotient n d))
             (r (floor-remainder n d))
             (twice (* 2 (abs r)))
             (size (abs d)))
        (if (or (> twice size) (and (= twice size) (odd? q)))
            (values (+ q 1) (- r d))
            (values q r))))

    ;; 0 <= remainder < |d|
    (define (euclidean/ n d)
      (if (negative? d) (ceiling/ n d) (floor/ n d)))

    ;; -|d/2| <= remainder < |d/2|
    (define (balanced/ n d)
      (let-values (((q r) (euclidean/ n d)))
        (cond
          ((< (* 2 r) (abs d)) (values q r))
          ((negative? d) (values (- q 1) (+ r d)))
          (else (values (+ q 1) (- r d))))))

    (define-syntax define-parts
      (syntax-rules ()
        ((_ divide quotient remainder)
         (begin
           (define (quotient n d) (let-values (((q r) (divide n d))) q))
           (define (remainder n d) (let-values (((q r) (divide n d))) r))))))
    (define-parts round/ round-quotient round-remainder)
    (define-parts euclidean/ euclidean-quotient euclidean-remainder)
    (define-parts balanced/ balanced-quotient balanced-remainder)))
