;;; SRFI 143: fixnums, exact integers of 61 bits. Arguments and results that are none raise.

(define-library (srfi 143)
  (import (scheme base) (srfi 141) (srfi 151) (only (eyas primitives) fixnum?))
  (export fx-width fx-greatest fx-least fixnum?
          fx=? fx<? fx>? fx<=? fx>=? fxzero? fxpositive? fxnegative? fxodd? fxeven? fxmax fxmin
          fx+ fx- fxneg fx* fxquotient fxremainder fxabs fxsquare fxsqrt
          fx+/carry fx-/carry fx*/carry
          fxnot fxand fxior fxxor fxarithmetic-shift fxarithmetic-shift-left
          fxarithmetic-shift-right fxbit-count fxlength fxif fxbit-set? fxcopy-bit
          fxfirst-set-bit fxbit-field fxbit-field-rotate fxbit-field-reverse)
  (begin

    (define fx-width 61)
    (define fx-greatest 1152921504606846975)
    (define fx-least -1152921504606846976)

    (define (no-fixnum who . values)
      (let loop ((l values))
        (if (fixnum? (car l))
            (loop (cdr l))
            (error "not a fixnum" who (car l)))))

    ;; (name argument …) is `expression`, all of them fixnums.
    (define-syntax define-fixnum
      (syntax-rules ()
        ((_ (name argument ...) expression)
         (define (name argument ...)
           (if (and (fixnum? argument) ...)
               (let ((result expression))
                 (if (fixnum? result) result (no-fixnum 'name result)))
               (no-fixnum 'name argument ...))))))

    ;; Of fixnums, but the result is something else.
    (define-syntax define-test
      (syntax-rules ()
        ((_ (name argument ...) expression)
         (define (name argument ...)
           (if (and (fixnum? argument) ...)
               expression
               (no-fixnum 'name argument ...))))))

    (define-syntax define-many
      (syntax-rules ()
        ((_ name operation)
         (define (name . arguments)
           (for-each (lambda (x) (if (not (fixnum? x)) (no-fixnum 'name x))) arguments)
           (apply operation arguments)))))

    (define-many fx=? =)
    (define-many fx<? <)
    (define-many fx>? >)
    (define-many fx<=? <=)
    (define-many fx>=? >=)
    (define-many fxmax max)
    (define-many fxmin min)
    (define-many fxand bitwise-and)
    (define-many fxior bitwise-ior)
    (define-many fxxor bitwise-xor)

    (define-test (fxzero? i) (= i 0))
    (define-test (fxpositive? i) (> i 0))
    (define-test (fxnegative? i) (< i 0))
    (define-test (fxodd? i) (odd? i))
    (define-test (fxeven? i) (even? i))

    (define-fixnum (fx+ i j) (+ i j))
    (define-fixnum (fx- i j) (- i j))
    (define-fixnum (fxneg i) (- i))
    (define-fixnum (fx* i j) (* i j))
    (define-fixnum (fxquotient i j) (quotient i j))
    (define-fixnum (fxremainder i j) (remainder i j))
    (define-fixnum (fxabs i) (abs i))
    (define-fixnum (fxsquare i) (square i))
    (define-test (fxsqrt i) (exact-integer-sqrt i))

    (define (carry n)
      (let-values (((high low) (balanced/ n 2305843009213693952)))
        (values low high)))
    (define-test (fx+/carry i j k) (carry (+ i j k)))
    (define-test (fx-/carry i j k) (carry (- i j k)))
    (define-test (fx*/carry i j k) (carry (+ (* i j) k)))

    (define-fixnum (fxnot i) (bitwise-not i))
    (define-fixnum (fxarithmetic-shift i count)
      (if (< -61 count 61)
          (arithmetic-shift i count)
          (error "fxarithmetic-shift: the count is out of range" count)))
    (define-fixnum (fxarithmetic-shift-left i count)
      (if (< -1 count 61)
          (arithmetic-shift i count)
          (error "fxarithmetic-shift-left: the count is out of range" count)))
    (define-fixnum (fxarithmetic-shift-right i count)
      (if (< -1 count 61)
          (arithmetic-shift i (- count))
          (error "fxarithmetic-shift-right: the count is out of range" count)))
    (define-fixnum (fxbit-count i) (bit-count i))
    (define-fixnum (fxlength i) (integer-length i))
    (define-fixnum (fxif mask i j) (bitwise-if mask i j))

    (define (index who i)
      (if (< -1 i 61) i (error "the index is out of range" who i)))
    (define-test (fxbit-set? i n) (bit-set? (index 'fxbit-set? i) n))
    (define (fxcopy-bit i n on?)
      (if (not (fixnum? n)) (no-fixnum 'fxcopy-bit n))
      ;; The highest index is the sign's.
      (if (= (index 'fxcopy-bit i) 60)
          (if (eq? (and on? #t) (negative? n))
              n
              (if on? (+ n fx-least) (- n fx-least)))
          (copy-bit i n on?)))
    (define-fixnum (fxfirst-set-bit i) (first-set-bit i))
    (define-fixnum (fxbit-field i start end) (bit-field i start end))
    (define-fixnum (fxbit-field-rotate i count start end) (bit-field-rotate i count start end))
    (define-fixnum (fxbit-field-reverse i start end) (bit-field-reverse i start end))))
