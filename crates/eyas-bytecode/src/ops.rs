//! The table of operations: what the compiler emits, the interpreter runs and the template tier translates.
//!
//! An instruction is one 64-bit word `op:16 a:16 b:16 c:16`, lowest bits first; some are followed by data words.
//! Registers are slots of the frame: slot 0 holds the running closure (if the callee needs one), slots 1 … n the
//! arguments, then locals and temporaries. A *call window* at `f` is: `f-1` the link word, `f` the callee,
//! `f+1 …` the arguments; the result of a call appears in `f`.
//!
//! The columns of a row: variant, text name, the roles of operands `a`, `b`, `c`, effects.
//!
//! | role | operand |
//! |---|---|
//! | `Out` | register that is written |
//! | `In` | register that is read |
//! | `Window` | first register of a call window or argument window (see the row) |
//! | `Int` | signed 16-bit number |
//! | `Word` | 32 bits in `b` and `c` |
//! | `Const` | index into the procedure's constants |
//! | `ConstWord` | the same, 32 bits in `b` and `c` |
//! | `Jump` | signed 16-bit distance in words from the next instruction |
//! | `JumpWord` | the same, 32 bits in `b` and `c` |
//! | `Count` | unsigned 16-bit number |
//! | `Test` | a row of `types.rs` |
//! | `Prim` | a row of `prims.rs` |
//! | `Return` | index of the return point |
//! | `List` | count of registers that are read; they follow in data words, four to a word, lowest bits first |
//! | `Table` | count of jump distances (`i32`, two to a word, from the word after the table) that follow in data words |
//! | `None` | nothing; zero |
//!
//! | effect | meaning |
//! |---|---|
//! | `gc` | may collect: the procedure has a safepoint for it, whose map is the registers live *into* it |
//! | `raise` | may raise; the source map has its place |
//! | `call` | leaves the procedure and comes back at a return point |
//! | `jump` | does not always go on to the next instruction |
//! | `end` | never goes on to the next instruction |

/// Calls `$consumer! { … }` with every row of the table.
#[macro_export]
macro_rules! operations {
    ($consumer:ident) => {
        $consumer! {
            // Moves and constants.
            /// Does nothing.
            Nop "nop" (None, None, None) [];
            /// `a ← b`
            Move "move" (Out, In, None) [];
            /// `a ← constant`
            Const "const" (Out, ConstWord, None) [];
            /// `a ← fixnum` of the sign-extended word.
            Int "int" (Out, Word, None) [];
            /// `a ← immediate` whose bits are the word (booleans, characters, `()` …).
            Immediate "immediate" (Out, Word, None) [];

            // Global variables. The constant is the variable.
            /// `a ← value`; raises if it has none.
            GlobalRef "global-ref" (Out, ConstWord, None) [gc raise];
            /// `a ← value` of a variable known to have one.
            GlobalGet "global-get" (Out, ConstWord, None) [];
            /// `variable ← a`; raises if it has no value yet.
            GlobalSet "global-set" (In, ConstWord, None) [gc raise];
            /// `variable ← a`, defining it.
            GlobalDefine "global-define" (In, ConstWord, None) [];

            // Assigned local variables live in cells.
            /// `a ←` new cell holding `b`
            Cell "cell" (Out, In, None) [gc];
            /// `a ←` content of cell `b`
            CellRef "cell-ref" (Out, In, None) [];
            /// `a ←` content of cell `b`; raises if it has none yet; `c` is the variable's name.
            CellRefChecked "cell-ref-checked" (Out, In, Const) [gc raise];
            /// content of cell `a ← b`
            CellSet "cell-set" (In, In, None) [];

            // Closures.
            /// `a ←` closure of template `b` capturing the listed registers.
            Closure "closure" (Out, Const, List) [gc];
            /// captured value `b` of closure `a ← c`; ties the knot of mutually recursive closures.
            ClosurePatch "closure-patch" (In, Count, In) [];
            /// `a ←` captured value `b` of the running closure
            FreeRef "free-ref" (Out, Count, None) [];

            // Jumps and branches.
            /// Go on at the target.
            Jump "jump" (None, JumpWord, None) [end];
            /// A loop's back edge: polls for interrupts, counts, goes on at the target.
            LoopBack "loop-back" (None, JumpWord, None) [gc end];
            /// Jump if `a` is `#f`.
            BranchFalse "branch-false" (In, JumpWord, None) [jump];
            /// Jump unless `a` is `#f`.
            BranchTrue "branch-true" (In, JumpWord, None) [jump];
            /// Jump if `a` passes type test `b`.
            BranchType "branch-type" (In, Test, Jump) [jump];
            /// Jump unless `a` passes type test `b`.
            BranchNotType "branch-not-type" (In, Test, Jump) [jump];
            /// Jump if `a` is a pair.
            BranchPair "branch-pair" (In, JumpWord, None) [jump];
            /// Jump unless `a` is a pair.
            BranchNotPair "branch-not-pair" (In, JumpWord, None) [jump];
            /// Jump if `a` is `()`.
            BranchNull "branch-null" (In, JumpWord, None) [jump];
            /// Jump unless `a` is `()`.
            BranchNotNull "branch-not-null" (In, JumpWord, None) [jump];
            /// Jump if `a` and `b` are the same object.
            BranchEq "branch-eq" (In, In, Jump) [jump];
            /// Jump unless `a` and `b` are the same object.
            BranchNotEq "branch-not-eq" (In, In, Jump) [jump];
            /// Jump if `a` is the very constant `b`.
            BranchEqConst "branch-eq-const" (In, Const, Jump) [jump];
            /// Jump unless `a` is the very constant `b`.
            BranchNotEqConst "branch-not-eq-const" (In, Const, Jump) [jump];
            /// Jump if `(eqv? a b)`.
            BranchEqv "branch-eqv" (In, In, Jump) [jump];
            /// Jump unless `(eqv? a b)`.
            BranchNotEqv "branch-not-eqv" (In, In, Jump) [jump];
            /// Jump if `(= a b)`.
            BranchNumEq "branch-num-eq" (In, In, Jump) [gc raise jump];
            /// Jump unless `(= a b)`.
            BranchNotNumEq "branch-not-num-eq" (In, In, Jump) [gc raise jump];
            /// Jump if `(< a b)`.
            BranchLess "branch-less" (In, In, Jump) [gc raise jump];
            /// Jump unless `(< a b)`.
            BranchNotLess "branch-not-less" (In, In, Jump) [gc raise jump];
            /// Jump if `(<= a b)`.
            BranchLessEq "branch-less-eq" (In, In, Jump) [gc raise jump];
            /// Jump unless `(<= a b)`.
            BranchNotLessEq "branch-not-less-eq" (In, In, Jump) [gc raise jump];
            /// Jump if `(= a int)`.
            BranchNumEqInt "branch-num-eq-int" (In, Int, Jump) [gc raise jump];
            /// Jump unless `(= a int)`.
            BranchNotNumEqInt "branch-not-num-eq-int" (In, Int, Jump) [gc raise jump];
            /// Jump if `(< a int)`.
            BranchLessInt "branch-less-int" (In, Int, Jump) [gc raise jump];
            /// Jump unless `(< a int)`.
            BranchNotLessInt "branch-not-less-int" (In, Int, Jump) [gc raise jump];
            /// Jump if `(> a int)`.
            BranchMoreInt "branch-more-int" (In, Int, Jump) [gc raise jump];
            /// Jump unless `(> a int)`.
            BranchNotMoreInt "branch-not-more-int" (In, Int, Jump) [gc raise jump];
            /// Jump if `(char=? a b)`.
            BranchCharEq "branch-char-eq" (In, In, Jump) [gc raise jump];
            /// Jump unless `(char=? a b)`.
            BranchNotCharEq "branch-not-char-eq" (In, In, Jump) [gc raise jump];
            /// Jump if `(char<? a b)`.
            BranchCharLess "branch-char-less" (In, In, Jump) [gc raise jump];
            /// Jump unless `(char<? a b)`.
            BranchNotCharLess "branch-not-char-less" (In, In, Jump) [gc raise jump];
            /// Jump if `a` is a record of type (constant) `b` or of one of its children.
            BranchRecord "branch-record" (In, Const, Jump) [jump];
            /// Jump unless `a` is a record of type (constant) `b` or of one of its children.
            BranchNotRecord "branch-not-record" (In, Const, Jump) [jump];
            /// With `n = a - int`: the `n`-th jump of the table if `a` is a fixnum and `n` is in range;
            /// else go on after the table.
            Switch "switch" (In, Int, Table) [jump];
            /// The same on the scalar value of a character.
            SwitchChar "switch-char" (In, Int, Table) [jump];

            // Calls. Windows are described in the module's documentation.
            /// Call what is in `a` with `b` arguments.
            Call "call" (Window, Count, Return) [call gc raise];
            /// Call the procedure of template (constant) `b`, whose arity is known to fit. Slot `a` holds its
            /// closure if it captures anything, else nothing.
            CallKnown "call-known" (Window, Const, Return) [call gc raise];
            /// Call the value of global variable (constant) `b`; `c` is the return point, whose record holds
            /// the argument count. Slot `a` is filled by the call.
            CallGlobal "call-global" (Window, Const, Return) [call gc raise];
            /// Call what is in `a` with `b` arguments and this frame's continuation.
            TailCall "tail-call" (Window, Count, None) [gc raise end];
            /// Tail call of a known template (constant) `b`; its arguments are at `a+1 …`, its closure in `a`.
            TailCallKnown "tail-call-known" (Window, Const, None) [gc raise end];
            /// Tail call of the value of global variable (constant) `b` with `c` arguments at `a+1 …`.
            TailCallGlobal "tail-call-global" (Window, Const, Count) [gc raise end];
            /// Call `a` with `b` arguments of which the last is a list that is spread.
            Apply "apply" (Window, Count, Return) [call gc raise];
            /// The same as a tail call.
            TailApply "tail-apply" (Window, Count, None) [gc raise end];
            /// Call the procedure in `a` with the current continuation (of return point `c`).
            CallCc "call-cc" (Window, None, Return) [call gc raise];
            /// Call the procedure in `a` with the continuation of this frame.
            TailCallCc "tail-call-cc" (Window, None, None) [gc raise end];
            /// The same as `call-cc`, with a continuation that may be used once.
            CallOnce "call-1cc" (Window, None, Return) [call gc raise];
            /// The same as `tail-call-cc`, with a continuation that may be used once.
            TailCallOnce "tail-call-1cc" (Window, None, None) [gc raise end];
            /// Return `a`.
            Return "return" (In, None, None) [end];
            /// Return the `b` values at `a …`.
            ReturnValues "return-values" (Window, Count, None) [gc raise end];
            /// Where one value comes back to a place that takes several: counts it as one. Stands right
            /// before `receive` or `receive-all`; several values come back right after it.
            OneValue "one-value" (None, None, None) [];
            /// Expects exactly `b` values, or (`c` is 1) at least `b` and a list of the rest, and puts them
            /// into `a …`. They stand in the window of the call before it.
            Receive "receive" (Window, Count, Count) [gc raise];
            /// Tail call of the procedure in `a` with the values just returned to window `b`.
            TailCallReceived "tail-call-received" (In, Window, None) [gc raise end];
            /// Call the procedure in `a` with the values just returned to window `b`.
            CallReceived "call-received" (In, Window, Return) [call gc raise];
            /// `a ←` result of primitive `c` applied to the `b` arguments in `a …`
            Native "native" (Window, Count, Prim) [gc raise];
            /// Ends the run with value `a`.
            Halt "halt" (In, None, None) [end];

            // Equivalence and types.
            /// `a ← (eq? b c)`
            Eq "eq" (Out, In, In) [];
            /// `a ← (eqv? b c)`
            Eqv "eqv" (Out, In, In) [];
            /// `a ← (not b)`
            Not "not" (Out, In, None) [];
            /// `a ←` whether `b` passes type test `c`
            IsType "is-type" (Out, In, Test) [];

            // Pairs.
            /// `a ← (cons b c)`
            Cons "cons" (Out, In, In) [gc];
            /// `a ← (car b)`
            Car "car" (Out, In, None) [gc raise];
            /// `a ← (cdr b)`
            Cdr "cdr" (Out, In, None) [gc raise];
            /// `a ← (caar b)`
            Caar "caar" (Out, In, None) [gc raise];
            /// `a ← (cadr b)`
            Cadr "cadr" (Out, In, None) [gc raise];
            /// `a ← (cdar b)`
            Cdar "cdar" (Out, In, None) [gc raise];
            /// `a ← (cddr b)`
            Cddr "cddr" (Out, In, None) [gc raise];
            /// `(set-car! a b)`
            SetCar "set-car" (In, In, None) [gc raise];
            /// `(set-cdr! a b)`
            SetCdr "set-cdr" (In, In, None) [gc raise];

            // Numbers: fixnums and flonums inline, the rest of the tower behind them.
            /// `a ← (+ b c)`
            Add "add" (Out, In, In) [gc raise];
            /// `a ← (- b c)`
            Sub "sub" (Out, In, In) [gc raise];
            /// `a ← (* b c)`
            Mul "mul" (Out, In, In) [gc raise];
            /// `a ← (/ b c)`
            Div "div" (Out, In, In) [gc raise];
            /// `a ← (+ b int)`
            AddInt "add-int" (Out, In, Int) [gc raise];
            /// `a ← (- b int)`
            SubInt "sub-int" (Out, In, Int) [gc raise];
            /// `a ← (* b int)`
            MulInt "mul-int" (Out, In, Int) [gc raise];
            /// `a ← (quotient b c)`
            Quotient "quotient" (Out, In, In) [gc raise];
            /// `a ← (remainder b c)`
            Remainder "remainder" (Out, In, In) [gc raise];
            /// `a ← (modulo b c)`
            Modulo "modulo" (Out, In, In) [gc raise];
            /// `a ← (= b c)`
            NumEq "num-eq" (Out, In, In) [gc raise];
            /// `a ← (< b c)`
            Less "less" (Out, In, In) [gc raise];
            /// `a ← (<= b c)`
            LessEq "less-eq" (Out, In, In) [gc raise];
            /// `a ← (bitwise-and b c)`
            BitAnd "bit-and" (Out, In, In) [gc raise];
            /// `a ← (bitwise-ior b c)`
            BitOr "bit-or" (Out, In, In) [gc raise];
            /// `a ← (bitwise-xor b c)`
            BitXor "bit-xor" (Out, In, In) [gc raise];
            /// `a ← (arithmetic-shift b c)`
            Shift "shift" (Out, In, In) [gc raise];
            /// `a ← (inexact b)`
            Inexact "inexact" (Out, In, None) [gc raise];
            /// `a ← (sqrt b)`
            Sqrt "sqrt" (Out, In, None) [gc raise];
            /// `a ← (even? b)`
            Even "even" (Out, In, None) [gc raise];
            /// `a ← (odd? b)`
            Odd "odd" (Out, In, None) [gc raise];

            // Characters.
            /// `a ← (char=? b c)`
            CharEq "char-eq" (Out, In, In) [gc raise];
            /// `a ← (char<? b c)`
            CharLess "char-less" (Out, In, In) [gc raise];
            /// `a ← (char->integer b)`
            CharToInteger "char-to-integer" (Out, In, None) [gc raise];
            /// `a ← (integer->char b)`
            IntegerToChar "integer-to-char" (Out, In, None) [gc raise];

            // Vectors, strings, bytevectors.
            /// `a ← (vector …)` of the listed registers
            Vector "vector" (Out, None, List) [gc];
            /// `a ← (vector-ref b c)`
            VectorRef "vector-ref" (Out, In, In) [gc raise];
            /// `a ← (vector-ref b int)`
            VectorRefInt "vector-ref-int" (Out, In, Int) [gc raise];
            /// `(vector-set! a b c)`
            VectorSet "vector-set" (In, In, In) [gc raise];
            /// `a ← (vector-length b)`
            VectorLength "vector-length" (Out, In, None) [gc raise];
            /// `a ← (string-ref b c)`
            StringRef "string-ref" (Out, In, In) [gc raise];
            /// `(string-set! a b c)`
            StringSet "string-set" (In, In, In) [gc raise];
            /// `a ← (string-length b)`
            StringLength "string-length" (Out, In, None) [gc raise];
            /// `a ← (bytevector-u8-ref b c)`
            ByteRef "byte-ref" (Out, In, In) [gc raise];
            /// `(bytevector-u8-set! a b c)`
            ByteSet "byte-set" (In, In, In) [gc raise];
            /// `a ← (bytevector-length b)`
            BytesLength "bytes-length" (Out, In, None) [gc raise];

            // Records. The type is a constant; the field number is in the data word that follows.
            /// `a ←` record of type (constant) `b` with the listed fields
            Record "record" (Out, Const, List) [gc];
            /// `a ←` field of record `b`, which must be of type (constant) `c`
            RecordRef "record-ref" (Out, In, Const) [gc raise];
            /// field of record `a`, which must be of type (constant) `c`, `← b`
            RecordSet "record-set" (In, In, Const) [gc raise];
            /// `a ←` whether `b` is a record of type (constant) `c`
            IsRecord "is-record" (Out, In, Const) [];

            // Ports: one character or byte from the buffer.
            /// `a ← (read-char b)`
            ReadChar "read-char" (Out, In, None) [gc raise];
            /// `a ← (peek-char b)`
            PeekChar "peek-char" (Out, In, None) [gc raise];
            /// `(write-char a b)`
            WriteChar "write-char" (In, In, None) [gc raise];
            /// `a ← (read-u8 b)`
            ReadByte "read-u8" (Out, In, None) [gc raise];
            /// `a ← (peek-u8 b)`
            PeekByte "peek-u8" (Out, In, None) [gc raise];
            /// `(write-u8 a b)`
            WriteByte "write-u8" (In, In, None) [gc raise];
        }
    };
}

/// What an operand is; the table of roles is in the module's documentation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the table above describes each")]
pub enum Role {
    None,
    Out,
    In,
    Window,
    Int,
    Word,
    Const,
    ConstWord,
    Jump,
    JumpWord,
    Count,
    Test,
    Prim,
    Return,
    List,
    Table,
}

/// What running an operation may do besides its result; the table is in the module's documentation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Effects {
    /// May collect.
    pub gc: bool,
    /// May raise.
    pub raise: bool,
    /// Leaves the procedure and comes back.
    pub call: bool,
    /// May go on elsewhere.
    pub jump: bool,
    /// Never goes on to the next instruction.
    pub end: bool,
}

impl Effects {
    const NONE: Effects = Effects {
        gc: false,
        raise: false,
        call: false,
        jump: false,
        end: false,
    };
}

macro_rules! define_operations {
    ($($(#[$doc:meta])* $name:ident $text:literal ($a:ident, $b:ident, $c:ident) [$($effect:ident)*];)*) => {
        /// An operation; the table is in the module's source.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
        #[repr(u16)]
        pub enum Op { $($(#[$doc])* $name),* }

        impl Op {
            /// Every operation, in table order.
            pub const ALL: &[Op] = &[$(Op::$name),*];

            /// Its name in text.
            pub const fn text(self) -> &'static str {
                match self { $(Op::$name => $text),* }
            }

            /// The roles of operands `a`, `b`, `c`.
            #[inline]
            pub const fn roles(self) -> [Role; 3] {
                const ROLES: &[[Role; 3]] = &[$([Role::$a, Role::$b, Role::$c]),*];
                ROLES[self as usize]
            }

            /// What it may do besides its result.
            #[inline]
            #[allow(clippy::needless_update, reason = "rows without effects")]
            pub const fn effects(self) -> Effects {
                const EFFECTS: &[Effects] = &[$(Effects { $($effect: true,)* ..Effects::NONE }),*];
                EFFECTS[self as usize]
            }
        }
    };
}
operations!(define_operations);

impl Op {
    /// The operation with number `n`, if there is one.
    pub const fn from_number(n: u16) -> Option<Op> {
        if (n as usize) < Op::ALL.len() {
            Some(Op::ALL[n as usize])
        } else {
            None
        }
    }

    /// The operation with this name in text, if there is one.
    pub fn from_text(text: &str) -> Option<Op> {
        Op::ALL.iter().copied().find(|op| op.text() == text)
    }

    /// True for the record operations that have a field number in a data word behind them.
    pub const fn has_field_word(self) -> bool {
        matches!(self, Op::RecordRef | Op::RecordSet)
    }
}
