;;; SRFI 133: vector library (R7RS-compatible).

(define-library (srfi 133)
  (import (scheme base) (scheme case-lambda))
  (export
    vector-unfold vector-unfold-right vector-reverse-copy vector-concatenate
    vector-append-subvectors vector-empty? vector= vector-fold vector-fold-right vector-map!
    vector-count vector-cumulate vector-index vector-index-right vector-skip vector-skip-right
    vector-binary-search vector-any vector-every vector-partition vector-swap! vector-reverse!
    vector-reverse-copy! vector-unfold! vector-unfold-right! reverse-vector->list
    reverse-list->vector
    ;; R7RS has these.
    make-vector vector vector-copy vector-append vector? vector-ref vector-length vector-map
    vector-for-each vector-set! vector-fill! vector-copy! vector->list list->vector
    vector->string string->vector)
  (begin

    ;; `step` is called with an index and the seeds, and returns the element and the next seeds.
    (define (unfold-into! v step indices seeds)
      (let loop ((indices indices) (seeds seeds))
        (if (pair? indices)
            (call-with-values (lambda () (apply step (car indices) seeds))
              (lambda (element . seeds)
                (vector-set! v (car indices) element)
                (loop (cdr indices) seeds))))))

    (define (indices-up start end)
      (let loop ((i (- end 1)) (l '()))
        (if (< i start) l (loop (- i 1) (cons i l)))))

    (define (vector-unfold step n . seeds)
      (let ((v (make-vector n)))
        (unfold-into! v step (indices-up 0 n) seeds)
        v))
    (define (vector-unfold-right step n . seeds)
      (let ((v (make-vector n)))
        (unfold-into! v step (reverse (indices-up 0 n)) seeds)
        v))
    (define (vector-unfold! step v start end . seeds)
      (unfold-into! v step (indices-up start end) seeds))
    (define (vector-unfold-right! step v start end . seeds)
      (unfold-into! v step (reverse (indices-up start end)) seeds))

    (define vector-reverse-copy
      (case-lambda
        ((v) (vector-reverse-copy v 0 (vector-length v)))
        ((v start) (vector-reverse-copy v start (vector-length v)))
        ((v start end)
         (let ((copy (vector-copy v start end)))
           (vector-reverse! copy)
           copy))))

    (define (vector-concatenate vectors) (apply vector-append vectors))

    (define (vector-append-subvectors . arguments)
      (let loop ((l arguments) (parts '()))
        (if (null? l)
            (vector-concatenate (reverse parts))
            (loop (cdr (cddr l))
                  (cons (vector-copy (car l) (cadr l) (car (cddr l))) parts)))))

    (define (vector-empty? v) (= 0 (vector-length v)))

    (define (vector= same? . vectors)
      (define (two a b)
        (let ((n (vector-length a)))
          (and (= n (vector-length b))
               (let loop ((i 0))
                 (or (= i n)
                     (and (same? (vector-ref a i) (vector-ref b i)) (loop (+ i 1))))))))
      (or (null? vectors)
          (let loop ((a (car vectors)) (rest (cdr vectors)))
            (or (null? rest)
                (and (or (eq? a (car rest)) (two a (car rest)))
                     (loop (car rest) (cdr rest)))))))

    (define (least-length vectors) (apply min (map vector-length vectors)))
    (define (elements vectors i) (map (lambda (v) (vector-ref v i)) vectors))

    (define vector-fold
      (case-lambda
        ((f seed v)
         (let ((n (vector-length v)))
           (let loop ((i 0) (acc seed))
             (if (= i n) acc (loop (+ i 1) (f acc (vector-ref v i)))))))
        ((f seed . vectors)
         (let ((n (least-length vectors)))
           (let loop ((i 0) (acc seed))
             (if (= i n) acc (loop (+ i 1) (apply f acc (elements vectors i)))))))))

    (define vector-fold-right
      (case-lambda
        ((f seed v)
         (let loop ((i (- (vector-length v) 1)) (acc seed))
           (if (< i 0) acc (loop (- i 1) (f acc (vector-ref v i))))))
        ((f seed . vectors)
         (let loop ((i (- (least-length vectors) 1)) (acc seed))
           (if (< i 0) acc (loop (- i 1) (apply f acc (elements vectors i))))))))

    (define vector-map!
      (case-lambda
        ((f v)
         (let ((n (vector-length v)))
           (let loop ((i 0))
             (if (< i n)
                 (begin
                   (vector-set! v i (f (vector-ref v i)))
                   (loop (+ i 1)))))))
        ((f . vectors)
         (let ((n (least-length vectors)))
           (let loop ((i 0))
             (if (< i n)
                 (begin
                   (vector-set! (car vectors) i (apply f (elements vectors i)))
                   (loop (+ i 1)))))))))

    (define (vector-count p . vectors)
      (let ((n (least-length vectors)))
        (let loop ((i 0) (total 0))
          (if (= i n)
              total
              (loop (+ i 1) (if (apply p (elements vectors i)) (+ total 1) total))))))

    (define (vector-cumulate f seed v)
      (let* ((n (vector-length v)) (result (make-vector n)))
        (let loop ((i 0) (acc seed))
          (if (= i n)
              result
              (let ((acc (f acc (vector-ref v i))))
                (vector-set! result i acc)
                (loop (+ i 1) acc))))))

    (define (vector-index p . vectors)
      (let ((n (least-length vectors)))
        (let loop ((i 0))
          (cond
            ((= i n) #f)
            ((apply p (elements vectors i)) i)
            (else (loop (+ i 1)))))))
    (define (vector-index-right p . vectors)
      (let loop ((i (- (least-length vectors) 1)))
        (cond
          ((< i 0) #f)
          ((apply p (elements vectors i)) i)
          (else (loop (- i 1))))))
    (define (vector-skip p . vectors)
      (apply vector-index (lambda xs (not (apply p xs))) vectors))
    (define (vector-skip-right p . vectors)
      (apply vector-index-right (lambda xs (not (apply p xs))) vectors))

    (define (vector-binary-search v value compare)
      (let loop ((low 0) (high (vector-length v)))
        (and (< low high)
             (let* ((middle (quotient (+ low high) 2))
                    (order (compare (vector-ref v middle) value)))
               (cond
                 ((= order 0) middle)
                 ((< order 0) (loop (+ middle 1) high))
                 (else (loop low middle)))))))

    (define (vector-any p . vectors)
      (let ((n (least-length vectors)))
        (let loop ((i 0))
          (and (< i n)
               (or (apply p (elements vectors i)) (loop (+ i 1)))))))
    (define (vector-every p . vectors)
      (let ((n (least-length vectors)))
        (let loop ((i 0) (last #t))
          (if (= i n)
              last
              (let ((x (apply p (elements vectors i))))
                (and x (loop (+ i 1) x)))))))

    (define (vector-partition p v)
      (let loop ((l (vector->list v)) (in '()) (out '()))
        (cond
          ((null? l)
           (values (list->vector (append (reverse in) (reverse out))) (length in)))
          ((p (car l)) (loop (cdr l) (cons (car l) in) out))
          (else (loop (cdr l) in (cons (car l) out))))))

    (define (vector-swap! v i j)
      (let ((x (vector-ref v i)))
        (vector-set! v i (vector-ref v j))
        (vector-set! v j x)))

    (define vector-reverse!
      (case-lambda
        ((v) (vector-reverse! v 0 (vector-length v)))
        ((v start) (vector-reverse! v start (vector-length v)))
        ((v start end)
         (let loop ((i start) (j (- end 1)))
           (if (< i j)
               (begin
                 (vector-swap! v i j)
                 (loop (+ i 1) (- j 1))))))))

    (define vector-reverse-copy!
      (case-lambda
        ((to at from) (vector-reverse-copy! to at from 0 (vector-length from)))
        ((to at from start) (vector-reverse-copy! to at from start (vector-length from)))
        ((to at from start end)
         (vector-copy! to at (vector-reverse-copy from start end)))))

    (define reverse-vector->list
      (case-lambda
        ((v) (reverse (vector->list v)))
        ((v start) (reverse (vector->list v start)))
        ((v start end) (reverse (vector->list v start end)))))
    (define (reverse-list->vector l) (list->vector (reverse l)))))
