;; Searches a small database of patterns, kept on association lists under symbols, with wildcards for one item
;; (?) and for any run of items (*).
;; group: list

(define words
  (map string->symbol '("ash" "birch" "cedar" "fir" "hazel" "larch" "maple" "oak" "pine" "rowan" "yew")))

(define (word seed) (list-ref words (modulo seed 11)))

(define (make-entry seed)
  (list (word seed)
        (list (word (+ seed 3)) (word (* seed 5)))
        (word (quotient seed 2))
        (list (list (word (+ seed 1))) (word (* seed seed)) (word (+ seed 7)))
        (word (+ seed 4))))

(define database
  (let loop ((i 0) (entries '()))
    (if (= i 120)
        entries
        (loop (+ i 1) (cons (cons (word i) (make-entry i)) entries)))))

(define (matches? pattern item)
  (cond ((null? pattern) (null? item))
        ((eq? pattern '?) #t)
        ((not (pair? pattern)) (eq? pattern item))
        ((eq? (car pattern) '*)
         (or (matches? (cdr pattern) item)
             (and (pair? item) (matches? pattern (cdr item)))))
        ((pair? item)
         (and (matches? (car pattern) (car item))
              (matches? (cdr pattern) (cdr item))))
        (else #f)))

(define patterns
  '((* oak *)
    (* (? oak) * pine *)
    (ash * ? *)
    (* (* birch) * (* yew *) *)
    (* (* ? *) * maple)
    (* * * * rowan)))

(define (hits)
  (let by-pattern ((patterns patterns) (sum 0))
    (if (null? patterns)
        sum
        (by-pattern (cdr patterns)
                    (let by-entry ((entries database) (sum sum))
                      (cond ((null? entries) sum)
                            ((matches? (car patterns) (cdar entries))
                             (by-entry (cdr entries) (+ sum 1)))
                            (else (by-entry (cdr entries) sum))))))))

(define (repeat count sum)
  (if (= count 0) sum (repeat (- count 1) (+ sum (hits)))))

(check 'browse (repeat 8000 0) 480000)
