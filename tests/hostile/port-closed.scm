(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define p (open-input-string "abc"))
(read-char p)
(close-port p)
(define o (open-output-string))
(close-port o)
(report (read-char p) (peek-char p) (read-line p) (write-char #\a o) (write 'x o) (newline o) (close-port p))
;--- output
; (condition "read-char: the port is closed" (#<textual-input-port string>))
; (condition "peek-char: the port is closed" (#<textual-input-port string>))
; (condition "read-line: the port is closed" (#<textual-input-port string>))
; (condition "write-char: the port is closed" (#<textual-output-port string>))
; (condition "write: the port is closed" (#<textual-output-port string>))
; (condition "write-char: the port is closed" (#<textual-output-port string>))
; #<unspecified>
; still here
