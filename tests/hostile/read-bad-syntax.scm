(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (read (open-input-string "#\\xFFFFFFFFFF")) (read (open-input-string "#<foo>")) (read (open-input-string "#!bogus"))
        (read (open-input-string ")")) (read (open-input-string "\"abc")) (read (open-input-string "#|")) (read (open-input-string "(1 . )"))
        (read (open-input-string "(1 . 2 3)")) (read (open-input-string "#u8(300)")) (read (open-input-string "|abc")) (read (open-input-string "\"\\q\"")))
