;; map and its like need a list: without one they would never end.
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error)) e))))
(write (list (attempt (map +)) (attempt (for-each +)) (attempt (vector-map +))
             (attempt (vector-for-each +)) (attempt (string-map +)) (attempt (string-for-each +))))
(write (map + '(1 2) '(3 4) '(5 6 7)))
(newline)
;--- output
; (error error error error error error)(9 12)
