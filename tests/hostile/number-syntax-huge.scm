(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (string->number "1e1000000000") (string->number "#e1e1000000000") (string->number "#e1e-1000000000")
        (string-length (number->string (exact 1e308))) (exact (/ 1. 0.)))
