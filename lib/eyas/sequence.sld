;;; Procedures on vectors and strings that call procedures (R7RS 6.7, 6.8, 6.10).

(define-library (eyas sequence)
  (import (eyas primitives) (eyas control) (eyas list))
  (export vector-map vector-for-each string-map string-for-each string-count)
  (begin

    (define (least-length length-of sequences)
      (apply min (map length-of sequences)))

    ;; Elements are collected in a list first, so that entering `f` again cannot change an earlier result.
    (define vector-map
      (case-lambda
        ((f v)
         (let ((n (vector-length v)))
           (let loop ((i 0) (acc '()))
             (if (< i n)
                 (loop (+ i 1) (cons (f (vector-ref v i)) acc))
                 (list->vector (reverse acc))))))
        ((f vector . vectors)
         (let* ((vectors (cons vector vectors)) (n (least-length vector-length vectors)))
           (let loop ((i 0) (acc '()))
             (if (< i n)
                 (loop (+ i 1)
                       (cons (apply f (map (lambda (v) (vector-ref v i)) vectors)) acc))
                 (list->vector (reverse acc))))))))

    (define vector-for-each
      (case-lambda
        ((f v)
         (let ((n (vector-length v)))
           (let loop ((i 0))
             (if (< i n)
                 (begin (f (vector-ref v i)) (loop (+ i 1)))))))
        ((f vector . vectors)
         (let* ((vectors (cons vector vectors)) (n (least-length vector-length vectors)))
           (let loop ((i 0))
             (if (< i n)
                 (begin
                   (apply f (map (lambda (v) (vector-ref v i)) vectors))
                   (loop (+ i 1)))))))))

    (define string-map
      (case-lambda
        ((f s)
         (let ((n (string-length s)))
           (let loop ((i 0) (acc '()))
             (if (< i n)
                 (loop (+ i 1) (cons (f (string-ref s i)) acc))
                 (list->string (reverse acc))))))
        ((f string . strings)
         (let* ((strings (cons string strings)) (n (least-length string-length strings)))
           (let loop ((i 0) (acc '()))
             (if (< i n)
                 (loop (+ i 1)
                       (cons (apply f (map (lambda (s) (string-ref s i)) strings)) acc))
                 (list->string (reverse acc))))))))

    (define string-for-each
      (case-lambda
        ((f s)
         (let ((n (string-length s)))
           (let loop ((i 0))
             (if (< i n)
                 (begin (f (string-ref s i)) (loop (+ i 1)))))))
        ((f string . strings)
         (let* ((strings (cons string strings)) (n (least-length string-length strings)))
           (let loop ((i 0))
             (if (< i n)
                 (begin
                   (apply f (map (lambda (s) (string-ref s i)) strings))
                   (loop (+ i 1)))))))))

    (define (string-count s p)
      (let ((n (string-length s)))
        (let loop ((i 0) (total 0))
          (if (< i n)
              (loop (+ i 1) (if (p (string-ref s i)) (+ total 1) total))
              total))))))
