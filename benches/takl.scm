;; Takeuchi's function on lists that stand for their lengths.
;; group: calls

(define (count-down n)
  (if (= n 0)
      '()
      (cons n (count-down (- n 1)))))

(define (shorter? a b)
  (and (pair? b)
       (or (null? a)
           (shorter? (cdr a) (cdr b)))))

(define (takl x y z)
  (if (shorter? y x)
      (takl (takl (cdr x) y z)
            (takl (cdr y) z x)
            (takl (cdr z) x y))
      z))

(check 'takl (length (takl (count-down 28) (count-down 18) (count-down 8))) 9)
