//! Sessions of one process share nothing.

use eyas::{Options, Session};

fn session() -> Session {
    Session::open(Options::default()).expect("a session opens")
}

/// What a text evaluates to, value by value, or the message of its error.
fn values(session: &mut Session, text: &str) -> String {
    let mut shown = Vec::new();
    let ended = session.evaluate("test", text, |session, value| {
        shown.push(session.write(value));
    });
    if ended.exit_code == 0 {
        shown.join(" ")
    } else {
        ended.message
    }
}

#[test]
fn definitions_of_one_are_unknown_to_the_other() {
    let (mut a, mut b) = (session(), session());
    assert_eq!(values(&mut a, "(define x 1) (set! x (+ x 1)) x"), "2");
    assert_eq!(values(&mut b, "(define x 'other) x"), "other");
    assert_eq!(values(&mut a, "x"), "2");
    assert_eq!(values(&mut a, "(define (car x) 'mine) (car 1)"), "mine");
    assert_eq!(values(&mut b, "(car '(1))"), "1");
}

#[test]
fn an_error_leaves_a_session_usable() {
    let mut s = session();
    assert!(values(&mut s, "(define x 5) (car x)").contains("expected a pair"));
    assert_eq!(values(&mut s, "(+ x 1)"), "6");
    assert!(values(&mut s, "(define (f) (if))").contains("if"));
    assert!(values(&mut s, "(f").contains("list"));
    assert_eq!(values(&mut s, "(* x x)"), "25");
}

#[test]
fn definitions_can_be_replaced() {
    let mut s = session();
    assert_eq!(values(&mut s, "(define (f) 1) (define (g) (f)) (g)"), "1");
    assert_eq!(values(&mut s, "(define (f) 2) (g)"), "2");
    let swap =
        "(define-syntax swap! (syntax-rules () ((_ a b) (let ((t a)) (set! a b) (set! b t)))))";
    assert_eq!(values(&mut s, swap), "");
    assert_eq!(
        values(&mut s, "(define t 1) (define u 2) (swap! t u) (list t u)"),
        "(2 1)"
    );
}

#[test]
fn sessions_run_on_threads_of_their_own() {
    let sum = |n: u32| {
        std::thread::spawn(move || {
            let mut s = session();
            values(
                &mut s,
                &format!("(let loop ((i 0) (a 0)) (if (= i {n}) a (loop (+ i 1) (+ a i))))"),
            )
        })
    };
    let (a, b) = (sum(1000), sum(2000));
    assert_eq!(a.join().expect("no panic"), "499500");
    assert_eq!(b.join().expect("no panic"), "1999000");
}

#[cfg(all(target_arch = "x86_64", target_os = "linux", feature = "jit"))]
#[test]
fn code_that_is_not_used_gives_way() {
    let options = Options {
        machine_code: Some(eyas::MachineCode {
            threshold: Some(1),
            code_size: Some(32 << 10),
            ..eyas::MachineCode::default()
        }),
        ..Options::default()
    };
    let mut s = Session::open(options).expect("a session opens");
    values(&mut s, "(define (hot n) (if (< n 2) n (hot (- n 1))))");
    for i in 0..200 {
        let text = format!("(define (f{i} x) (vector x (hot 5) (list x {i}))) (f{i} 1) (f{i} 2)");
        assert_eq!(
            values(&mut s, &text),
            format!("#(1 1 (1 {i})) #(2 1 (2 {i}))")
        );
    }
    let counts = s.vm().context().tier_counts();
    assert!(counts.dropped > 20, "{counts:?}");
    assert!(counts.dropped < counts.made - 10, "{counts:?}");
    assert!(counts.revived > 5, "{counts:?}");
}
