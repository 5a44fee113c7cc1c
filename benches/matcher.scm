;; Regular expressions: parsed from strings, turned into automata of closures, run on many strings by
;; following sets of states.
;; group: symbolic

;; Expressions: a character, (seq a b), (or a b), (star a), any, empty.
(define (parse text)
  (define end (string-length text))
  (define at 0)
  (define (peek) (if (< at end) (string-ref text at) #f))
  (define (advance!) (set! at (+ at 1)))
  (define (parse-or)
    (let ((left (parse-seq)))
      (if (eqv? (peek) #\|)
          (begin
            (advance!)
            (list 'or left (parse-or)))
          left)))
  (define (parse-seq)
    (let loop ((left 'empty))
      (let ((c (peek)))
        (if (or (not c) (char=? c #\|) (char=? c #\)))
            left
            (let ((item (parse-star)))
              (loop (if (eq? left 'empty) item (list 'seq left item))))))))
  (define (parse-star)
    (let loop ((item (parse-item)))
      (if (eqv? (peek) #\*)
          (begin
            (advance!)
            (loop (list 'star item)))
          item)))
  (define (parse-item)
    (let ((c (peek)))
      (advance!)
      (case c
        ((#\() (let ((inner (parse-or))) (advance!) inner))
        ((#\.) 'any)
        (else c))))
  (parse-or))

;; Derivatives (Brzozowski), with the simplifications that keep them small.
(define (nullable? e)
  (cond ((pair? e)
         (case (car e)
           ((star) #t)
           ((or) (or (nullable? (cadr e)) (nullable? (caddr e))))
           (else (and (nullable? (cadr e)) (nullable? (caddr e))))))
        (else (eq? e 'empty))))

(define (seq a b)
  (cond ((eq? a 'none) 'none)
        ((eq? b 'none) 'none)
        ((eq? a 'empty) b)
        ((eq? b 'empty) a)
        (else (list 'seq a b))))
(define (either a b)
  (cond ((eq? a 'none) b)
        ((eq? b 'none) a)
        ((equal? a b) a)
        (else (list 'or a b))))

(define (derivative e c)
  (cond ((char? e) (if (char=? e c) 'empty 'none))
        ((eq? e 'any) 'empty)
        ((not (pair? e)) 'none)
        (else
         (case (car e)
           ((seq)
            (let ((first (seq (derivative (cadr e) c) (caddr e))))
              (if (nullable? (cadr e))
                  (either first (derivative (caddr e) c))
                  first)))
           ((or) (either (derivative (cadr e) c) (derivative (caddr e) c)))
           (else (seq (derivative (cadr e) c) e))))))

(define (accepts? e text)
  (let ((end (string-length text)))
    (let loop ((e e) (i 0))
      (cond ((eq? e 'none) #f)
            ((= i end) (nullable? e))
            (else (loop (derivative e (string-ref text i)) (+ i 1)))))))

(define patterns
  (map parse '("(a|b)*abb" "x*(yx*yx*)*" "(h|m)(aw|er)k*lin*|hawk" ".*eyas.*" "(0|1(01*0)*1)*")))

(define texts
  '("abababababb" "abba" "xxyxyxxxyxxyx" "hawk" "merlin" "an eyas in its eyrie" "no such bird here"
    "1001001001" "110110" "10110101010101101" "bbbbabaabb"))

(define (count-accepted)
  (let outer ((patterns patterns) (sum 0))
    (if (null? patterns)
        sum
        (outer (cdr patterns)
               (let inner ((texts texts) (sum sum))
                 (if (null? texts)
                     sum
                     (inner (cdr texts)
                            (if (accepts? (car patterns) (car texts)) (+ sum 1) sum))))))))

(define (repeat count sum)
  (if (= count 0) sum (repeat (- count 1) (+ sum (count-accepted)))))

(check 'matcher (repeat 50000 0) 400000)
