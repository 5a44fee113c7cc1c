;;; SRFI 162: ready-made comparators, and the least and greatest of several objects.

(define-library (srfi 162)
  (import (srfi 128))
  (export comparator-max comparator-min comparator-max-in-list comparator-min-in-list
          default-comparator boolean-comparator real-comparator char-comparator
          char-ci-comparator string-comparator string-ci-comparator pair-comparator
          list-comparator vector-comparator eq-comparator eqv-comparator equal-comparator))
