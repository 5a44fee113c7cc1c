;; Tears lists of lists apart and joins the pieces with set-car! and set-cdr!.
;; group: list

(define (make-rows count width)
  (let loop ((i 0) (rows '()))
    (if (= i count)
        rows
        (loop (+ i 1) (cons (make-list width i) rows)))))

(define (last-pair-of items)
  (if (pair? (cdr items)) (last-pair-of (cdr items)) items))

;; Reverses in place.
(define (reverse-into! items tail)
  (if (null? items)
      tail
      (let ((rest (cdr items)))
        (set-cdr! items tail)
        (reverse-into! rest items))))

;; Moves the second half of each row to the front of the next one.
(define (rotate-halves! rows width)
  (let loop ((rows rows))
    (if (pair? (cdr rows))
        (let* ((half (list-tail (car rows) (- (quotient width 2) 1)))
               (moved (cdr half)))
          (if (pair? moved)
              (begin
                (set-cdr! half '())
                (set-cdr! (last-pair-of moved) (cadr rows))
                (set-car! (cdr rows) moved)
                (let ((surplus (list-tail moved (- width 1))))
                  (let ((extra (cdr surplus)))
                    (set-cdr! surplus '())
                    (set-cdr! (last-pair-of (car rows)) extra)))))
          (loop (cdr rows))))))

(define (checksum rows)
  (let loop ((rows rows) (k 1) (sum 0))
    (if (null? rows)
        sum
        (loop (cdr rows) (+ k 1)
              (modulo (+ sum (* k (apply + (car rows))) (* 7 (length (car rows)))) 1000003)))))

(define (run rounds rows)
  (do ((i 0 (+ i 1)))
      ((= i rounds) (checksum rows))
    (rotate-halves! rows 10)
    (let loop ((rows rows))
      (if (pair? rows)
          (begin
            (set-car! rows (reverse-into! (car rows) '()))
            (loop (cdr rows)))))))

(check 'destruct (run 400000 (make-rows 50 10)) 211755)
