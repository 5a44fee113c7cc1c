;; Counts the ways to put n queens on a board: recursion over lists of free rows.
;; group: calls

(define (rows n)
  (let loop ((i n) (all '()))
    (if (= i 0) all (loop (- i 1) (cons i all)))))

(define (safe? row distance placed)
  (or (null? placed)
      (let ((other (car placed)))
        (and (not (= other (+ row distance)))
             (not (= other (- row distance)))
             (safe? row (+ distance 1) (cdr placed))))))

(define (onto a b)
  (if (null? a) b (onto (cdr a) (cons (car a) b))))

;; `untried` rows may still go in this column, `passed` were tried here and are free for the next.
(define (count-from untried passed placed)
  (if (null? untried)
      (if (null? passed) 1 0)
      (+ (if (safe? (car untried) 1 placed)
             (let ((free (onto passed (cdr untried))))
               (if (null? free)
                   1
                   (count-next free (cons (car untried) placed))))
             0)
         (if (null? (cdr untried))
             0
             (count-from (cdr untried) (cons (car untried) passed) placed)))))

(define (count-next free placed)
  (count-from free '() placed))

(check 'nqueens (count-next (rows 13) '()) 73712)
