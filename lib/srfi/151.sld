;;; SRFI 151: bitwise operations.

(define-library (srfi 151)
  (import (scheme base) (scheme case-lambda)
          (only (eyas primitives) bitwise-not bitwise-and bitwise-ior bitwise-xor arithmetic-shift
                bit-count integer-length first-set-bit))
  (export bitwise-not bitwise-and bitwise-ior bitwise-xor bitwise-eqv bitwise-nand bitwise-nor
          bitwise-andc1 bitwise-andc2 bitwise-orc1 bitwise-orc2
          arithmetic-shift bit-count integer-length bitwise-if
          bit-set? copy-bit bit-swap any-bit-set? every-bit-set? first-set-bit
          bit-field bit-field-any? bit-field-every? bit-field-clear bit-field-set
          bit-field-replace bit-field-replace-same bit-field-rotate bit-field-reverse
          bits->list list->bits bits->vector vector->bits bits
          bitwise-fold bitwise-for-each bitwise-unfold make-bitwise-generator)
  (begin
    (define (bitwise-eqv . integers)
      (let loop ((l integers) (acc -1))
        (if (pair? l) (loop (cdr l) (bitwise-not (bitwise-xor acc (car l)))) acc)))
    (define (bitwise-nand a b) (bitwise-not (bitwise-and a b)))
    (define (bitwise-nor a b) (bitwise-not (bitwise-ior a b)))
    (define (bitwise-andc1 a b) (bitwise-and (bitwise-not a) b))
    (define (bitwise-andc2 a b) (bitwise-and a (bitwise-not b)))
    (define (bitwise-orc1 a b) (bitwise-ior (bitwise-not a) b))
    (define (bitwise-orc2 a b) (bitwise-ior a (bitwise-not b)))
    (define (bitwise-if mask a b)
      (bitwise-ior (bitwise-and mask a) (bitwise-and (bitwise-not mask) b)))

    (define (mask start end)
      (arithmetic-shift (- (arithmetic-shift 1 (- end start)) 1) start))

    (define (bit-set? index i)
      (odd? (arithmetic-shift i (- index))))
    (define (copy-bit index i on?)
      (if on?
          (bitwise-ior i (arithmetic-shift 1 index))
          (bitwise-and i (bitwise-not (arithmetic-shift 1 index)))))
    (define (bit-swap a b i)
      (let ((bit-a (bit-set? a i)))
        (copy-bit b (copy-bit a i (bit-set? b i)) bit-a)))
    (define (any-bit-set? test i) (not (zero? (bitwise-and test i))))
    (define (every-bit-set? test i) (= test (bitwise-and test i)))

    (define (bit-field i start end)
      (arithmetic-shift (bitwise-and i (mask start end)) (- start)))
    (define (bit-field-any? i start end) (not (zero? (bit-field i start end))))
    (define (bit-field-every? i start end)
      (= (bitwise-and i (mask start end)) (mask start end)))
    (define (bit-field-clear i start end) (bitwise-and i (bitwise-not (mask start end))))
    (define (bit-field-set i start end) (bitwise-ior i (mask start end)))
    (define (bit-field-replace to from start end)
      (bit-field-replace-same to (arithmetic-shift from start) start end))
    (define (bit-field-replace-same to from start end)
      (bitwise-if (mask start end) from to))
    (define (bit-field-rotate i count start end)
      (let ((width (- end start)))
        (if (zero? width)
            i
            (let* ((count (modulo count width))
                   (field (bit-field i start end))
                   (rotated (bitwise-ior (arithmetic-shift field count)
                                         (arithmetic-shift field (- count width)))))
              (bit-field-replace i (bitwise-and rotated (mask 0 width)) start end)))))
    (define (bit-field-reverse i start end)
      (let loop ((field (bit-field i start end)) (n (- end start)) (acc 0))
        (if (zero? n)
            (bit-field-replace i acc start end)
            (loop (arithmetic-shift field -1)
                  (- n 1)
                  (bitwise-ior (arithmetic-shift acc 1) (bitwise-and field 1))))))

    (define bits->list
      (case-lambda
        ((i) (bits->list i (integer-length i)))
        ((i n)
         (let loop ((k (- n 1)) (l '()))
           (if (< k 0) l (loop (- k 1) (cons (bit-set? k i) l)))))))
    (define (list->bits l)
      (let loop ((l (reverse l)) (i 0))
        (if (pair? l)
            (loop (cdr l) (bitwise-ior (arithmetic-shift i 1) (if (car l) 1 0)))
            i)))
    (define bits->vector
      (case-lambda
        ((i) (list->vector (bits->list i)))
        ((i n) (list->vector (bits->list i n)))))
    (define (vector->bits v) (list->bits (vector->list v)))
    (define (bits . booleans) (list->bits booleans))

    (define (bitwise-fold f seed i)
      (let ((n (integer-length i)))
        (let loop ((k 0) (acc seed))
          (if (< k n) (loop (+ k 1) (f (bit-set? k i) acc)) acc))))
    (define (bitwise-for-each f i)
      (let ((n (integer-length i)))
        (let loop ((k 0))
          (if (< k n)
              (begin (f (bit-set? k i)) (loop (+ k 1)))))))
    (define (bitwise-unfold stop? mapper successor seed)
      (let loop ((k 0) (state seed) (i 0))
        (if (stop? state)
            i
            (loop (+ k 1) (successor state) (copy-bit k i (mapper state))))))
    (define (make-bitwise-generator i)
      (lambda ()
        (let ((bit (bit-set? 0 i)))
          (set! i (arithmetic-shift i -1))
          bit)))))
