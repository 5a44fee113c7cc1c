(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (expt 2 (expt 2 40)) (expt 2 (expt 2 70)) (expt 1 (expt 2 70)) (expt -1 (+ 1 (expt 2 70))))
