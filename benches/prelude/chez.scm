;; Chez Scheme is R6RS and more; this adds what the programs use of R7RS.
(import (rename (chezscheme) (define-record-type %define-record-type)))

;; R7RS's form of records in terms of R6RS's: fields that the constructor does not take begin as #f.
(define-syntax define-record-type
  (lambda (form)
    (syntax-case form ()
      ((_ type (constructor initial ...) predicate (field accessor . modifier) ...)
       (with-syntax (((clause ...)
                      (map (lambda (spec)
                             (syntax-case spec ()
                               ((field accessor) #'(immutable field accessor))
                               ((field accessor modifier) #'(mutable field accessor modifier))))
                           #'((field accessor . modifier) ...)))
                     ((missing ...)
                      (remp (lambda (field)
                              (exists (lambda (i) (free-identifier=? i field)) #'(initial ...)))
                            #'(field ...))))
         #'(%define-record-type (type constructor predicate)
             (nongenerative)
             (sealed #t)
             (fields clause ...)
             (protocol (lambda (make)
                         (lambda (initial ...)
                           (let ((missing #f) ...)
                             (make field ...)))))))))))

(define (write-string s port) (put-string port s))
(define (read-line port) (get-line port))
