;; Finds words in a text: by comparing at every place, and with a table of jumps (Horspool).
;; group: string

(define text
  (let loop ((i 0) (seed 7) (pieces '()))
    (if (= i 8000)
        (apply string-append pieces)
        (loop (+ i 1)
              (modulo (+ (* seed 3877) 29573) 139968)
              (cons (vector-ref '#("falcon " "kestrel " "hobby " "merlin " "kite " "harrier " "eyrie ")
                                (modulo seed 7))
                    pieces)))))

(define (at? pattern text start)
  (let ((n (string-length pattern)))
    (let loop ((i 0))
      (or (= i n)
          (and (char=? (string-ref pattern i) (string-ref text (+ start i)))
               (loop (+ i 1)))))))

(define (count-plainly pattern text)
  (let ((last (- (string-length text) (string-length pattern))))
    (let loop ((start 0) (count 0))
      (if (> start last)
          count
          (loop (+ start 1) (if (at? pattern text start) (+ count 1) count))))))

(define (jump-table pattern)
  (let* ((n (string-length pattern)) (table (make-vector 128 n)))
    (do ((i 0 (+ i 1)))
        ((= i (- n 1)) table)
      (vector-set! table (char->integer (string-ref pattern i)) (- n i 1)))))

(define (count-jumping pattern text)
  (let* ((n (string-length pattern))
         (table (jump-table pattern))
         (last (- (string-length text) n)))
    (let loop ((start 0) (count 0))
      (if (> start last)
          count
          (loop (+ start
                   (vector-ref table (char->integer (string-ref text (+ start n -1)))))
                (if (at? pattern text start) (+ count 1) count))))))

(define patterns '("kestrel kite" "merlin" "hobby hobby hobby" "eyrie falcon" "harrier " "osprey"))

(define (total)
  (let loop ((patterns patterns) (sum 0))
    (if (null? patterns)
        sum
        (let ((plainly (count-plainly (car patterns) text))
              (jumping (count-jumping (car patterns) text)))
          (loop (cdr patterns)
                (if (= plainly jumping) (+ sum plainly) -1000000))))))

(define (repeat count sum)
  (if (= count 0) sum (repeat (- count 1) (+ sum (total)))))

(check 'stringsearch (repeat 420 0) 1122240)
