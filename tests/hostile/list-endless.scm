;; options: --heap 128m
;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define (g l) (g (cons 1 l)))
(report (g '()))
