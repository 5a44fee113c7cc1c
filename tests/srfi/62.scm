;; SRFI 62: S-expression comments.
(import (scheme base) (srfi 62) (srfi srfi-62) (srfi :62) (srfi :62 s-expression-comments) (check))

(check (+ 1 #;(* 2 3) 4) => 5)
(check (list 'x #;'y 'z) => (x z))
(check (* 3 4 #;(+ 1 2)) => 12)
(check (#;sqrt abs -16) => 16)
(check '(a #;b) => (a))
(check '(#;a) => ())
(check '(a . #;b c) => (a . c))
(check '(a . b #;c) => (a . b))
(check '(a #;(#;b c) d) => (a d))
(check '(a #; #;b c d) => (a d))
(check '(#;#;#;a b c d) => (d))
(check '#(1 #;2 3) => #(1 3))
(check (quote #;(wrong) right) => right)
(check '#;wrong right => right)
(check '(a #;"string ) #|" b #;#\) c) => (a b c))
(check '(a #; ; between
           b c) => (a c))
(check (string-length "#;a") => 3)
#;(check 1 => 2)
#;
(unbalanced |(| "(")
(finish)
#;(the last datum)
;--- output
; 17 checks
