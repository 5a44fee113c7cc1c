//! What generated programs look like: a grammar with types and scopes, as text.
//!
//! A production is an expression with holes. `<num>` is an expression of that type; `<var:num>` a variable of it that
//! may be assigned; `@x:num` a fresh name that holds, from the next `|` to the end of the list around that, a value of that
//! type, and `@x` the same name again. A name without a type is not used by anything else. Productions that begin with
//! `!` have effects whose order the report leaves open, or show what is Eyas's own: they are left out when comparing with
//! another system.
//!
//! Every program ends: loops count, procedures call only older ones, and what grows goes through `clip`.

/// A type: its name, productions, and productions that have no holes.
pub(super) struct Type {
    pub(super) name: &'static str,
    pub(super) productions: &'static [&'static str],
    pub(super) leaves: &'static [&'static str],
}

/// Before every program, for Eyas and other R7RS systems.
pub(super) const PRELUDE: &str = r#"
(import (scheme base) (scheme write) (scheme char) (scheme inexact) (scheme case-lambda) (scheme cxr) (scheme lazy))
(define (show x) (write x) (newline))
(define spare 0)
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define (clip v)
  (cond ((and (number? v) (exact? v) (rational? v) (< -1e60 v 1e60)) v)
        ((and (number? v) (exact? v)) 17)
        ((string? v) (if (> (string-length v) 60) (substring v 0 9) v))
        ((pair? v) (let loop ((n 0) (r v)) (if (pair? r) (if (> n 40) (list n) (loop (+ n 1) (cdr r))) v)))
        (else v)))
"#;

/// The same for Chez Scheme.
pub(super) const PRELUDE_CHEZ: &str = r#"
(import (chezscheme))
(print-graph #f)
(define (show x) (write x) (newline))
(define (report e) (if (condition? e) (display "error") (begin (display "raised: ") (write e))) (newline))
(define-record-type point (fields (mutable x) y))
(define (set-point-x! p v) (point-x-set! p v))
(define (clip v)
  (cond ((and (number? v) (exact? v) (rational? v) (< -1e60 v 1e60)) v)
        ((and (number? v) (exact? v)) 17)
        ((string? v) (if (> (string-length v) 60) (substring v 0 9) v))
        ((pair? v) (let loop ((n 0) (r v)) (if (pair? r) (if (> n 40) (list n) (loop (+ n 1) (cdr r))) v)))
        (else v)))
(define (floor-quotient a b) (floor (/ a b)))
(define floor-remainder modulo)
(define truncate-quotient quotient)
(define truncate-remainder remainder)
(define (square x) (* x x))
(define (write-string s . p) (apply display s p))
(define (vector-append . vs) (list->vector (apply append (map vector->list vs))))
(define string-map (lambda (f . s) (list->string (apply map f (map string->list s)))))
"#;

/// Shows a condition in full.
pub(super) const REPORT: &str = r#"
(define (report e)
  (if (error-object? e)
      (begin (write-string "error: ") (write-string (error-object-message e))
             (for-each (lambda (i) (write-string " ") (write i)) (error-object-irritants e)))
      (begin (write-string "raised: ") (write e)))
  (newline))
"#;

/// What the report says of a condition, for comparing with a system whose messages are others.
pub(super) const REPORT_PLAIN: &str = r#"
(define (report e)
  (if (error-object? e) (write-string "error") (begin (write-string "raised: ") (write e)))
  (newline))
"#;

/// The forms of a program, one after the other.
pub(super) const FORMS: &[&str] = &[
    "(define (@f:f1 @x:num) | <num>)",
    "(define (@f:f1 @x:num) | <num>)",
    "(define (@f:f2 @x:num @y:any) | <any>)",
    "(define (@f:f2 @x:num @y:any) | <any>)",
    "(define (@f:f1 @m:num) | (let @g ((@n:idx (if (< 0 @m 12) (exact (floor @m)) 3))) | (if (<= @n 0) <num> (clip (+ <num> (@g (- @n 1)))))))",
    "(define (@f:f1 @n:num) | (let @loop ((@i:idx 0) (@a:num @n)) | (if (< @i 70) (@loop (+ @i 1) (clip <num>)) @a)))",
    "(define (@f:fr @x:num . @r:list) | <any>)",
    "(define (@f:fr @x:num . @r:list) | <any>)",
    "(define @f:fr (case-lambda ((@a:num) <num>) ((@a @b:num) <num>) ((@a @b . @r:list) | <any>)))",
    "(define @v:num (guard (e (#t 12)) <num>))",
    "(define @v:any (guard (e (#t 'none)) <any>))",
    "(define @v:list (guard (e (#t (list 1 'two))) <list>))",
    "(define @v:vec (guard (e (#t (vector 1 'two))) <vec>))",
    "(define @v:str (guard (e (#t (make-string 3 #\\a))) (string-copy <str>)))",
    "(define @v:point (guard (e (#t (make-point 3 4))) (make-point <any> <num>)))",
    "(show (guard (e (#t (report e) 'caught)) <any>))",
    "(show (guard (e (#t (report e) 'caught)) <any>))",
    "(show (guard (e (#t (report e) 'caught)) <num>))",
    "(show (guard (e (#t (report e) 'caught)) (<f1> <num>)))",
    "(show (guard (e (#t (report e) 'caught)) (list (<f1> <int>) (<f2> <num> <any>) (<fr> <num> <num>))))",
    "(show (guard (e (#t (report e) 'caught)) (map (lambda (@x:num) | <num>) '(1 -2 1.5 100))))",
    "(show (guard (e (#t (report e) 'caught)) <list>))",
    "(do ((@i:idx 0 (+ @i 1))) ((= @i 8)) | (guard (e (#t (report e))) (show <any>)))",
    "(do ((@i:idx 0 (+ @i 1))) ((= @i 70)) | (guard (e (#t (report e))) (show (<f2> <num> <any>))))",
    "!(do ((@i:idx 0 (+ @i 1))) ((= @i 90)) | (guard (e (#t (report e))) <stmt>))",
    "!(guard (e (#t (report e))) <stmt>)",
    "!(guard (e ((string? e) (show 'string)) ((assq 'a (if (list? e) e '())) => show)) <stmt>)",
];

/// What a program may end in: an error that nobody handles, or a number to exit with.
pub(super) const ENDS: &[&str] = &[
    "!(show <any>)",
    "!<stmt>",
    "!(show (<f1> <num>))",
    "!(raise <any>)",
    "!(error \"the end\" <any> <num>)",
];

/// The types of expressions.
pub(super) const TYPES: &[Type] = &[
    Type {
        name: "any",
        productions: &[
            "<num>",
            "<num>",
            "<int>",
            "<flo>",
            "<bool>",
            "<list>",
            "<vec>",
            "<str>",
            "<char>",
            "<sym>",
            "<point>",
            "(if <bool> <any> <any>)",
            "(let ((@x:any <any>) (@y:num <num>)) | <any>)",
            "(let* ((@x:num <num>) (@y:list (list @x <any>))) | <any>)",
            "(letrec ((@f (lambda (@n) (if (< 0 @n 50) (@f (- @n 2)) <num>)))) (@f <idx>))",
            "(<f2> <num> <any>)",
            "(<fr> <num>)",
            "(<fr> <num> <num>)",
            "(<fr> <num> <any> <any>)",
            "(apply <fr> <num> <list>)",
            "(apply <f2> (list <num> <any>))",
            "(vector-ref <vec> <idx>)",
            "(list-ref <list> <idx>)",
            "(car <list>)",
            "(cdr <list>)",
            "(cadr <list>)",
            "(point-x <point>)",
            "(point-x <any>)",
            "(cond ((assv <int> '((1 . one) (2 . two) (0 . zero))) => cdr) (<bool> <any>) (else <any>))",
            "!(case <any> ((1 2 3) <any>) ((a b #\\a) 'symbolic) ((#t #f) => (lambda (@b) (list @b))) (else <any>))",
            "(case <idx> ((0) <any>) ((1) <num>) ((2 3) <list>) ((4) <str>) (else <char>))",
            "(call-with-values (lambda () (values <any> <num>)) (lambda (@x:any @y:num) | <any>))",
            "(call-with-values (lambda () <list>) list)",
            "(let-values (((@x:any @y:num) (values <any> <num>)) (@z:list (values <num> <num>))) | <any>)",
            "(call/cc (lambda (@k) | (if <bool> (@k <any>) <any>)))",
            "(call/cc (lambda (@k) | (for-each (lambda (@x:any) (if <bool> (@k @x) #f)) <list>) <any>))",
            "(call-with-current-continuation (lambda (@k) (dynamic-wind (lambda () #f) (lambda () | (@k <any>)) (lambda () #f))))",
            "(guard (@e:any ((symbol? @e) | (list 'sym @e)) ((string? @e) 'str)) <any>)",
            "(guard (@e ((number? @e) (list 'n @e))) (raise <num>))",
            "(guard (@e (#t 'caught)) <any>)",
            "(guard (@e (#f 'never)) <any>)",
            "(with-exception-handler (lambda (@e) 5) (lambda () (+ 1 (raise-continuable <any>))))",
            "(let ((@p (make-parameter <num>))) (list (@p) (parameterize ((@p <num>)) (@p)) (@p)))",
            "(force (delay <any>))",
            "(let ((@v (make-vector 5 <any>))) (vector-fill! @v <any>) (vector-set! @v <idx> <any>) @v)",
            "(let @loop ((@i:idx 0) (@a:any <any>)) | (if (< @i 5) (@loop (+ @i 1) (clip <any>)) @a))",
            "!(let ((@k #f) (@n 0)) (let ((@v:any (call/cc (lambda (@c) (set! @k @c) <any>)))) | (set! @n (+ @n 1)) (if (< @n 4) (@k <any>) (list @n @v))))",
            "!(let ((@k #f) (@n 0) (@t '())) (dynamic-wind (lambda () (set! @t (cons 'in @t))) (lambda () (call/cc (lambda (@c) (set! @k @c))) <any>) (lambda () (set! @t (cons 'out @t)))) (set! @n (+ @n 1)) (if (< @n 3) (@k 1) @t))",
            "!(dynamic-wind (lambda () <stmt>) (lambda () <any>) (lambda () <stmt>))",
            "!(guard (@e:any (#t | (list 'again @e <any>))) (dynamic-wind (lambda () <stmt>) (lambda () <any> (raise <any>)) (lambda () <stmt>)))",
            "!(begin <stmt> <any>)",
            "!(begin <stmt> <stmt> <any>)",
            "!(begin (set! <var:any> <any>) <any>)",
            "!(with-exception-handler (lambda (@e:any) | <any>) (lambda () (list <any> (raise-continuable <any>))))",
            "!(with-exception-handler (lambda (@e:any) | <any>) (lambda () (+ 1 (raise <any>))))",
            "!(error \"message\" <any> <any>)",
            "!(raise <any>)",
            "!(car <any>)",
            "!(vector-ref <any> <any>)",
            "!(<f1> <any> <any>)",
            "!(<any> <num>)",
        ],
        leaves: &[
            "0",
            "'()",
            "#t",
            "#f",
            "'a",
            "\"s\"",
            "1.5",
            "'(1 (2 . 3) #(4))",
        ],
    },
    Type {
        name: "num",
        productions: &[
            "<int>",
            "<int>",
            "<flo>",
            "<idx>",
            "(+ <num> <num>)",
            "(- <num> <num>)",
            "(* <num> <num>)",
            "(+ <num> 1)",
            "(- <num> 1)",
            "(- <num>)",
            "(* 2 <num>)",
            "(/ <num> <num>)",
            "(/ <num> 3)",
            "(+ <num> <num> <num>)",
            "(abs <num>)",
            "(max <num> <num>)",
            "(min <num> <num> <num>)",
            "(square <num>)",
            "(if <bool> <num> <num>)",
            "(<f1> <num>)",
            "(<f1> <num>)",
            "(let ((@x:num <num>)) | <num>)",
            "(let ((@x:num <num>) (@y:num <num>)) | (+ @x <num>))",
            "((lambda (@x:num @y:num) | <num>) <num> <num>)",
            "(let @loop ((@i:idx 0) (@a:num <num>)) | (if (< @i 9) (@loop (+ @i 1) (clip <num>)) @a))",
            "(let @loop ((@i:idx 9) (@a:num <num>) (@b:num 0)) | (if (> @i 0) (@loop (- @i 1) (clip <num>) @a) (+ @a @b)))",
            "(do ((@i:idx 0 (+ @i 1)) (@s:num <num> (clip (+ @s <num>)))) ((>= @i 7) @s))",
            "(apply + <ints>)",
            "(apply max 1 <ints>)",
            "(inexact <int>)",
            "(inexact <num>)",
            "(exact (floor <num>))",
            "(round <num>)",
            "(truncate <num>)",
            "(expt <num> <idx>)",
            "(exact <num>)",
            "(sqrt <int>)",
            "(point-y <point>)",
            "(string->number (number->string <num>))",
            "(numerator <int>)",
            "!(exact-integer-sqrt 17)",
            "(vector-ref (vector <num> <num> <num>) <idx>)",
            "(length <list>)",
            "(string-length <str>)",
            "(let ((@n:num <num>)) | (letrec ((@f (lambda (@i @a) (if (= @i 0) @a (@f (- @i 1) (clip (+ @a <num>))))))) (@f 20 @n)))",
            "!(begin (set! <var:num> <num>) <num>)",
            "!(begin <stmt> <num>)",
            "!(+ <num> <any>)",
            "!(* <any> <num>)",
            "!(let ((@n:num 0)) | (for-each (lambda (@x:num) | (set! @n (clip (+ @n <num>)))) <ints>) @n)",
        ],
        leaves: &[
            "0",
            "1",
            "-1",
            "2",
            "3",
            "10",
            "-7",
            "1.5",
            "-0.0",
            "0.0",
            "1e10",
            "1/3",
            "-7/2",
            "100",
            "255",
            "536870912",
        ],
    },
    Type {
        name: "int",
        productions: &[
            "(+ <int> <int>)",
            "(- <int> <int>)",
            "(* <int> <int>)",
            "(quotient <int> <int>)",
            "(remainder <int> <int>)",
            "(modulo <int> <int>)",
            "(quotient <int> 8)",
            "(modulo <int> 7)",
            "(remainder <int> 10)",
            "(floor-quotient <int> -3)",
            "(truncate-remainder <int> <int>)",
            "(gcd <int> <int>)",
            "(lcm <int> 12)",
            "(abs <int>)",
            "(if <bool> <int> <int>)",
            "(- <int>)",
            "(+ <int> 1)",
            "(* <int> 1000003)",
            "(expt <idx> <idx>)",
            "(expt 2 <idx>)",
            "(char->integer <char>)",
            "(let ((@x:int <int>)) | <int>)",
            "(exact (round 2.5))",
            "(bytevector-u8-ref <bytes> <idx>)",
            "(let @loop ((@i:idx 0) (@a:int <int>)) | (if (< @i 25) (@loop (+ @i 1) (clip <int>)) @a))",
        ],
        leaves: &[
            "0",
            "1",
            "2",
            "-1",
            "7",
            "1152921504606846975",
            "-1152921504606846976",
            "1152921504606846976",
            "576460752303423488",
            "9223372036854775807",
            "-9223372036854775808",
            "18446744073709551616",
            "4294967296",
            "1000000007",
            "123456789012345678901234567890",
            "-5",
            "65536",
        ],
    },
    Type {
        name: "idx",
        productions: &[
            "(modulo <int> 5)",
            "(if <bool> <idx> <idx>)",
            "(vector-length <vec>)",
            "(- <idx> 1)",
        ],
        leaves: &["0", "0", "1", "1", "2", "2", "3", "5"],
    },
    Type {
        name: "flo",
        productions: &[
            "(+ <flo> <flo>)",
            "(- <flo> <num>)",
            "(* <flo> <flo>)",
            "(/ <flo> <flo>)",
            "(sqrt <flo>)",
            "(inexact <int>)",
            "(floor <flo>)",
            "(if <bool> <flo> <flo>)",
            "(let ((@x:flo <flo>)) | <flo>)",
            "(abs <flo>)",
            "(* 1.0 <num>)",
            "(let @loop ((@i:idx 0) (@a:flo <flo>)) | (if (< @i 15) (@loop (+ @i 1) (+ (* @a 0.5) <flo>)) @a))",
        ],
        leaves: &[
            "0.0", "-0.0", "1.0", "0.5", "-2.25", "1e100", "1e-100", "3.0e5", "1e300", "123.456",
            "1e-320",
        ],
    },
    Type {
        name: "bool",
        productions: &[
            "(< <num> <num>)",
            "(= <num> <num>)",
            "(> <num> 3)",
            "(<= <num> <num> <num>)",
            "(>= <flo> <num>)",
            "(< <idx> 3)",
            "(zero? <num>)",
            "(even? <int>)",
            "(odd? <idx>)",
            "(not <any>)",
            "(pair? <any>)",
            "(null? <list>)",
            "(eq? <sym> <any>)",
            "(eqv? <any> <any>)",
            "(equal? <any> <any>)",
            "(and <bool> <bool>)",
            "(or <bool> <any>)",
            "(string=? <str> <str>)",
            "(string<? <str> <str>)",
            "(char=? <char> <char>)",
            "(char<? <char> #\\m)",
            "(number? <any>)",
            "(vector? <any>)",
            "(memv <int> <ints>)",
            "(negative? <num>)",
            "(exact? <num>)",
            "(integer? <any>)",
            "(procedure? <any>)",
            "(point? <any>)",
            "(char-alphabetic? <char>)",
            "(symbol? <any>)",
            "(string? <any>)",
            "(boolean? <any>)",
            "(list? <any>)",
            "(let ((@b <bool>)) (if @b (not @b) <bool>))",
            "!(< <any> <num>)",
            "!(zero? <any>)",
        ],
        leaves: &["#t", "#f"],
    },
    Type {
        name: "list",
        productions: &[
            "(list <any> <any>)",
            "(cons <any> <list>)",
            "(list <num> <num> <num>)",
            "<ints>",
            "(append <list> <list>)",
            "(reverse <list>)",
            "(map (lambda (@x:any) | <any>) <list>)",
            "(map (lambda (@x:any @y:num) | <any>) <list> <ints>)",
            "(cdr <list>)",
            "(list-tail <list> <idx>)",
            "(vector->list <vec>)",
            "(string->list <str>)",
            "(if <bool> <list> <list>)",
            "(let ((@l:list <list>)) | <list>)",
            "(list-copy <list>)",
            "(map <f1> <ints>)",
            "(apply list <any> <list>)",
            "(let @loop ((@i:idx 0) (@l:list '())) | (if (< @i 6) (@loop (+ @i 1) (clip (cons <any> <list>))) @l))",
            "(call-with-values (lambda () (values <any> <any> <any>)) list)",
            "(cons <any> '())",
            "(list)",
            "(let ((@l (list 1 2 3))) (set-car! @l <any>) (set-cdr! (cdr @l) '()) @l)",
            "(memv <int> <list>)",
            "(member <any> <list>)",
            "!(let ((@o:list '())) | (for-each (lambda (@x:any) | (set! @o (clip (cons <any> @o)))) <list>) @o)",
            "!(begin (set! <var:list> <list>) <list>)",
        ],
        leaves: &[
            "'()",
            "'(1 2 3)",
            "'(a b c)",
            "(list 1 2 3)",
            "'(1.5 \"x\" #\\y)",
        ],
    },
    Type {
        name: "ints",
        productions: &[
            "(list <int> <int> <idx>)",
            "(cons <int> <ints>)",
            "(map (lambda (@x:int) | <int>) <ints>)",
            "(list <num> <int>)",
        ],
        leaves: &["'(1 2 3)", "'(5 -3 0 7)", "'()", "'(1 2 3 4 5 6 7 8 9 10)"],
    },
    Type {
        name: "vec",
        productions: &[
            "(vector <any> <any> <num>)",
            "(make-vector 4 <any>)",
            "(vector-map (lambda (@x:any) | <any>) <vec>)",
            "(list->vector <list>)",
            "(vector-copy <vec>)",
            "(if <bool> <vec> <vec>)",
            "(vector-append <vec> <vec>)",
            "(let ((@v (vector 1 2 3 4))) (do ((@i:idx 0 (+ @i 1))) ((= @i 4) @v) | (vector-set! @v @i <any>)))",
            "!(let ((@v:vec (make-vector 6 0))) | (vector-set! @v 2 <num>) (vector-set! @v 5 <any>) @v)",
            "(vector <flo> <flo>)",
            "(vector)",
            "!(let ((@v:vec <vec>)) | (vector-set! @v <idx> <any>) @v)",
        ],
        leaves: &[
            "(vector 1 2 3)",
            "(quote #(1 2 3))",
            "(make-vector 5 0)",
            "(vector 'a \"b\" #\\c 1.5)",
        ],
    },
    Type {
        name: "str",
        productions: &[
            "(string-append <str> <str>)",
            "!(number->string <num>)",
            "(number->string <int>)",
            "(symbol->string <sym>)",
            "(list->string (list <char> <char>))",
            "(string <char> <char>)",
            "(string-copy <str>)",
            "(if <bool> <str> <str>)",
            "(make-string 3 <char>)",
            "(string-upcase <str>)",
            "(let ((@p (open-output-string))) (write <any> @p) (write-char <char> @p) (display <num> @p) (get-output-string @p))",
            "(let ((@p (open-input-string <str>))) (let* ((@a (read-char @p)) (@b (peek-char @p)) (@c (read-char @p))) (if (and (char? @a) (char? @c)) (string @c @a) \"end\")))",
            "(let @loop ((@i:idx 0) (@s:str <str>)) | (if (< @i 5) (@loop (+ @i 1) (clip (string-append @s <str>))) @s))",
            "(let ((@s:str (make-string 4 #\\-))) | (string-set! @s 1 <char>) (string-set! @s 2 #\\x3bb) @s)",
            "(string-map (lambda (@c:char) | <char>) <str>)",
            "(let ((@s:str <str>)) | <str>)",
            "!(substring <str> <idx> <idx>)",
            "!(let ((@s (string-copy <str>))) (string-set! @s <idx> <char>) @s)",
        ],
        leaves: &[
            "\"\"",
            "\"abc\"",
            "\"hello world\"",
            "\"\u{3bb}x\"",
            "\"a\\nb\"",
        ],
    },
    Type {
        name: "char",
        productions: &[
            "(integer->char (+ 65 <idx>))",
            "(char-upcase <char>)",
            "(if <bool> <char> <char>)",
            "(string-ref \"abcdefgh\" <idx>)",
            "!(string-ref <str> <idx>)",
            "!(integer->char <int>)",
        ],
        leaves: &["#\\a", "#\\Z", "#\\5", "#\\space", "#\\x3bb"],
    },
    Type {
        name: "sym",
        productions: &["(string->symbol <str>)", "(if <bool> <sym> <sym>)"],
        leaves: &["'a", "'b", "'foo"],
    },
    Type {
        name: "bytes",
        productions: &[
            "(bytevector 1 2 255 <idx>)",
            "(bytevector-copy <bytes>)",
            "(make-bytevector 6 <idx>)",
            "(string->utf8 <str>)",
            "(let ((@b:bytes (make-bytevector 4 0))) | (bytevector-u8-set! @b 2 (modulo <int> 256)) @b)",
        ],
        leaves: &["(bytevector 1 2 3 4)", "#u8(0 255 128 1 2 3 4 5)"],
    },
    Type {
        name: "point",
        productions: &[
            "(make-point <any> <num>)",
            "!(let ((@p:point <point>)) | (set-point-x! @p <any>) @p)",
            "(if <bool> <point> <point>)",
        ],
        leaves: &["(make-point 1 2)", "(make-point 'a 1.5)"],
    },
    Type {
        name: "f1",
        productions: &[
            "(lambda (@x:num) | <num>)",
            "(let ((@y:num <num>)) | (lambda (@x:num) | (+ @y <num>)))",
            "(if <bool> <f1> <f1>)",
            "!(let ((@n:num <num>)) | (lambda (@x:num) | (set! @n (clip (+ @n @x))) <num>))",
        ],
        leaves: &["-", "abs", "(lambda (x) (* x x))", "(lambda (x) x)"],
    },
    Type {
        name: "f2",
        productions: &["(lambda (@x:num @y:any) | <any>)", "(if <bool> <f2> <f2>)"],
        leaves: &["cons", "list", "(lambda (x y) y)", "vector"],
    },
    Type {
        name: "fr",
        productions: &[
            "(lambda (@x:num . @r:list) | <any>)",
            "(case-lambda ((@x:num) | <num>) ((@x @y:any) | <any>) ((@x . @r:list) | <list>))",
            "(lambda @r:list | <any>)",
        ],
        leaves: &["list", "vector", "(lambda (x . r) r)"],
    },
    Type {
        name: "stmt",
        productions: &[
            "(set! <var:num> <num>)",
            "(set! <var:num> (clip <num>))",
            "(set! <var:any> (clip <any>))",
            "(set! <var:list> (clip <list>))",
            "(vector-set! <vec> <idx> <any>)",
            "(set-point-x! <point> <any>)",
            "(show <any>)",
            "(show <num>)",
            "(write <any>)",
            "(when <bool> <stmt>)",
            "(unless <bool> <stmt> <stmt>)",
            "(begin <stmt> <stmt>)",
            "(if <bool> <stmt> <stmt>)",
            "(for-each (lambda (@x:any) | <stmt>) <list>)",
            "(vector-for-each (lambda (@x:any) | <stmt>) <vec>)",
            "(let ((@x:num <num>)) | <stmt> <stmt>)",
            "(do ((@i:idx 0 (+ @i 1))) ((= @i 5)) | <stmt>)",
            "(string-for-each (lambda (@c:char) | <stmt>) <str>)",
            "(<f1> <num>)",
            "(<f2> <num> <any>)",
            "(call/cc (lambda (@k) <stmt> (@k 1) <stmt>))",
        ],
        leaves: &["#f", "(show 'here)", "(newline)"],
    },
];
