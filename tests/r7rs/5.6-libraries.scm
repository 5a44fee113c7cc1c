;; 5.6: libraries; 4.1.7: inclusion.
(import (scheme base)
        (except (parts) included-a included-b folded-name)
        (rename (only (parts) included-a included-b folded-name) (included-a la) (included-b lb) (folded-name lf))
        (prefix (only (parts) exported bump! counter-value) p:)
        (check))

(check exported => exported)
(check external-name => internal)
(check (from-declarations) => declared)
(check conditional => yes)
(check (list la (lb)) => (1 2))
(check lf => folded-value)
(check (my-if #t 1 2) => 1)
;; A macro may use what its library does not export.
(check (thing-of) => hidden)
(check (let ((hidden 'mine) (cond list)) (list (thing-of) (my-if #f 1 2))) => (hidden 2))
;; One instance of the library, whatever it is imported as.
(bump!)
(p:bump!)
(check (list (counter-value) (p:counter-value)) => (2 2))
(check (eq? bump! p:bump!) => #t)
;; Names that are not exported are free for the program.
(define hidden 'of-the-program)
(define internal-name 'of-the-program)
(check (list hidden (thing-of) internal-name external-name) => (of-the-program hidden of-the-program internal))

;; include in a program
(include "parts/included.inc")
(check (included-b) => 2)
(check (let () (include "parts/included.inc") (+ included-a (included-b))) => 3)
(include-ci "parts/FOLDED.inc")
(check folded-name => folded-value)

(finish)
;--- output
; 15 checks
