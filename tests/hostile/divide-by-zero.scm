(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (quotient 5 0) (/ 1 0) (modulo 1 0) (remainder 1 0) (/ 1. 0))
