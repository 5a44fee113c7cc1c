;; Packs blocks of several shapes into a box by trying, with a board that is one flat vector.
;; group: array

(define width 5)
(define height 4)
(define depth 3)
(define board (make-vector (* width height depth) #f))

(define (cell x y z) (+ x (* width (+ y (* height z)))))

;; Shapes are boxes, tried in every orientation that differs. A shape is a pair: how many left, orientations.
(define (orientations a b c)
  (let loop ((todo (list (list a b c) (list a c b) (list b a c) (list b c a) (list c a b) (list c b a)))
             (found '()))
    (cond ((null? todo) found)
          ((member (car todo) found) (loop (cdr todo) found))
          (else (loop (cdr todo) (cons (car todo) found))))))

(define shapes
  (list (cons 4 (orientations 3 2 1))
        (cons 5 (orientations 4 1 1))
        (cons 2 (orientations 2 2 1))
        (cons 4 (orientations 2 1 1))))

(define (first-free at)
  (cond ((= at (vector-length board)) #f)
        ((vector-ref board at) (first-free (+ at 1)))
        (else at)))

(define (for-cells x y z size f)
  (do ((k z (+ k 1)))
      ((= k (+ z (caddr size))))
    (do ((j y (+ j 1)))
        ((= j (+ y (cadr size))))
      (do ((i x (+ i 1)))
          ((= i (+ x (car size))))
        (f (cell i j k))))))

(define (fits? x y z size)
  (and (<= (+ x (car size)) width)
       (<= (+ y (cadr size)) height)
       (<= (+ z (caddr size)) depth)
       (let k-loop ((k z))
         (or (= k (+ z (caddr size)))
             (and (let j-loop ((j y))
                    (or (= j (+ y (cadr size)))
                        (and (let i-loop ((i x))
                               (or (= i (+ x (car size)))
                                   (and (not (vector-ref board (cell i j k)))
                                        (i-loop (+ i 1)))))
                             (j-loop (+ j 1)))))
                  (k-loop (+ k 1)))))))

(define trials 0)

;; The number of ways to fill the rest of the board, until there are `enough`.
(define (count-ways enough)
  (let ((at (first-free 0)))
    (if (not at)
        1
        (let* ((x (modulo at width))
               (y (modulo (quotient at width) height))
               (z (quotient at (* width height))))
          (let by-shape ((rest shapes) (ways 0))
            (if (or (null? rest) (>= ways enough))
                ways
                (let ((shape (car rest)))
                  (if (= 0 (car shape))
                      (by-shape (cdr rest) ways)
                      (begin
                        (set-car! shape (- (car shape) 1))
                        (let by-size ((sizes (cdr shape)) (ways ways))
                          (if (or (null? sizes) (>= ways enough))
                              (begin
                                (set-car! shape (+ (car shape) 1))
                                (by-shape (cdr rest) ways))
                              (begin
                                (set! trials (+ trials 1))
                                (if (fits? x y z (car sizes))
                                    (begin
                                      (for-cells x y z (car sizes)
                                                 (lambda (at) (vector-set! board at #t)))
                                      (let ((found (count-ways (- enough ways))))
                                        (for-cells x y z (car sizes)
                                                   (lambda (at) (vector-set! board at #f)))
                                        (by-size (cdr sizes) (+ ways found))))
                                    (by-size (cdr sizes) ways))))))))))))))

(define (run enough)
  (let ((ways (count-ways enough)))
    (list ways trials)))

(check 'puzzle (run 170000) '(170000 26798245))
