;; options: --heap 256m
;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (let loop ((s "aaaaaaaa")) (loop (string-append s s))))
