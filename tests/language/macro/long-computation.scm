;; modes: normal nursery
;; A macro may compute for long: what passes through many steps must not get dearer with each.
(define-syntax count
  (syntax-rules ()
    ((_ () () () (x ...)) '(x ...))
    ((_ () () (c . cs) (x ...)) (count () (1 1 1 1 1 1 1 1 1 1) cs (x ...)))
    ((_ () (b . bs) cs (x ...)) (count (1 1 1 1 1 1 1 1 1 1) bs cs (x ...)))
    ((_ (a . as) bs cs (x ...)) (count as bs cs (x ...)))))
(write (count () () (1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1) (let x (y (z)))))
(newline)
;--- output
; (let x (y (z)))
