//! Mutated programs: whatever the text, expanding ends without a panic, and what it accepts is well formed.

use super::machine::Machine;
use super::{expand, frontend};
use crate::core::verify::{Stage, verify};

const PROGRAMS: &[&str] = &[
    "(define-syntax m (syntax-rules (else) ((_ else x ...) (list x ...)) ((_ (a b ...) ... . r) '((b ... a) ... . r)))) (m else 1 2) (m (1 2) (3))",
    "(define-syntax mk (syntax-rules () ((_ n v) (begin (define tmp v) (define-syntax n (syntax-rules () ((_ x (... ...)) (list tmp x (... ...))))))))) (mk a 1) (a 2 3)",
    "(let loop ((i 0) (l '())) (if (= i 3) l (loop (+ i 1) (cons i l)))) (do ((i 0 (+ i 1))) ((= i 3) i) (list i))",
    "(define-record-type <p> (mk x) p? (x px set-px!) (y py)) (let*-values (((a b) (values 1 2)) ((c . d) (values a b))) `(1 ,a ,@d #(,b)))",
    "(guard (e ((pair? e) => car) (else e)) (parameterize ((p 1)) (delay (case 1 ((1 2) 'a) (else => list)))))",
    "(let () (define-values (a . b) (values 1 2)) (define-syntax s (syntax-rules () ((_ v) (set! a v)))) (s 5) (letrec-syntax ((q (syntax-rules () ((_) 1) ((_ x . y) (q . y))))) (q 1 2)))",
    "(define-syntax e (er-macro-transformer (lambda (f r c) (if (c (cadr f) (r 'x)) (list (r 'quote) f) (cons (r 'list) (cdr f)))))) (e x) (e 1 2) (let ((x 1)) (e x))",
    "(define-library (l) (export f (rename g h)) (import (eyas primitives)) (begin (define (f) 1) (define g f))) (import (prefix (only (l) f h) l:)) (l:f) (cond-expand ((and r7rs (library (l))) (l:h)) (else 1))",
];

const TOKENS: &[&str] = &[
    "(",
    ")",
    "...",
    "_",
    ".",
    "else",
    "=>",
    "define",
    "lambda",
    "x",
    "1",
    "'",
    "`",
    ",",
    ",@",
    "#(",
    "begin",
    "let",
    "set!",
    "syntax-rules",
    "define-syntax",
    "m",
    "()",
    "if",
    "#0=",
    "#0#",
];

fn tokens(text: &str) -> Vec<String> {
    let spaced = text
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('\'', " ' ")
        .replace('`', " ` ");
    spaced.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn mutated_programs() {
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut random = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % n as u64) as usize
    };
    let rounds = std::env::var("EYAS_MUTATIONS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(300);
    for round in 0..rounds {
        let mut program = tokens(PROGRAMS[round % PROGRAMS.len()]);
        for _ in 0..1 + random(4) {
            let at = random(program.len());
            match random(4) {
                0 => {
                    program.remove(at);
                }
                1 => program.insert(at, TOKENS[random(TOKENS.len())].to_owned()),
                2 => program[at] = TOKENS[random(TOKENS.len())].to_owned(),
                _ => {
                    let other = random(program.len());
                    program.swap(at, other);
                }
            }
        }
        let text = program.join(" ");
        let mut fe = frontend(&[]);
        let (expanded, diagnostics) = expand(&mut fe, &mut Machine::default(), &text);
        for diagnostic in &diagnostics {
            assert!(!diagnostic.render(&fe.sources).is_empty());
        }
        if let Some(expanded) = expanded
            && let Err(error) = verify(&expanded.core, Stage::Expanded)
        {
            panic!("{error}\n{text}");
        }
    }
}
