;; No rule of a macro matches
(import (scheme base) (scheme write))
(define-syntax swap!
  (syntax-rules ()
    ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(define x 1)
(swap! x)
;--- error
; error[E0201]: no rule of macro `swap!` matches this use
;   --> macro-no-match.scm:7:1
;    |
;  7 | (swap! x)
;    | ^^^^^^^^^
;   ::: macro-no-match.scm:5:6
;    |
;  5 |     ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
;    |      ------- the pattern
;--- exit 70
