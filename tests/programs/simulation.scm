;; A simulation of customers at a counter: events are closures in a queue ordered by time.
(import (scheme base) (scheme write))

;;; The agenda: a sorted list of (time serial . action); equal times keep the order of scheduling.
(define agenda '())
(define now 0)
(define serial 0)

(define (before? a b)
  (or (< (car a) (car b))
      (and (= (car a) (car b)) (< (cadr a) (cadr b)))))

(define (schedule! delay action)
  (set! serial (+ serial 1))
  (let ((event (cons (+ now delay) (cons serial action))))
    (set! agenda
          (let insert ((l agenda))
            (if (or (null? l) (before? event (car l)))
                (cons event l)
                (cons (car l) (insert (cdr l))))))))

(define (run-until end)
  (let loop ()
    (if (and (pair? agenda) (<= (caar agenda) end))
        (let ((event (car agenda)))
          (set! agenda (cdr agenda))
          (set! now (car event))
          ((cddr event))
          (loop)))))

;;; A counter serves one customer at a time; the others wait in line.
(define (make-counter name)
  (define line '())
  (define busy #f)
  (define served 0)
  (define waited 0)
  (define (arrive! customer duration)
    (set! line (append line (list (list customer duration now))))
    (unless busy (next!)))
  (define (next!)
    (if (null? line)
        (set! busy #f)
        (let* ((entry (car line)) (customer (car entry)) (duration (cadr entry)) (since (car (cddr entry))))
          (set! line (cdr line))
          (set! busy #t)
          (set! waited (+ waited (- now since)))
          (report customer "starts at" name)
          (schedule! duration
                     (lambda ()
                       (set! served (+ served 1))
                       (report customer "leaves" name)
                       (next!))))))
  (lambda (message . arguments)
    (case message
      ((arrive) (apply arrive! arguments))
      ((length) (+ (length line) (if busy 1 0)))
      ((statistics) (list name 'served served 'waited waited))
      (else (error "unknown message" message)))))

(define (report . words)
  (display now)
  (display ":")
  (for-each (lambda (word) (display " ") (display word)) words)
  (newline))

(define counters (list (make-counter 'left) (make-counter 'right)))

(define (shortest counters)
  (let loop ((best (car counters)) (rest (cdr counters)))
    (cond ((null? rest) best)
          ((< ((car rest) 'length) (best 'length)) (loop (car rest) (cdr rest)))
          (else (loop best (cdr rest))))))

;; A customer comes every `interval`, for as long as there are durations.
(define (source interval durations)
  (let next ((i 1) (durations durations))
    (unless (null? durations)
      (schedule! (* i interval)
                 (lambda () ((shortest counters) 'arrive (string-append "c" (number->string i)) (car durations))))
      (next (+ i 1) (cdr durations)))))

(source 2 '(5 9 3 4 1 6))
(run-until 12)
(report "half time," (length agenda) "events pending")
(run-until 1000)
(for-each (lambda (counter) (write (counter 'statistics)) (newline)) counters)
(write (guard (e ((error-object? e) (error-object-irritants e))) ((car counters) 'close)))
(newline)
;--- output
; 2: c1 starts at left
; 4: c2 starts at right
; 7: c1 leaves left
; 7: c3 starts at left
; 10: c3 leaves left
; 10: c4 starts at left
; 12: half time, 2 events pending
; 13: c2 leaves right
; 13: c5 starts at right
; 14: c4 leaves left
; 14: c6 starts at left
; 14: c5 leaves right
; 20: c6 leaves left
; (left served 4 waited 5)
; (right served 2 waited 3)
; (close)
