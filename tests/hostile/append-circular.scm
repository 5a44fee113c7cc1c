;; options: --heap 128m
;; modes: normal
(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (append (circular) '(1)) (reverse (circular)) (list-copy (circular)))
