;; modes: normal nursery
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (make-vector 1000000000000 0) (make-vector 2305843009213693952 0) (make-vector -1 0)
        (make-string 1000000000000 #\a) (make-bytevector 1000000000000 0) (make-list 100000000000 0))
