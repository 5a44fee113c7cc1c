;; SRFI 30: nested multi-line comments.
(import (scheme base) (srfi 30) (srfi srfi-30) (srfi :30) (srfi :30 multi-line-comments) (check))

#| at top level
   ;--- is nothing here, (nor is this
   #| nested |# still a comment "string |# (check 1 => 1)
(check (list 1 #| 2 |# 3) => (1 3))
(check (list 1 #| #| 2 |# 3 |# 4) => (1 4))
(check (list #|a|#(+ 1 0)#|b|#"s"#|c|#(+ 1 1)#|d|#) => (1 "s" 2))
(check '(a #|b|# . #|c|# d #|e|#) => (a . d))
(check '#(#|a|#) => #())
(check (list #||# 1 #|||# 2 #|#|||#|# 3) => (1 2 3))
(check "#| in a string |#" => "#| in a string |#")
(check (string-length "#||#") => 4)
(check (list 1 ; line #| no block
             2) => (1 2))
(check '#| quoted |# x => x)
(check '|#foo| => |#foo|)
(finish)
;--- output
; 12 checks
