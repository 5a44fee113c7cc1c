;; Indices of strings and bytevectors in compiled code: the first and the last, those outside, and what is none; narrow
;; and wide strings, and one that becomes wide.
(import (scheme base) (scheme write))

(define (attempt thunk)
  (call-with-current-continuation
   (lambda (k)
     (with-exception-handler
      (lambda (e) (k (if (error-object? e) (error-object-message e) e)))
      thunk))))

(define indices
  (list 0 1 2 3 -1 -2 8 (expt 2 29) (expt 2 32) (- (expt 2 59)) (expt 2 59) (expt 2 61) (- (expt 2 61)) (expt 2 64)
        0.0 1.0 1.5 +nan.0 1/2 #\a #f '() "1" 'x (list 1)))

(define (ref s i) (string-ref s i))
(define (put! s i c) (string-set! s i c))
(define (byte v i) (bytevector-u8-ref v i))
(define (byte! v i b) (bytevector-u8-set! v i b))

(define (at-all f thing) (map (lambda (i) (attempt (lambda () (f thing i)))) indices))
(define (all)
  (let ((narrow (string-copy "abc")) (wide (string-copy "aλ€")) (widened (string-copy "xyz"))
        (bytes (bytevector 7 8 255)))
    (string-set! widened 1 #\λ)
    (list (at-all ref narrow) (at-all ref wide) (at-all ref widened) (at-all ref "") (at-all ref "literal")
          (at-all byte bytes) (at-all byte (bytevector))
          (at-all (lambda (s i) (put! s i #\q) (string-copy s)) narrow)
          (at-all (lambda (s i) (put! s i #\ÿ) (string-copy s)) wide)
          (at-all (lambda (s i) (put! s i #\Ā) (string-copy s)) (string-copy "ab"))
          (at-all (lambda (v i) (byte! v i 9) (bytevector-copy v)) bytes)
          (map (lambda (x) (attempt (lambda () (put! narrow 0 x)))) '(97 "a" #f))
          (map (lambda (x) (attempt (lambda () (byte! bytes 0 x)))) '(256 -1 1.0 #\a))
          (map (lambda (x) (attempt (lambda () (ref x 0)))) (list (vector #\a) bytes 'a 5 #f '(#\a)))
          (map (lambda (x) (attempt (lambda () (byte x 0)))) (list (vector 1) "abc" 'a 5 #f '(1)))
          (attempt (lambda () (put! (symbol->string 'abc) 0 #\x))))))

;; Changed while it is walked through.
(define (walk s)
  (let loop ((i 0) (seen '()))
    (if (= i (string-length s))
        (list->string (reverse seen))
        (let ((c (string-ref s i)))
          (if (char=? c #\b) (string-set! s (- (string-length s) 1) #\λ))
          (loop (+ i 1) (cons c seen))))))

(define first (all))
(for-each (lambda (part) (write part) (newline)) first)
(write (let loop ((i 0))
         (cond ((= i 80) 'same)
               ((equal? (all) first) (loop (+ i 1)))
               (else (list 'different i)))))
(newline)
(write (let loop ((i 0) (last #f)) (if (= i 80) last (loop (+ i 1) (walk (string-copy "aabaa"))))))
(newline)
;--- output
; (#\a #\b #\c "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index")
; (#\a #\λ #\€ "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index")
; (#\x #\λ #\z "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: index out of range (valid: 0 to 2)" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index")
; ("string-ref: index out of range (valid: nothing, it is empty)" "string-ref: index out of range (valid: nothing, it is empty)" "string-ref: index out of range (valid: nothing, it is empty)" "string-ref: index out of range (valid: nothing, it is empty)" "string-ref: index out of range (valid: nothing, it is empty)" "string-ref: index out of range (valid: nothing, it is empty)" "string-ref: index out of range (valid: nothing, it is empty)" "string-ref: index out of range (valid: nothing, it is empty)" "string-ref: index out of range (valid: nothing, it is empty)" "string-ref: index out of range (valid: nothing, it is empty)" "string-ref: index out of range (valid: nothing, it is empty)" "string-ref: index out of range (valid: nothing, it is empty)" "string-ref: index out of range (valid: nothing, it is empty)" "string-ref: index out of range (valid: nothing, it is empty)" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index")
; (#\l #\i #\t #\e "string-ref: index out of range (valid: 0 to 6)" "string-ref: index out of range (valid: 0 to 6)" "string-ref: index out of range (valid: 0 to 6)" "string-ref: index out of range (valid: 0 to 6)" "string-ref: index out of range (valid: 0 to 6)" "string-ref: index out of range (valid: 0 to 6)" "string-ref: index out of range (valid: 0 to 6)" "string-ref: index out of range (valid: 0 to 6)" "string-ref: index out of range (valid: 0 to 6)" "string-ref: index out of range (valid: 0 to 6)" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index" "string-ref: expected an index")
; (7 8 255 "bytevector-u8-ref: index out of range (valid: 0 to 2)" "bytevector-u8-ref: index out of range (valid: 0 to 2)" "bytevector-u8-ref: index out of range (valid: 0 to 2)" "bytevector-u8-ref: index out of range (valid: 0 to 2)" "bytevector-u8-ref: index out of range (valid: 0 to 2)" "bytevector-u8-ref: index out of range (valid: 0 to 2)" "bytevector-u8-ref: index out of range (valid: 0 to 2)" "bytevector-u8-ref: index out of range (valid: 0 to 2)" "bytevector-u8-ref: index out of range (valid: 0 to 2)" "bytevector-u8-ref: index out of range (valid: 0 to 2)" "bytevector-u8-ref: index out of range (valid: 0 to 2)" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index")
; ("bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: index out of range (valid: nothing, it is empty)" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index" "bytevector-u8-ref: expected an index")
; ("qbc" "qqc" "qqq" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index")
; ("ÿλ€" "ÿÿ€" "ÿÿÿ" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: index out of range (valid: 0 to 2)" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index")
; ("Āb" "ĀĀ" "string-set!: index out of range (valid: 0 to 1)" "string-set!: index out of range (valid: 0 to 1)" "string-set!: index out of range (valid: 0 to 1)" "string-set!: index out of range (valid: 0 to 1)" "string-set!: index out of range (valid: 0 to 1)" "string-set!: index out of range (valid: 0 to 1)" "string-set!: index out of range (valid: 0 to 1)" "string-set!: index out of range (valid: 0 to 1)" "string-set!: index out of range (valid: 0 to 1)" "string-set!: index out of range (valid: 0 to 1)" "string-set!: index out of range (valid: 0 to 1)" "string-set!: index out of range (valid: 0 to 1)" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index" "string-set!: expected an index")
; (#u8(9 8 255) #u8(9 9 255) #u8(9 9 9) "bytevector-u8-set!: index out of range (valid: 0 to 2)" "bytevector-u8-set!: index out of range (valid: 0 to 2)" "bytevector-u8-set!: index out of range (valid: 0 to 2)" "bytevector-u8-set!: index out of range (valid: 0 to 2)" "bytevector-u8-set!: index out of range (valid: 0 to 2)" "bytevector-u8-set!: index out of range (valid: 0 to 2)" "bytevector-u8-set!: index out of range (valid: 0 to 2)" "bytevector-u8-set!: index out of range (valid: 0 to 2)" "bytevector-u8-set!: index out of range (valid: 0 to 2)" "bytevector-u8-set!: index out of range (valid: 0 to 2)" "bytevector-u8-set!: index out of range (valid: 0 to 2)" "bytevector-u8-set!: expected an index" "bytevector-u8-set!: expected an index" "bytevector-u8-set!: expected an index" "bytevector-u8-set!: expected an index" "bytevector-u8-set!: expected an index" "bytevector-u8-set!: expected an index" "bytevector-u8-set!: expected an index" "bytevector-u8-set!: expected an index" "bytevector-u8-set!: expected an index" "bytevector-u8-set!: expected an index" "bytevector-u8-set!: expected an index")
; ("string-set!: expected a character" "string-set!: expected a character" "string-set!: expected a character")
; ("bytevector-u8-set!: expected a byte" "bytevector-u8-set!: expected a byte" "bytevector-u8-set!: expected a byte" "bytevector-u8-set!: expected a byte")
; ("string-ref: expected a string" "string-ref: expected a string" "string-ref: expected a string" "string-ref: expected a string" "string-ref: expected a string" "string-ref: expected a string")
; ("bytevector-u8-ref: expected a bytevector" "bytevector-u8-ref: expected a bytevector" "bytevector-u8-ref: expected a bytevector" "bytevector-u8-ref: expected a bytevector" "bytevector-u8-ref: expected a bytevector" "bytevector-u8-ref: expected a bytevector")
; "string-set!: a literal is immutable"
; same
; "aabaλ"
