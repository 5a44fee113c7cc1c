//! Damaged units: the verifier refuses them, or the machine runs them without harm.
//!
//! Real programs are compiled, and copies of their units are changed at random places: operands, operations, constants,
//! live maps, return points, arities. What the verifier accepts is run, with a small nursery, verification of the heap
//! after every collection and (in debug builds) the assertions of machine and heap. What such a unit computes is of no
//! interest; that the process survives is. The changes follow from seeds, so a failure can be repeated: its seed is
//! printed. `MUTATIONS=n` tries `n` times as many.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use eyas::{Dump, MachineCode, Options, Session};
use eyas_bytecode::verify::{Verified, verify};
use eyas_bytecode::word::instructions;
use eyas_bytecode::{Arity, ConstId, Constant, LiveMap, MapId, Op, Unit};
use eyas_heap::{HeapConfig, Stress, Verify};

/// Programs without input or output, each heavy on another kind of instruction.
const PROGRAMS: &[&str] = &[
    // Cells, captured and not; closures that share and tie knots.
    "(import (scheme base))
     (define (counter n) (let ((k n)) (lambda (d) (set! k (+ k d)) (list k n))))
     (define (mutual n m)
       (letrec ((even (lambda (n) (if (= n 0) (list m) (odd (- n 1)))))
                (odd (lambda (n) (if (= n 0) (vector m even) (even (- n 1))))))
         (list even odd (even n) (odd n))))
     (define (early n) (letrec ((a (lambda () (b))) (b (lambda () (if (> n 0) a c))) (c (vector n a))) (list a b c)))
     (let ((c (counter 1)) (l '()))
       (do ((i 0 (+ i 1))) ((= i 50)) (set! l (cons (c i) l)) (mutual i l) (early i))
       l)",
    // Calls, several values, rest arguments, clauses, continuations.
    "(import (scheme base) (scheme case-lambda))
     (define (two a b) (values b a))
     (define many (case-lambda ((a) (list a)) ((a b) (two a b)) ((a . r) (apply values a r))))
     (define (sum . l) (if (null? l) 0 (+ (car l) (apply sum (cdr l)))))
     (define (early l) (call/cc (lambda (k) (for-each (lambda (x) (if (odd? x) (k x))) l) (sum 1 2 3))))
     (define (f n)
       (let-values (((a b) (many n 1)) ((c . d) (many n 2 3)))
         (call-with-values (lambda () (many a b)) (lambda l (list l a b c d (early d))))))
     (let loop ((i 0) (r '())) (if (= i 30) r (loop (+ i 1) (cons (f i) r))))",
    // Data: vectors, strings, records, characters, numbers, tables of jumps.
    "(import (scheme base))
     (define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
     (define (kind n) (case n ((0 1 2) 'small) ((3) 'three) ((4 5 6) \"more\") (else #\\x)))
     (define v (make-vector 10 1.5))
     (define (work i)
       (let ((p (make-point i (vector-ref v (modulo i 10)))) (s (make-string 3 #\\a)) (b (bytevector 1 2 3)))
         (set-point-x! p (* (point-y p) i))
         (vector-set! v (modulo i 10) (point-x p))
         (string-set! s 1 (integer->char (+ 97 (remainder i 26))))
         (bytevector-u8-set! b 0 (quotient i 2))
         (list p s b (kind i) (kind (string-ref s 1)) (expt i 20) (/ i 7) (exact->inexact i))))
     (define (exact->inexact x) (inexact x))
     (let loop ((i 0) (r '())) (if (= i 40) r (loop (+ i 1) (cons (work i) r))))",
    // Recursion that conses, higher-order procedures, errors that are caught.
    "(import (scheme base))
     (define (tree d) (if (= d 0) '() (cons (tree (- d 1)) (tree (- d 1)))))
     (define (size t) (if (pair? t) (+ 1 (size (car t)) (size (cdr t))) 0))
     (define (risky n) (guard (e (#t (list 'caught n))) (if (odd? n) (car n) (vector-ref (vector 1 2) n))))
     (define p (make-parameter 1))
     (define (wind n) (dynamic-wind (lambda () (p)) (lambda () (parameterize ((p n)) (+ (p) n))) (lambda () #f)))
     (list (size (tree 8)) (map risky '(0 1 2 3)) (map wind '(1 2 3)) (assoc 2 '((1 . 2) (2 . 3))))",
];

/// Damaged copies of each program.
const TRIALS: u64 = 700;

/// A generator of numbers (Steele, Lea & Flood, "Fast splittable pseudorandom number generators", 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// Changes something of the unit.
fn mutate(unit: &mut Unit, random: &mut Random) {
    let procedures = unit.procedures.len();
    let maps = unit.live_maps.len();
    let pool = unit.constants.len();
    let p = random.below(procedures);
    let p = &mut unit.procedures[p];
    let at = random.below(p.code.len());
    match random.below(16) {
        // An operand, most often a register, becomes another.
        0..=5 if !p.code.is_empty() => {
            let shift = 16 * (1 + random.below(3));
            let value = random.below(10) as u64;
            p.code[at] = p.code[at] & !(0xffff << shift) | value << shift;
        }
        // An operation becomes another.
        6 | 7 if !p.code.is_empty() => {
            p.code[at] = p.code[at] & !0xffff | random.below(Op::ALL.len()) as u64;
        }
        // Two instructions change places, or one stands for another.
        8 if !p.code.is_empty() => {
            let other = random.below(p.code.len());
            p.code.swap(at, other);
        }
        9 if !p.code.is_empty() => {
            let other = random.below(p.code.len());
            p.code[at] = p.code[other];
        }
        // A constant becomes another.
        10 if !p.constants.is_empty() => {
            let at = random.below(p.constants.len());
            p.constants[at] = ConstId(random.below(pool) as u32);
        }
        // What is live changes.
        11 if !p.safepoints.is_empty() => {
            let at = random.below(p.safepoints.len());
            p.safepoints[at].live = MapId(random.below(maps) as u32);
        }
        12 if maps > 0 => {
            let at = random.below(maps);
            let flipped = random.below(8) as u32;
            let map = &unit.live_maps[at];
            let registers = (0..64).filter(|&r| map.contains(r) != (r == flipped));
            unit.live_maps[at] = LiveMap::from_registers(registers);
        }
        13 if !p.returns.is_empty() => {
            let at = random.below(p.returns.len());
            let point = &mut p.returns[at];
            match random.below(4) {
                0 => point.window = random.below(12) as u32,
                1 => point.arguments = random.below(4) as u32,
                2 => point.live = MapId(random.below(maps) as u32),
                _ => point.takes_values = !point.takes_values,
            }
        }
        14 => match random.below(3) {
            0 => p.frame_size = random.below(20) as u32,
            1 => p.captures = random.below(4) as u32,
            _ => {
                p.arity = match random.below(2) {
                    0 => Arity::Exactly(random.below(4) as u32),
                    _ => Arity::AtLeast(random.below(3) as u32),
                }
            }
        },
        _ => {
            if let Some(Constant::Template(id)) = unit.constants.get_mut(random.below(pool)) {
                id.0 = random.below(procedures) as u32;
            }
        }
    }
}

/// The primitives that a unit calls. Others might touch files, or end the process.
fn primitives(unit: &Unit) -> Vec<u16> {
    let mut found = Vec::new();
    for p in &unit.procedures {
        for placed in instructions(&p.code).flatten() {
            if placed.instruction.op == Op::Native {
                found.push(placed.instruction.c);
            }
        }
    }
    for constant in &unit.constants {
        if let Constant::Primitive(prim) = constant {
            found.push(*prim as u16);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn session(machine_code: Option<MachineCode>) -> Session {
    let options = Options {
        heap: HeapConfig {
            nursery: 32 << 10,
            limit: Some(16 << 20),
            verify: Verify::Always,
            stress: Stress {
                poison: true,
                ..Stress::default()
            },
            ..HeapConfig::default()
        },
        stack: Some(1 << 20),
        machine_code,
        ..Options::default()
    };
    Session::open(options).expect("a session opens")
}

#[test]
fn damaged_units_are_refused_or_harmless() {
    let factor: u64 = std::env::var("MUTATIONS").map_or(1, |n| n.parse().expect("a number"));
    let (mut refused, mut ran) = (0, 0);
    for (i, program) in PROGRAMS.iter().enumerate() {
        let text = session(None)
            .dump("mutated", *program, &Dump::Bytecode)
            .expect("the program compiles");
        let original = eyas_bytecode::text::parse(&text).expect("the dump reads back");
        let known = primitives(&original);
        // What a damaged unit does to variables stays for those after it; a session is cheap.
        let compiled = Some(MachineCode {
            threshold: Some(2),
            ..MachineCode::default()
        });
        let mut sessions = [None, compiled].map(|machine_code| {
            let mut s = session(machine_code);
            // Runs the libraries.
            let ended = s.run_text("original", *program);
            assert_eq!(ended.message, "", "{program}");
            s
        });
        for trial in 0..TRIALS * factor {
            let seed = (i as u64) << 32 | trial;
            let mut random = Random(seed);
            let mut unit = original.clone();
            for _ in 0..=random.below(3) {
                mutate(&mut unit, &mut random);
            }
            if primitives(&unit).iter().any(|prim| !known.contains(prim)) {
                continue;
            }
            let Ok(unit) = verify(unit) else {
                refused += 1;
                continue;
            };
            ran += 1;
            // Shown only if the test fails, or the process dies.
            eprintln!("seed {seed}");
            for s in &mut sessions {
                run(s, &unit);
            }
        }
    }
    assert!(refused > 100 && ran > 100, "{refused} refused, {ran} ran");
}

/// Runs the unit, however it ends; not forever.
fn run(s: &mut Session, unit: &Verified<Unit>) {
    let context = s.vm().context();
    let Ok(entry) = context.load(unit) else {
        return;
    };
    let handle = context.interrupt_handle();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            while !done.load(Ordering::Acquire) {
                std::thread::park_timeout(Duration::from_millis(100));
                handle.interrupt();
            }
        });
        let _ = context.call(entry, &[]);
        done.store(true, Ordering::Release);
        watch.thread().unpark();
    });
    // An interrupt that came too late stays for nobody.
    let _ = context.poll();
}
