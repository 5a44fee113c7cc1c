;; A library that exports what it does not define
(import (scheme base) (wrong-export))
;--- error
; error[E0305]: `missing` is exported, but not defined
;   --> wrong-export.sld:1:63
;    |
;  1 | (define-library (wrong-export) (import (scheme base)) (export missing) (begin (define present 1)))
;    |                                                               ^^^^^^^
;--- exit 70
