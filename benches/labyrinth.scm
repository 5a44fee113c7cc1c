;; Carves mazes without mutation: a cell's number in an association of lists says which region it is in, and a
;; wall falls when the regions beside it differ.
;; group: calls

(define (step-random seed)
  (modulo (+ (* seed 3877) 29573) 139968))

(define (build n f)
  (let loop ((i (- n 1)) (items '()))
    (if (< i 0) items (loop (- i 1) (cons (f i) items)))))

(define (map-one f items)
  (if (null? items) '() (cons (f (car items)) (map-one f (cdr items)))))

(define (nth items n)
  (if (= n 0) (car items) (nth (cdr items) (- n 1))))

(define (without-nth items n)
  (if (= n 0)
      (cdr items)
      (cons (car items) (without-nth (cdr items) (- n 1)))))

(define (shuffle items count seed)
  (if (= count 0)
      '()
      (let ((k (modulo seed count)))
        (cons (nth items k)
              (shuffle (without-nth items k) (- count 1) (step-random seed))))))

(define (walls width height)
  (append
   (apply append
          (build height
                 (lambda (y)
                   (build (- width 1)
                          (lambda (x) (cons (+ x (* y width)) (+ x 1 (* y width))))))))
   (apply append
          (build (- height 1)
                 (lambda (y)
                   (build width
                          (lambda (x) (cons (+ x (* y width)) (+ x (* (+ y 1) width))))))))))

;; Regions are a list of numbers, one per cell.
(define (merge regions from to)
  (map-one (lambda (r) (if (= r from) to r)) regions))

(define (carve walls regions standing)
  (if (null? walls)
      standing
      (let ((a (nth regions (caar walls)))
            (b (nth regions (cdar walls))))
        (if (= a b)
            (carve (cdr walls) regions (cons (car walls) standing))
            (carve (cdr walls) (merge regions a b) standing)))))

(define (maze width height seed)
  (let ((all (walls width height)))
    (carve (shuffle all (length all) seed)
           (build (* width height) (lambda (i) i))
           '())))

;; A maze on w × h cells keeps (w - 1)(h - 1) walls whatever the seed.
(define (repeat count seed sum)
  (if (= count 0)
      sum
      (repeat (- count 1) (step-random seed) (+ sum (length (maze 15 15 seed))))))

(check 'labyrinth (repeat 1600 42 0) 313600)
