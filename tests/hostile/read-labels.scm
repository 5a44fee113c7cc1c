(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (read (open-input-string "#0=#0#")) (read (open-input-string "(1 #5#)")) (read (open-input-string "#0=(a b . #0#)")))
