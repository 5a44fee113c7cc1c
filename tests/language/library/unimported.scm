;; A name that was excluded is unbound
(import (except (scheme base) car) (scheme write))
(display (car '(1)))
;--- error
;--- exit 70
