;;; SRFI 134: immutable deques, as a list of the front and a reversed list of the back (Hood & Melville 1981; Okasaki,
;;; "Purely functional data structures", 1998, 5.2). When one side runs out, half of the other is moved over, so
;;; operations at both ends take constant amortized time on deques used once; reversing is swapping the sides.

(define-library (srfi 134)
  (import (scheme base) (scheme case-lambda)
          (only (srfi 1) any every fold fold-right filter remove partition append-map
                filter-map count take take-while drop-while span break))
  (export
    ideque ideque-tabulate ideque-unfold ideque-unfold-right
    ideque? ideque-empty? ideque= ideque-any ideque-every
    ideque-front ideque-add-front ideque-remove-front
    ideque-back ideque-add-back ideque-remove-back
    ideque-ref ideque-take ideque-take-right ideque-drop ideque-drop-right ideque-split-at
    ideque-length ideque-append ideque-reverse ideque-count ideque-zip
    ideque-map ideque-filter-map ideque-for-each ideque-for-each-right ideque-fold
    ideque-fold-right ideque-append-map
    ideque-filter ideque-remove ideque-partition
    ideque-find ideque-find-right ideque-take-while ideque-take-while-right ideque-drop-while
    ideque-drop-while-right ideque-span ideque-break
    list->ideque ideque->list generator->ideque ideque->generator)
  (begin

    ;; A side is empty only if the other has at most one element.
    (define-record-type <ideque>
      (wrap front-length front back-length back)
      ideque?
      (front-length front-length)
      (front front)
      (back-length back-length)
      (back back))

    (define empty (wrap 0 '() 0 '()))

    (define (make n front m back)
      (cond
        ((and (= n 0) (> m 1))
         (let ((half (quotient m 2)))
           (wrap (- m half) (reverse (list-tail back half)) half (take back half))))
        ((and (= m 0) (> n 1))
         (let ((half (quotient n 2)))
           (wrap half (take front half) (- n half) (reverse (list-tail front half)))))
        (else (wrap n front m back))))

    (define (list->ideque l) (make (length l) l 0 '()))
    (define (ideque->list d) (append (front d) (reverse (back d))))

    ;; Constructors.
    (define (ideque . elements) (list->ideque elements))

    (define (ideque-tabulate n f)
      (let loop ((i 0) (l '()))
        (if (= i n)
            (list->ideque (reverse l))
            (loop (+ i 1) (cons (f i) l)))))

    (define (unfolded stop? mapper successor seed)
      (let loop ((seed seed) (l '()))
        (if (stop? seed)
            l
            (loop (successor seed) (cons (mapper seed) l)))))
    (define (ideque-unfold stop? mapper successor seed)
      (list->ideque (reverse (unfolded stop? mapper successor seed))))
    (define (ideque-unfold-right stop? mapper successor seed)
      (list->ideque (unfolded stop? mapper successor seed)))

    ;; Predicates.
    (define (ideque-length d) (+ (front-length d) (back-length d)))
    (define (ideque-empty? d) (= 0 (ideque-length d)))

    (define (ideque= same? . deques)
      (define (two a b)
        (or (eq? a b)
            (and (= (ideque-length a) (ideque-length b))
                 (every same? (ideque->list a) (ideque->list b)))))
      (or (null? deques)
          (let loop ((a (car deques)) (l (cdr deques)))
            (or (null? l)
                (and (two a (car l)) (loop (car l) (cdr l)))))))

    (define (ideque-any holds? d) (any holds? (ideque->list d)))
    (define (ideque-every holds? d) (every holds? (ideque->list d)))

    ;; Queues.
    (define (check-not-empty who d)
      (if (ideque-empty? d) (error "the ideque is empty" who)))

    (define (ideque-front d)
      (check-not-empty 'ideque-front d)
      (car (if (null? (front d)) (back d) (front d))))
    (define (ideque-back d)
      (check-not-empty 'ideque-back d)
      (car (if (null? (back d)) (front d) (back d))))

    (define (ideque-add-front d x)
      (make (+ (front-length d) 1) (cons x (front d)) (back-length d) (back d)))
    (define (ideque-add-back d x)
      (make (front-length d) (front d) (+ (back-length d) 1) (cons x (back d))))

    (define (ideque-remove-front d)
      (check-not-empty 'ideque-remove-front d)
      (if (null? (front d))
          empty
          (make (- (front-length d) 1) (cdr (front d)) (back-length d) (back d))))
    (define (ideque-remove-back d)
      (check-not-empty 'ideque-remove-back d)
      (if (null? (back d))
          empty
          (make (front-length d) (front d) (- (back-length d) 1) (cdr (back d)))))

    ;; Parts.
    (define (check-count who d n)
      (if (not (and (exact-integer? n) (<= 0 n (ideque-length d))))
          (error "the count is out of range" who n)))

    (define (ideque-ref d n)
      (if (not (and (exact-integer? n) (< -1 n (ideque-length d))))
          (error "ideque-ref: the index is out of range" n))
      (if (< n (front-length d))
          (list-ref (front d) n)
          (list-ref (back d) (- (ideque-length d) n 1))))

    (define (ideque-take d n)
      (check-count 'ideque-take d n)
      (let ((over (- n (front-length d))))
        (if (<= over 0)
            (make n (take (front d) n) 0 '())
            (make (front-length d) (front d)
                  over (list-tail (back d) (- (back-length d) over))))))
    (define (ideque-drop d n)
      (check-count 'ideque-drop d n)
      (let ((left (- (front-length d) n)))
        (if (>= left 0)
            (make left (list-tail (front d) n) (back-length d) (back d))
            (let ((m (+ (back-length d) left)))
              (make 0 '() m (take (back d) m))))))
    (define (ideque-take-right d n)
      (check-count 'ideque-take-right d n)
      (ideque-drop d (- (ideque-length d) n)))
    (define (ideque-drop-right d n)
      (check-count 'ideque-drop-right d n)
      (ideque-take d (- (ideque-length d) n)))
    (define (ideque-split-at d n) (values (ideque-take d n) (ideque-drop d n)))

    ;; The whole.
    (define (ideque-append . deques)
      (list->ideque (apply append (map ideque->list deques))))
    (define (ideque-reverse d)
      (wrap (back-length d) (back d) (front-length d) (front d)))
    (define (ideque-count counts? d) (count counts? (ideque->list d)))
    (define (ideque-zip d . deques)
      (list->ideque (apply map list (ideque->list d) (map ideque->list deques))))

    (define (ideque-map f d)
      (wrap (front-length d) (map f (front d))
            (back-length d) (reverse (map f (reverse (back d))))))
    (define (ideque-filter-map f d) (list->ideque (filter-map f (ideque->list d))))
    (define (ideque-append-map f d) (list->ideque (append-map f (ideque->list d))))
    (define (ideque-for-each f d) (for-each f (ideque->list d)))
    (define (ideque-for-each-right f d)
      (for-each f (back d))
      (for-each f (reverse (front d))))
    (define (ideque-fold f seed d) (fold f seed (ideque->list d)))
    (define (ideque-fold-right f seed d) (fold-right f seed (ideque->list d)))

    (define (ideque-filter wanted? d) (list->ideque (filter wanted? (ideque->list d))))
    (define (ideque-remove unwanted? d) (list->ideque (remove unwanted? (ideque->list d))))

    ;; Both results of `f`, as deques.
    (define (two f p d)
      (call-with-values (lambda () (f p (ideque->list d)))
        (lambda (a b) (values (list->ideque a) (list->ideque b)))))
    (define (ideque-partition wanted? d) (two partition wanted? d))
    (define (ideque-span wanted? d) (two span wanted? d))
    (define (ideque-break wanted? d) (two break wanted? d))

    (define (find-or wanted? l failure)
      (let loop ((l l))
        (cond
          ((null? l) (failure))
          ((wanted? (car l)) (car l))
          (else (loop (cdr l))))))
    (define ideque-find
      (case-lambda
        ((wanted? d) (ideque-find wanted? d (lambda () #f)))
        ((wanted? d failure) (find-or wanted? (ideque->list d) failure))))
    (define ideque-find-right
      (case-lambda
        ((wanted? d) (ideque-find-right wanted? d (lambda () #f)))
        ((wanted? d failure) (find-or wanted? (ideque->list (ideque-reverse d)) failure))))

    (define (ideque-take-while wanted? d)
      (list->ideque (take-while wanted? (ideque->list d))))
    (define (ideque-drop-while unwanted? d)
      (list->ideque (drop-while unwanted? (ideque->list d))))
    (define (ideque-take-while-right wanted? d)
      (ideque-reverse (ideque-take-while wanted? (ideque-reverse d))))
    (define (ideque-drop-while-right unwanted? d)
      (ideque-reverse (ideque-drop-while unwanted? (ideque-reverse d))))

    (define (generator->ideque generator)
      (let loop ((x (generator)) (l '()))
        (if (eof-object? x)
            (list->ideque (reverse l))
            (loop (generator) (cons x l)))))
    (define (ideque->generator d)
      (let ((l (ideque->list d)))
        (lambda ()
          (if (null? l)
              (eof-object)
              (let ((x (car l)))
                (set! l (cdr l))
                x)))))))
