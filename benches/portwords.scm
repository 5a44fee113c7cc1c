;; Splits a text that comes from a port into words, and counts how often each occurs.
;; group: text

(define words '#("falcon" "merlin" "hobby" "kestrel" "eagle" "osprey" "kite" "harrier" "buzzard" "condor"))

(define text
  (let ((port (open-output-string)))
    (let loop ((i 0) (seed 11))
      (if (= i 20000)
          (get-output-string port)
          (begin
            (write-string (vector-ref words (modulo seed 10)) port)
            (write-string (if (= 0 (modulo i 9)) ",\n" " ") port)
            (loop (+ i 1) (modulo (+ (* seed 3877) 29573) 139968)))))))

(define (read-word port)
  (let skip ((c (read-char port)))
    (cond ((eof-object? c) c)
          ((char-alphabetic? c)
           (let loop ((chars (list c)))
             (let ((next (peek-char port)))
               (if (and (char? next) (char-alphabetic? next))
                   (loop (cons (char-downcase (read-char port)) chars))
                   (string->symbol (list->string (reverse chars)))))))
          (else (skip (read-char port))))))

(define (count-words port)
  (let loop ((counts '()))
    (let ((word (read-word port)))
      (if (eof-object? word)
          (apply + (map cdr counts))
          (let ((known (assq word counts)))
            (if known
                (begin (set-cdr! known (+ 1 (cdr known))) (loop counts))
                (loop (cons (cons word 1) counts))))))))

(define (repeat rounds total)
  (if (= rounds 0)
      total
      (repeat (- rounds 1) (+ total (count-words (open-input-string text))))))

(check 'portwords (repeat 240 0) 4800000)
