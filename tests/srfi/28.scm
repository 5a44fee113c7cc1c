;; SRFI 28: basic format strings.
(import (scheme base) (srfi 28) (srfi srfi-28) (srfi :28) (srfi :28 basic-format-strings) (check))

(check (format "Hello, ~a" "World!") => "Hello, World!")
(check (format "Error, list is too short: ~s~%" '(one "two" 3)) => "Error, list is too short: (one \"two\" 3)\n")
(check (format "") => "")
(check (format "plain") => "plain")
(check (format "~a ~s" "a\"b" "a\"b") => "a\"b \"a\\\"b\"")
(check (format "~a~s" #\x #\x) => "x#\\x")
(check (format "~~~%~~") => "~\n~")
(check (format "~a~a~a" 1 2.5 '(a . "b")) => "12.5(a . b)")
(check (format "~a" "~a") => "~a")
(check (format "λ~a→" #\𝔵) => "λ𝔵→")
(check (format "~s ~a" 'sym '|a b|) => "sym a b")
(check (format "~a" '()) => "()")
(check (string? (format "~s" (let ((x (list 1))) (set-cdr! x x) x))) => #t)
;; It is an error if there are fewer values than escapes, or another escape.
(check-error (format "~a"))
(check-error (format "~a ~s" 1))
(check-error (format "~q" 1))
(check-error (format "a~"))
(check-error (format 'symbol))
(finish)
;--- output
; 18 checks
