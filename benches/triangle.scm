;; Solves peg solitaire on a triangle of fifteen holes, counting all ways to end with one peg.
;; group: array

(define board (make-vector 15 1))

(define (hole row place) (+ place (quotient (* row (+ row 1)) 2)))

;; A jump is a vector: from, over, to.
(define jumps
  (let ((all '()))
    (define (add! row place row-step place-step)
      (let ((end-row (+ row (* 2 row-step))) (end-place (+ place (* 2 place-step))))
        (if (and (>= end-row 0) (< end-row 5) (>= end-place 0) (<= end-place end-row))
            (set! all (cons (vector (hole row place)
                                    (hole (+ row row-step) (+ place place-step))
                                    (hole end-row end-place))
                            all)))))
    (do ((row 0 (+ row 1)))
        ((= row 5))
      (do ((place 0 (+ place 1)))
          ((> place row))
        (add! row place 0 1)
        (add! row place 0 -1)
        (add! row place 1 0)
        (add! row place -1 0)
        (add! row place 1 1)
        (add! row place -1 -1)))
    (list->vector all)))

(define (count-solutions pegs)
  (if (= pegs 1)
      1
      (let ((end (vector-length jumps)))
        (let loop ((i 0) (found 0))
          (if (= i end)
              found
              (let* ((jump (vector-ref jumps i))
                     (from (vector-ref jump 0))
                     (over (vector-ref jump 1))
                     (to (vector-ref jump 2)))
                (if (and (= 1 (vector-ref board from))
                         (= 1 (vector-ref board over))
                         (= 0 (vector-ref board to)))
                    (begin
                      (vector-set! board from 0)
                      (vector-set! board over 0)
                      (vector-set! board to 1)
                      (let ((more (count-solutions (- pegs 1))))
                        (vector-set! board from 1)
                        (vector-set! board over 1)
                        (vector-set! board to 0)
                        (loop (+ i 1) (+ found more))))
                    (loop (+ i 1) found))))))))

(define (run start)
  (vector-set! board start 0)
  (let ((found (count-solutions 14)))
    (vector-set! board start 1)
    found))

;; From a corner there are 29,760 ways; the middle hole of the third row has 1,550.
(define (repeat count last)
  (if (= count 0)
      last
      (repeat (- count 1) (list (run 0) (run 4)))))

(check 'triangle (repeat 4 '()) '(29760 1550))
