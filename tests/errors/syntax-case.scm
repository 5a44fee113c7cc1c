;; case with a key that is no list
(import (scheme base) (scheme write))
(case 1 (1 'one) (else 'other))
;--- error
;--- exit 70
