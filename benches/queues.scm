;; A window of records slides over a stream: everything lives just long enough to be promoted, then dies.
;; group: gc

(define-record-type event
  (make-event time payload next)
  event?
  (time event-time)
  (payload event-payload)
  (next event-next set-event-next!))

(define (payload i) (vector i (list i (* 2 i)) (cons 'p i)))

(define (run count window)
  (let ((first (make-event 0 (payload 0) #f)))
    (let loop ((i 1) (front first) (back first) (length 1) (sum 0))
      (if (= i count)
          (modulo sum 1000003)
          (let ((event (make-event i (payload i) #f)))
            (set-event-next! back event)
            (if (= length window)
                (let ((gone (event-payload front)))
                  (loop (+ i 1) (event-next front) event length
                        (+ sum (vector-ref gone 0) (cadr (vector-ref gone 1)))))
                (loop (+ i 1) front event (+ length 1) sum)))))))

(check 'queues (run 6500000 100000) 80582)
