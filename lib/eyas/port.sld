;;; Ports: the procedures that call procedures, and the port parameters (R7RS 6.13).

(define-library (eyas port)
  (import (eyas primitives) (eyas control))
  (export current-input-port current-output-port current-error-port
          call-with-port call-with-input-file call-with-output-file
          with-input-from-file with-output-to-file
          call-with-output-string with-output-to-string)
  (begin
    ;; The machine made these three, since primitives without a port argument look them up.
    (define current-input-port (%port-parameter 0))
    (define current-output-port (%port-parameter 1))
    (define current-error-port (%port-parameter 2))

    (define (call-with-port port proc)
      (if (not (port? port)) (%wrong-type 'call-with-port "a port" port))
      (call-with-values (lambda () (proc port))
        (lambda results
          (close-port port)
          (apply values results))))

    (define (call-with-input-file name proc)
      (call-with-port (open-input-file name) proc))

    (define (call-with-output-file name proc)
      (call-with-port (open-output-file name) proc))

    (define (with-port parameter port thunk)
      (call-with-values
        (lambda () (%parameterize (list (cons parameter port)) thunk))
        (lambda results
          (close-port port)
          (apply values results))))

    (define (with-input-from-file name thunk)
      (with-port current-input-port (open-input-file name) thunk))

    (define (with-output-to-file name thunk)
      (with-port current-output-port (open-output-file name) thunk))

    (define (call-with-output-string proc)
      (let ((port (open-output-string)))
        (proc port)
        (get-output-string port)))

    (define (with-output-to-string thunk)
      (let ((port (open-output-string)))
        (%parameterize (list (cons current-output-port port)) thunk)
        (get-output-string port)))))
