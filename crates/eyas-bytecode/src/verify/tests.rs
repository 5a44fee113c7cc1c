//! Damaged units are refused, each for its reason.

use super::verify;
use crate::text::parse;

const GOOD: &str = r#"(unit "t" 0 (files)
 (constants (global "m" "f") (template 1) (symbol "x") (fixnum 3) (record-type "p" ("x") _ 0) nil)
 (maps () (r1) (r1 r3) (r1 r5) (r1 r2 r3) (r2))
 (procedure "main" (exactly 0) (frame 9) (captures 0) (constants 0 1 2 3 4)
  (code
   0 (int r1 5)
   1 (int r5 1)
   2 (call-global r4 $0 %0)
   3 (branch-not-pair r1 @6)
   4 (int r3 1)
   5 (jump @7)
   6 (int r3 2)
   7 (add r2 r1 r3)
   8 (move r3 r2)
   9 (branch-false r3 @11)
   10 (loop-back @9)
   11 (closure r2 $1 (r1))
   13 (int r5 1)
   14 (call r2 0 %1)
   15 (one-value)
   16 (receive r2 1 1)
   17 (record-ref r2 r2 $4 0)
   19 (tail-call r2 0))
  (returns (3 4 1 1) (15 2 0 0 values))
  (safepoints (2 3) (7 2) (10 2) (11 1) (14 5) (16 0) (17 5) (19 5)))
 (procedure "g" (exactly 1) (frame 3) (captures 1)
  (code 0 (free-ref r2 0) 1 (return r2))))"#;

/// The message when `from` stands for `to`.
fn message(from: &str, to: &str) -> &'static str {
    assert!(GOOD.contains(from), "{from}");
    let unit = parse(&GOOD.replacen(from, to, 1)).expect("a unit");
    verify(unit).expect_err("the verifier refuses it").message
}

#[test]
fn good_units_pass() {
    let unit = parse(GOOD).expect("a unit");
    let verified = verify(unit.clone()).expect("nothing is wrong");
    assert_eq!(*verified, unit);
}

#[test]
fn damage_is_named() {
    let cases = [
        ("(int r1 5)", "(int r9 5)", "a register beyond the frame"),
        (
            "(int r1 5)",
            "(nop)",
            "a live map names a register that may hold nothing",
        ),
        (
            "4 (int r3 1)",
            "4 (nop)",
            "a register is read that may hold nothing",
        ),
        (
            "(branch-not-pair r1 @6)",
            "(branch-not-pair r3 @6)",
            "a register is read that may hold nothing",
        ),
        (
            "(branch-not-pair r1 @6)",
            "(branch-not-pair r0 @6)",
            "a register is read that may hold nothing",
        ),
        (
            "(branch-not-pair r1 @6)",
            "(branch-not-pair r5 @6)",
            "a register is read that may hold nothing",
        ),
        ("(jump @7)", "(jump @99)", "a jump to no instruction"),
        ("(jump @7)", "(jump @12)", "a jump to no instruction"),
        ("(jump @7)", "(jump @2)", "only loop-back jumps backwards"),
        (
            "(jump @7)",
            "(jump @15)",
            "a jump to where values come back",
        ),
        (
            "(loop-back @9)",
            "(loop-back @11)",
            "only loop-back jumps backwards",
        ),
        (
            "(call-global r4 $0",
            "(call-global r4 $1",
            "a constant of the wrong kind",
        ),
        (
            "(call-global r4 $0",
            "(call-global r4 $7",
            "no such constant",
        ),
        (
            "(call-global r4 $0",
            "(call-global r1 $0",
            "no room for the link of a call",
        ),
        (
            "(call-global r4 $0",
            "(call-global r3 $0",
            "the return point does not match the call",
        ),
        ("(3 4 1 1)", "(3 4 9 1)", "a window beyond the frame"),
        (
            "(3 4 1 1)",
            "(3 4 1 2)",
            "a return point names a register that may hold nothing",
        ),
        (
            "(3 4 1 1)",
            "(3 4 1 3)",
            "a return point names a register that the call overwrites",
        ),
        (
            "(3 4 1 1)",
            "(3 4 1 1 values)",
            "values come back where nothing receives them",
        ),
        (
            "(15 2 0 0 values)",
            "(15 2 0 0)",
            "values come back where nothing receives them",
        ),
        (
            "(receive r2 1 1)",
            "(receive r3 1 1)",
            "values come back where nothing receives them",
        ),
        (
            "(15 2 0 0 values)",
            "(15 2 0 0 values) (15 2 0 0 values)",
            "a return point belongs to no call",
        ),
        ("(7 2)", "(7 1)", "a live map lacks an operand"),
        ("(7 2)", "", "no safepoint"),
        ("(7 2)", "(7 2) (8 2)", "no safepoint"),
        (
            "(19 5)",
            "(19 5) (20 0)",
            "a safepoint at no operation that may collect",
        ),
        ("(7 2)", "(7 77)", "no such live map"),
        (
            "(r1 r3)",
            "(r1 r3 r9)",
            "a live map is larger than the frame",
        ),
        (
            "(tail-call r2 0)",
            "(move r2 r2)",
            "control falls off the end",
        ),
        ("$4 0)", "$4 1)", "no such field"),
        (
            "(free-ref r2 0)",
            "(free-ref r2 1)",
            "no such captured value",
        ),
        (
            "(fixnum 3)",
            "(list () 1)",
            "a constant is malformed or refers to what it cannot",
        ),
        (
            "(fixnum 3)",
            "(closure 1)",
            "a constant is malformed or refers to what it cannot",
        ),
        (
            "(fixnum 3)",
            "(ratio 3 3)",
            "a constant is malformed or refers to what it cannot",
        ),
        (
            "(int r1 5)",
            "(immediate r1 5)",
            "immediates are written as constants",
        ),
        (
            "\"t\" 0",
            "\"t\" 1",
            "the entry is no procedure without arguments",
        ),
        (
            "\"g\" (exactly 1)",
            "\"g\" (exactly 3)",
            "the arguments do not fit the frame",
        ),
        (
            "\"g\" (exactly 1)",
            "\"g\" (cases 0)",
            "a case-lambda has code, or a clause that does not fit",
        ),
    ];
    for (from, to, expected) in cases {
        assert_eq!(message(from, to), expected, "{from} → {to}");
    }
}

#[test]
fn slot_zero_must_stay_the_closure_for_what_it_captured() {
    let text = GOOD.replacen(
        "0 (free-ref r2 0) 1 (return r2)",
        "0 (move r0 r1) 1 (free-ref r2 0) 2 (return r2)",
        1,
    );
    let unit = parse(&text).expect("a unit");
    let error = verify(unit).expect_err("the verifier refuses it");
    assert_eq!(error.message, "slot 0 no longer holds the closure");
}
