#lang racket/base
;; Racket: its R5RS (pairs are mutable) and what the programs use of R7RS besides.
(require r5rs (only-in rnrs/base-6 [error rnrs-error]))
