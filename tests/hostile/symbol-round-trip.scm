(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report
  (map (lambda (s)
         (let* ((y (string->symbol s)) (o (open-output-string)))
           (write y o)
           (or (eq? y (read (open-input-string (get-output-string o)))) (get-output-string o))))
       (list "a b" "a|b" "a\\b" "" "." "1" "-" "+1" "1e2" "#foo" "A" "a;b" "a'b" "+i" "-inf.0" "a\"b" "("
             "..." "\xE9;" (string #\newline) (string (integer->char 0)) (string (integer->char 955)) "1/2"
             "+5x" "#t" "a:" ":a" "..")))
;--- output
; (#t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t)
; still here
