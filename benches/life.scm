;; Conway's Game of Life on a torus, in two vectors that swap roles; a glider must come home.
;; group: array

(define size 64)

(define (at x y) (+ (modulo x size) (* size (modulo y size))))

(define (neighbours board x y)
  (let row ((dy -1) (count 0))
    (if (> dy 1)
        count
        (let column ((dx -1) (count count))
          (cond ((> dx 1) (row (+ dy 1) count))
                ((and (= dx 0) (= dy 0)) (column (+ dx 1) count))
                (else (column (+ dx 1)
                              (+ count (vector-ref board (at (+ x dx) (+ y dy)))))))))))

(define (step! from to)
  (do ((y 0 (+ y 1)))
      ((= y size))
    (do ((x 0 (+ x 1)))
        ((= x size))
      (let ((around (neighbours from x y)))
        (vector-set! to (at x y)
                     (if (or (= around 3)
                             (and (= around 2) (= 1 (vector-ref from (at x y)))))
                         1
                         0))))))

(define (glider)
  (let ((board (make-vector (* size size) 0)))
    (for-each (lambda (place) (vector-set! board (at (car place) (cdr place)) 1))
              '((1 . 0) (2 . 1) (0 . 2) (1 . 2) (2 . 2)))
    board))

(define (run steps)
  (let loop ((i 0) (board (glider)) (other (make-vector (* size size) 0)))
    (if (= i steps)
        board
        (begin
          (step! board other)
          (loop (+ i 1) other board)))))

;; A glider moves one cell in each direction every four steps.
(check 'life (equal? (run (* 28 size)) (glider)) #t)
