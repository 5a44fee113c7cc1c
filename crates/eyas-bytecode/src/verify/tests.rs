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

/// A unit of an entry with this code and procedures after it. `$0` … are the templates of procedures 1 ….
fn unit_of(entry: &str, others: &[&str]) -> crate::unit::Unit {
    let templates: String = (1..=others.len())
        .map(|i| format!("(template {i})"))
        .collect();
    let indices: String = (0..others.len() + 1).map(|i| format!(" {i}")).collect();
    let text = format!(
        r#"(unit "t" 0 (files)
         (constants {templates} (symbol "x"))
         (maps () (r1) (r2) (r1 r2) (r1 r2 r3) (r1 r5))
         (procedure "main" (exactly 0) (frame 9) (captures 0) (constants{indices}) {entry})
         {})"#,
        others
            .iter()
            .map(|p| p.replacen("(code", &format!("(constants{indices}) (code"), 1))
            .collect::<String>()
    );
    parse(&text).expect("a unit")
}

/// Reads captured value 0 as the content of a cell.
const READS_CELL: &str = r#"(procedure "read" (exactly 0) (frame 3) (captures 1)
    (code 0 (free-ref r1 0) 1 (cell-ref r1 r1) 2 (return r1)))"#;

/// Calls captured value 0 as a closure of procedure 2.
const CALLS_KNOWN: &str = r#"(procedure "call" (exactly 0) (frame 3) (captures 1)
    (code 0 (free-ref r1 0) 1 (tail-call-known r1 $1)) (safepoints (1 1)))"#;

/// Captures one value, whatever it is.
const HOLDS: &str = r#"(procedure "hold" (exactly 0) (frame 3) (captures 1)
    (code 0 (free-ref r1 0) 1 (return r1)))"#;

#[test]
fn what_the_machine_trusts_is_known() {
    let good: &[(&str, &[&str])] = &[
        // A cell, by way of a move, after a join, and in a loop that does not write it.
        (
            "(code 0 (int r2 1) 1 (cell r1 r2) 2 (branch-false r1 @5) 3 (move r3 r1) 4 (jump @6)
              5 (move r3 r1) 6 (cell-ref r2 r3) 7 (branch-false r2 @9) 8 (loop-back @6) 9 (cell-set r3 r2)
              10 (return r2))
             (safepoints (1 2) (8 4))",
            &[],
        ),
        // Captured cells, passed on by a closure that does not look at them.
        (
            "(code 0 (int r2 1) 1 (cell r1 r2) 2 (closure r1 $0 (r1)) 4 (return r1)) (safepoints (1 2) (2 1))",
            &[READS_CELL],
        ),
        // A closure of a closure of a known procedure, made before what it captures.
        (
            "(code 0 (int r2 1) 1 (closure r1 $0 (r2)) 3 (closure r2 $1 (r1)) 5 (closure-patch r1 0 r2)
              6 (return r1)) (safepoints (1 2) (3 1))",
            &[CALLS_KNOWN, HOLDS],
        ),
    ];
    for (entry, others) in good {
        verify(unit_of(entry, others)).unwrap_or_else(|e| panic!("{entry}: {e}"));
    }
}

#[test]
fn what_the_machine_trusts_is_checked() {
    let no_cell = "a register that may hold no cell is used as one";
    let no_closure = "a known call may run with another closure than its own";
    let captured = "a captured value may not be what the procedure takes it for";
    let bad: &[(&str, &[&str], &str)] = &[
        ("(code 0 (int r1 1) 1 (cell-ref r1 r1) 2 (return r1))", &[], no_cell),
        ("(code 0 (int r1 1) 1 (cell-set r1 r1) 2 (return r1))", &[], no_cell),
        // On one of two ways only.
        (
            "(code 0 (int r2 1) 1 (branch-false r2 @4) 2 (cell r2 r2) 3 (nop) 4 (cell-ref r2 r2) 5 (return r2))
             (safepoints (2 2))",
            &[],
            no_cell,
        ),
        // Not when the loop comes back.
        (
            "(code 0 (int r2 1) 1 (cell r1 r2) 2 (cell-ref r2 r1) 3 (branch-false r2 @6) 4 (move r1 r2)
              5 (loop-back @2) 6 (return r2)) (safepoints (1 2) (5 3))",
            &[],
            no_cell,
        ),
        // Captured from one of two places as something else; through a closure that only passes it on.
        (
            "(code 0 (int r2 1) 1 (cell r1 r2) 2 (closure r1 $0 (r1)) 4 (closure r1 $0 (r2)) 6 (return r1))
             (safepoints (1 2) (2 3) (4 2))",
            &[READS_CELL],
            captured,
        ),
        (
            "(code 0 (int r2 1) 1 (closure r1 $0 (r2)) 3 (return r1)) (safepoints (1 2))",
            &[
                r#"(procedure "pass" (exactly 0) (frame 3) (captures 1)
                    (code 0 (free-ref r1 0) 1 (closure r1 $1 (r1)) 3 (return r1)) (safepoints (1 1)))"#,
                READS_CELL,
            ],
            captured,
        ),
        // A cell at first, patched to be something else.
        (
            "(code 0 (int r2 1) 1 (cell r1 r2) 2 (closure r1 $0 (r1)) 4 (closure-patch r1 0 r2) 5 (return r1))
             (safepoints (1 2) (2 3))",
            &[READS_CELL],
            captured,
        ),
        // Called before it is patched.
        (
            "(code 0 (int r2 1) 1 (closure r1 $0 (r2)) 3 (move r5 r1) 4 (call r5 0 %0) 5 (closure-patch r1 0 r1)
              6 (return r1)) (returns (5 5 0 1)) (safepoints (1 2) (4 5))",
            &[CALLS_KNOWN, HOLDS],
            captured,
        ),
        (
            "(code 0 (int r1 1) 1 (closure-patch r1 0 r1) 2 (return r1))",
            &[],
            "a register that may hold no closure is patched",
        ),
        (
            "(code 0 (int r1 1) 1 (closure r1 $0 (r1)) 3 (closure-patch r1 1 r1) 4 (return r1)) (safepoints (1 1))",
            &[HOLDS],
            "no such captured value",
        ),
        (
            "(code 0 (int r1 1) 1 (tail-call-known r1 $0)) (safepoints (1 1))",
            &[HOLDS],
            no_closure,
        ),
        // The closure of another procedure, which captures something else, and more.
        (
            "(code 0 (int r1 1) 1 (closure r1 $0 (r1)) 3 (tail-call-known r1 $1)) (safepoints (1 1) (3 1))",
            &[HOLDS, READS_CELL],
            captured,
        ),
        (
            "(code 0 (int r1 1) 1 (closure r1 $0 (r1)) 3 (tail-call-known r1 $1)) (safepoints (1 1) (3 1))",
            &[
                HOLDS,
                r#"(procedure "two" (exactly 0) (frame 3) (captures 2)
                    (code 0 (free-ref r1 1) 1 (return r1)))"#,
            ],
            no_closure,
        ),
        // A clause of a case-lambda reads a cell that its closure does not hold.
        (
            "(code 0 (int r1 1) 1 (closure r1 $0 (r1)) 3 (return r1)) (safepoints (1 1))",
            &[r#"(procedure "both" (cases 2) (frame 0) (captures 1) (code))"#, READS_CELL],
            captured,
        ),
    ];
    for (entry, others, expected) in bad {
        let error = verify(unit_of(entry, others)).expect_err(entry);
        assert_eq!(error.message, *expected, "{entry}");
    }
}

#[test]
fn no_values_are_no_value() {
    // Several values come back, perhaps none: the first slot of their window is nobody's.
    let text = GOOD.replacen("16 (receive r2 1 1)", "16 (tail-call-received r2 r2)", 1);
    let unit = parse(&text).expect("a unit");
    let error = verify(unit).expect_err("the verifier refuses it");
    assert_eq!(error.message, "a register is read that may hold nothing");
}
