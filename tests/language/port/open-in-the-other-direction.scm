;; input-port-open? and output-port-open? take any port (R7RS 6.13.1).
(write (list (input-port-open? (open-output-string)) (output-port-open? (open-input-string ""))
             (input-port-open? (open-input-string "")) (output-port-open? (open-output-string))))
(newline)
;--- output
; (#f #f #t #t)
