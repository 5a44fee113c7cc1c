;; A literal of syntax-rules is the identifier in the list; one that merely means the same is a pattern variable.
(let-syntax
    ((m (syntax-rules ()
          ((_ x)
           (let-syntax
               ((n (syntax-rules (k)
                     ((_ x) 'variable)
                     ((_ y) 'literal))))
             (n z))))))
  (write (m k)))
(newline)
;--- output
; variable
