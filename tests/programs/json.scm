;; Reads JSON into Scheme data, prints it compactly and indented, and reports what is malformed.
(import (scheme base) (scheme char) (scheme write) (scheme cxr))

;;; Objects are tagged association lists, arrays are vectors, null is the symbol null.

(define (json-error message . irritants) (apply error (string-append "json: " message) irritants))

(define (json-read port)
  (define (skip-space)
    (let ((c (peek-char port)))
      (when (and (char? c) (char-whitespace? c))
        (read-char port)
        (skip-space))))
  (define (expect char)
    (skip-space)
    (let ((c (read-char port)))
      (unless (eqv? c char) (json-error "expected" char c))))
  (define (word text value)
    (string-for-each
      (lambda (c) (unless (eqv? c (read-char port)) (json-error "bad word" text)))
      text)
    value)
  (define (read-text)
    (let loop ((chars '()))
      (let ((c (read-char port)))
        (case c
          ((#\") (list->string (reverse chars)))
          ((#\\) (loop (cons (read-escape) chars)))
          (else
           (if (eof-object? c)
               (json-error "unfinished string")
               (loop (cons c chars))))))))
  (define (read-escape)
    (let ((c (read-char port)))
      (case c
        ((#\n) #\newline)
        ((#\t) #\tab)
        ((#\" #\\ #\/) c)
        ((#\u) (integer->char (string->number (read-string 4 port) 16)))
        (else (json-error "bad escape" c)))))
  (define (read-number)
    (let loop ((chars '()))
      (let ((c (peek-char port)))
        (if (and (char? c) (or (char-numeric? c) (memv c '(#\- #\+ #\. #\e #\E))))
            (loop (cons (read-char port) chars))
            (let ((text (list->string (reverse chars))))
              (or (string->number text) (json-error "bad number" text)))))))
  ;; What `read-item` reads, separated by commas, up to `close`.
  (define (read-sequence close read-item)
    (read-char port)
    (skip-space)
    (if (eqv? (peek-char port) close)
        (begin (read-char port) '())
        (let loop ((items (list (read-item))))
          (skip-space)
          (let ((c (read-char port)))
            (cond ((eqv? c #\,) (loop (cons (read-item) items)))
                  ((eqv? c close) (reverse items))
                  (else (json-error "expected , or" close c)))))))
  (define (read-member)
    (skip-space)
    (unless (eqv? (peek-char port) #\") (json-error "expected a name"))
    (read-char port)
    (let ((name (read-text)))
      (expect #\:)
      (cons name (json-read port))))
  (skip-space)
  (let ((c (peek-char port)))
    (cond
      ((eof-object? c) (json-error "unexpected end"))
      ((eqv? c #\{) (cons 'object (read-sequence #\} read-member)))
      ((eqv? c #\[) (list->vector (read-sequence #\] (lambda () (json-read port)))))
      ((eqv? c #\") (read-char port) (read-text))
      ((eqv? c #\t) (word "true" #t))
      ((eqv? c #\f) (word "false" #f))
      ((eqv? c #\n) (word "null" 'null))
      ((or (char-numeric? c) (eqv? c #\-)) (read-number))
      (else (json-error "unexpected character" c)))))

;;; `indent` is #f for one line, or the depth of the current line.
(define (json-write x port indent)
  (define (line depth)
    (when depth
      (newline port)
      (write-string (make-string (* 2 depth) #\space) port)))
  (define (text s)
    (write-char #\" port)
    (string-for-each
      (lambda (c)
        (case c
          ((#\" #\\) (write-char #\\ port) (write-char c port))
          ((#\newline) (write-string "\\n" port))
          ((#\tab) (write-string "\\t" port))
          (else (write-char c port))))
      s)
    (write-char #\" port))
  (define (sequence open close items write-item)
    (write-string open port)
    (let ((deeper (and indent (+ indent 1))))
      (let loop ((items items) (first #t))
        (unless (null? items)
          (unless first (write-string "," port))
          (line deeper)
          (write-item (car items) deeper)
          (loop (cdr items) #f))))
    (unless (null? items) (line indent))
    (write-string close port))
  (cond
    ((string? x) (text x))
    ((number? x) (write x port))
    ((boolean? x) (write-string (if x "true" "false") port))
    ((eq? x 'null) (write-string "null" port))
    ((vector? x) (sequence "[" "]" (vector->list x) (lambda (item depth) (json-write item port depth))))
    ((and (pair? x) (eq? (car x) 'object))
     (sequence "{" "}" (cdr x)
               (lambda (member depth)
                 (text (car member))
                 (write-string (if depth ": " ":") port)
                 (json-write (cdr member) port depth))))
    (else (json-error "not JSON" x))))

(define (parse text) (json-read (open-input-string text)))

(define (json-ref x . path)
  (cond ((null? path) x)
        ((string? (car path)) (apply json-ref (cdr (assoc (car path) (cdr x))) (cdr path)))
        (else (apply json-ref (vector-ref x (car path)) (cdr path)))))

(define document
  (parse "{\"name\": \"Eyas\", \"tags\": [\"fast\", \"small\", \"R\\u0037RS\"],
           \"versions\": [1, 2.5, -3e2], \"nested\": {\"empty\": {}, \"list\": [], \"yes\": true, \"no\": null},
           \"quote\": \"say \\\"hi\\\"\\n\"}"))

(write document)
(newline)
(json-write document (current-output-port) #f)
(newline)
(json-write document (current-output-port) 0)
(newline)
(write (list (json-ref document "tags" 2) (json-ref document "nested" "yes") (json-ref document "versions" 2)))
(newline)
(write (equal? document (parse (let ((p (open-output-string))) (json-write document p 0) (get-output-string p)))))
(newline)
(for-each
  (lambda (text)
    (write (guard (e ((error-object? e) (cons (error-object-message e) (error-object-irritants e))))
             (parse text)))
    (newline))
  '("[1, 2" "{\"a\" 1}" "[1 2]" "tru" "\"abc" "{1: 2}" "" "[1, ?]" "12"))
;--- output
; (object ("name" . "Eyas") ("tags" . #("fast" "small" "R7RS")) ("versions" . #(1 2.5 -300.0)) ("nested" object ("empty" object) ("list" . #()) ("yes" . #t) ("no" . null)) ("quote" . "say \"hi\"\n"))
; {"name":"Eyas","tags":["fast","small","R7RS"],"versions":[1,2.5,-300.0],"nested":{"empty":{},"list":[],"yes":true,"no":null},"quote":"say \"hi\"\n"}
; {
;   "name": "Eyas",
;   "tags": [
;     "fast",
;     "small",
;     "R7RS"
;   ],
;   "versions": [
;     1,
;     2.5,
;     -300.0
;   ],
;   "nested": {
;     "empty": {},
;     "list": [],
;     "yes": true,
;     "no": null
;   },
;   "quote": "say \"hi\"\n"
; }
; ("R7RS" #t -300.0)
; #t
; ("json: expected , or" #\] #<eof>)
; ("json: expected" #\: #\1)
; ("json: expected , or" #\] #\2)
; ("json: bad word" "true")
; ("json: unfinished string")
; ("json: expected a name")
; ("json: unexpected end")
; ("json: unexpected character" #\?)
; 12
