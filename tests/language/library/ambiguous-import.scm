;; Two different bindings for one name
(import (scheme base) (rename (only (counter) next!) (next! car)))
(display (car '(1)))
;--- error
; error[E0304]: `car` is imported with two meanings
;   --> ambiguous-import.scm:2:23
;    |
;  2 | (import (scheme base) (rename (only (counter) next!) (next! car)))
;    |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
;   ::: ambiguous-import.scm:2:9
;    |
;  2 | (import (scheme base) (rename (only (counter) next!) (next! car)))
;    |         ------------- the first one comes from here
;    = hint: leave one out: (except library car)
;--- exit 70
