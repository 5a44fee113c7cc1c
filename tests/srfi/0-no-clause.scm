;; SRFI 0: no clause holds and there is no else.
(import (scheme base) (scheme write) (srfi 0))
(display (+ 1 (cond-expand (no-such-feature 1) ((not r7rs) 2))))
