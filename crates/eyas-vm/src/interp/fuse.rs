//! Superinstructions: frequent pairs of operations that one handler does, to save the jump between them.
//!
//! Fusing happens when a procedure is loaded and changes nothing but the operation number of the first instruction:
//! both words stay where they are, the fused handler does the first one's work, then fetches the second word and does
//! its work. So places, safepoints, return points and jump targets hold as they are; a jump to the second instruction
//! finds it as it was (perhaps fused with the third). Bytecode, verifier and other tiers know nothing of it: they
//! read code through [`plain`], which gives a word its own operation back.
//!
//! Some fused operations depend on operands too, or are one operation with certain operands: those are in `quick.rs`.
//!
//! Only the work of the frequent cases (`step.rs`) is shared; for anything else the slow path of the instruction goes
//! on alone, as if it had been dispatched. It may find a fused number in its word, so what looks at the number there
//! does so through [`plain`].
//!
//! A known call of the running procedure itself jumps instead (`own`): it need not wait for the loads of the callee's
//! template and entry, which is 18 % of fib. Ends of loops that do the test at the head, too, were measured and bring
//! nothing: there the interpreter waits for the chain of code words and slots, not for dispatch.
//!
//! The pairs were chosen by reading what the compiler makes of `benches/`; two moves are none, which was slower on
//! tak. (Proebsting, "Optimizing an ANSI C Interpreter with Superoperators", 1995; done in place as in Ertl and
//! Gregg's "Vmgen", 2002.)

use crate::code::MachineOp;
use crate::interp::arith::*;
use crate::interp::branch::*;
use crate::interp::call::*;
use crate::interp::closure::free_ref;
use crate::interp::compare::is_type;
use crate::interp::dispatch::Handler;
use crate::interp::handlers;
use crate::interp::move_::*;
use crate::interp::pair::*;
use crate::interp::port::write_char;
use crate::interp::quick;
use crate::interp::string::string_ref;
use crate::interp::values::return_one;
use crate::interp::vector::*;
use crate::tier::uncounted;
use eyas_bytecode::{Op, Role};
use std::cell::Cell;

/// The first number of a fused operation.
const FIRST: u16 = (Op::ALL.len() + MachineOp::COUNT) as u16;
/// How many operations there are: the compiler's, the machine's, and the fused ones.
pub(in crate::interp) const OPERATIONS: usize = FIRST as usize + Fusion::ALL.len();

/// True if the word says that its instruction has computed with flonums.
#[inline(always)]
pub(crate) fn saw_flonums(word: u64) -> bool {
    usize::from(word as u16) >= OPERATIONS
}

/// The word that says so too; its handler is the same.
pub(in crate::interp) fn with_flonums(word: u64) -> u64 {
    if saw_flonums(word) {
        word
    } else {
        word + OPERATIONS as u64
    }
}

macro_rules! fusions {
    (
        chosen { $($special:ident: $of:ident;)* }
        pairs { $($name:ident: $first:ident $step:ident, $second:ident $then:ident;)* }
        own {
            $($own:ident: $general:ident $own_first:ident $own_step:ident;)*
        }
    ) => {
        /// A pair of operations, or an operation with certain operands, with a handler of its own.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u16)]
        pub(in crate::interp) enum Fusion { $($special,)* $($name,)* $($own),* }

        impl Fusion {
            /// Every one, in the order of their numbers.
            pub(in crate::interp) const ALL: &[Fusion] =
                &[$(Fusion::$special,)* $(Fusion::$name,)* $(Fusion::$own),*];

            /// Their handlers, in the same order.
            pub(in crate::interp) const HANDLERS: &[Handler] = &[$(quick::$special,)* $($name,)* $($own),*];

            /// The number in the instruction word.
            pub(in crate::interp) const fn number(self) -> u16 {
                FIRST + self as u16
            }

            /// What the first instruction is.
            fn first(self) -> Op {
                match self {
                    $(Fusion::$special => Op::$of,)*
                    $(Fusion::$name => Op::$first,)*
                    $(Fusion::$own => Op::$own_first,)*
                }
            }

            /// The same where the second is a call of the running procedure.
            fn of_own(self) -> Option<Fusion> {
                match self {
                    $(Fusion::$general => Some(Fusion::$own),)*
                    _ => None,
                }
            }

            /// The fusion of these two, if there is one.
            fn of(first: Op, second: Op) -> Option<Fusion> {
                match (first, second) {
                    $((Op::$first, Op::$second) => Some(Fusion::$name),)*
                    _ => None,
                }
            }
        }

        handlers! {$(
            fn $name(s) {
                $step(s, |mut s| {
                    s.word = s.pc.read();
                    s.pc = s.pc.offset(1);
                    $then(s, |s| s.next());
                })
            }
        )*}
        handlers! {$(
            fn $own(s) {
                $own_step(s, |mut s| {
                    s.word = s.pc.read();
                    s.pc = s.pc.offset(1);
                    call_own(s, |s| s.next());
                })
            }
        )*}
    };
}

fusions! {
    chosen {
        ReadCharTaken: ReadChar;
        ReadCharPassed: ReadChar;
        PeekCharTaken: PeekChar;
        PeekCharPassed: PeekChar;
        CharTests: Const;
        Downcase: Native;
        Upcase: Native;
        IsAlphabetic: Native;
        IsAlphabeticBranchFalse: Native;
        IsNumeric: Native;
        IsNumericBranchFalse: Native;
        IsWhitespace: Native;
        IsWhitespaceBranchFalse: Native;
        Memq: Native;
        Memv: Native;
        Assq: Native;
        Assv: Native;
    }

    pairs {
    WriteCharLoopBack: WriteChar write_char, LoopBack loop_back;
    WriteCharAddInt: WriteChar write_char, AddInt add_int;
    ConstLoopBack: Const const_, LoopBack loop_back;
    BranchFalseAddInt: BranchFalse branch_false, AddInt add_int;
    StringRefMove: StringRef string_ref, Move move_;

    AddIntLoopBack: AddInt add_int, LoopBack loop_back;
    SubIntLoopBack: SubInt sub_int, LoopBack loop_back;
    AddLoopBack: Add add, LoopBack loop_back;
    SubLoopBack: Sub sub, LoopBack loop_back;
    CdrLoopBack: Cdr cdr, LoopBack loop_back;
    CddrLoopBack: Cddr cddr, LoopBack loop_back;
    MoveLoopBack: Move move_, LoopBack loop_back;
    ConsLoopBack: Cons cons, LoopBack loop_back;
    ModuloLoopBack: Modulo modulo, LoopBack loop_back;

    MoveConst: Move move_, Const const_;
    MoveInt: Move move_, Int int;
    MoveJump: Move move_, Jump jump;
    IntJump: Int int, Jump jump;
    IntInt: Int int, Int int;
    IntMove: Int int, Move move_;
    ConstMove: Const const_, Move move_;
    ConstConst: Const const_, Const const_;
    MoveAddInt: Move move_, AddInt add_int;
    MoveSubInt: Move move_, SubInt sub_int;
    MoveAdd: Move move_, Add add;
    MoveCar: Move move_, Car car;
    MoveCdr: Move move_, Cdr cdr;
    SubIntMove: SubInt sub_int, Move move_;
    AddIntMove: AddInt add_int, Move move_;
    AddMove: Add add, Move move_;
    CarMove: Car car, Move move_;
    CdrMove: Cdr cdr, Move move_;
    FreeRefMove: FreeRef free_ref, Move move_;

    MoveCallKnown: Move move_, CallKnown call_known;
    IntCallKnown: Int int, CallKnown call_known;
    ConstCallKnown: Const const_, CallKnown call_known;
    SubIntCallKnown: SubInt sub_int, CallKnown call_known;
    AddIntCallKnown: AddInt add_int, CallKnown call_known;
    SubCallKnown: Sub sub, CallKnown call_known;
    AddCallKnown: Add add, CallKnown call_known;
    CarCallKnown: Car car, CallKnown call_known;
    CdrCallKnown: Cdr cdr, CallKnown call_known;
    ConsCallKnown: Cons cons, CallKnown call_known;
    MoveCall: Move move_, Call call;
    IntCall: Int int, Call call;
    AddIntCall: AddInt add_int, Call call;
    SubIntCall: SubInt sub_int, Call call;
    CarCall: Car car, Call call;
    CdrCall: Cdr cdr, Call call;
    FreeRefCall: FreeRef free_ref, Call call;
    MoveTailCall: Move move_, TailCall tail_call;
    FreeRefTailCall: FreeRef free_ref, TailCall tail_call;
    MoveTailCallKnown: Move move_, TailCallKnown tail_call_known;

    AddReturn: Add add, Return return_one;
    SubReturn: Sub sub, Return return_one;
    MulReturn: Mul mul, Return return_one;
    AddIntReturn: AddInt add_int, Return return_one;
    SubIntReturn: SubInt sub_int, Return return_one;
    ConsReturn: Cons cons, Return return_one;
    ConstReturn: Const const_, Return return_one;
    IntReturn: Int int, Return return_one;
    CarReturn: Car car, Return return_one;
    CdrReturn: Cdr cdr, Return return_one;
    VectorRefReturn: VectorRef vector_ref, Return return_one;
    FreeRefReturn: FreeRef free_ref, Return return_one;
    IsTypeReturn: IsType is_type, Return return_one;

    BranchNotNullReturn: BranchNotNull branch_not_null, Return return_one;
    BranchNotPairReturn: BranchNotPair branch_not_pair, Return return_one;
    BranchFalseReturn: BranchFalse branch_false, Return return_one;
    BranchNotNumEqReturn: BranchNotNumEq branch_not_num_eq, Return return_one;
    BranchNotNumEqIntReturn: BranchNotNumEqInt branch_not_num_eq_int, Return return_one;
    BranchNotLessReturn: BranchNotLess branch_not_less, Return return_one;
    BranchNotLessIntReturn: BranchNotLessInt branch_not_less_int, Return return_one;
    BranchNotNullConst: BranchNotNull branch_not_null, Const const_;
    BranchNotNullInt: BranchNotNull branch_not_null, Int int;
    BranchNotNumEqIntInt: BranchNotNumEqInt branch_not_num_eq_int, Int int;
    BranchNotNumEqIntConst: BranchNotNumEqInt branch_not_num_eq_int, Const const_;
    BranchNotNullCar: BranchNotNull branch_not_null, Car car;
    BranchNullCar: BranchNull branch_null, Car car;
    BranchNullCdr: BranchNull branch_null, Cdr cdr;
    BranchNotPairCar: BranchNotPair branch_not_pair, Car car;
    BranchNotPairCdr: BranchNotPair branch_not_pair, Cdr cdr;
    BranchPairCar: BranchPair branch_pair, Car car;
    BranchNotPairBranchNull: BranchNotPair branch_not_pair, BranchNull branch_null;
    BranchFalseCar: BranchFalse branch_false, Car car;
    BranchFalseCdr: BranchFalse branch_false, Cdr cdr;
    BranchNumEqIntMove: BranchNumEqInt branch_num_eq_int, Move move_;
    BranchLessMove: BranchLess branch_less, Move move_;
    BranchNotLessMove: BranchNotLess branch_not_less, Move move_;
    BranchNotLessSubInt: BranchNotLess branch_not_less, SubInt sub_int;
    BranchLessAddInt: BranchLess branch_less, AddInt add_int;
    BranchNotLessAddInt: BranchNotLess branch_not_less, AddInt add_int;
    BranchLessVectorRef: BranchLess branch_less, VectorRef vector_ref;
    BranchNotEqConstCdr: BranchNotEqConst branch_not_eq_const, Cdr cdr;
    BranchNotEqConstCadr: BranchNotEqConst branch_not_eq_const, Cadr cadr;

    CarBranchNotEqConst: Car car, BranchNotEqConst branch_not_eq_const;
    CarBranchNotEq: Car car, BranchNotEq branch_not_eq;
    CarBranchEq: Car car, BranchEq branch_eq;
    CarBranchNotPair: Car car, BranchNotPair branch_not_pair;
    CarBranchFalse: Car car, BranchFalse branch_false;
    CdrBranchNotPair: Cdr cdr, BranchNotPair branch_not_pair;
    CdrBranchPair: Cdr cdr, BranchPair branch_pair;
    CdrBranchNotNull: Cdr cdr, BranchNotNull branch_not_null;
    CdrBranchNull: Cdr cdr, BranchNull branch_null;
    VectorRefBranchFalse: VectorRef vector_ref, BranchFalse branch_false;
    VectorRefBranchTrue: VectorRef vector_ref, BranchTrue branch_true;
    VectorRefBranchNotLess: VectorRef vector_ref, BranchNotLess branch_not_less;
    VectorRefBranchNotNumEqInt: VectorRef vector_ref, BranchNotNumEqInt branch_not_num_eq_int;
    ByteRefBranchNotNumEqInt: ByteRef byte_ref, BranchNotNumEqInt branch_not_num_eq_int;
    EvenBranchFalse: Even even, BranchFalse branch_false;
    EvenBranchTrue: Even even, BranchTrue branch_true;
    OddBranchFalse: Odd odd, BranchFalse branch_false;
    OddBranchTrue: Odd odd, BranchTrue branch_true;
    IsTypeBranchFalse: IsType is_type, BranchFalse branch_false;
    IntBranchNotLess: Int int, BranchNotLess branch_not_less;
    IntBranchNotNumEq: Int int, BranchNotNumEq branch_not_num_eq;
    IntBranchNotLessEq: Int int, BranchNotLessEq branch_not_less_eq;
    AddIntBranchNotNumEq: AddInt add_int, BranchNotNumEq branch_not_num_eq;
    AddBranchNotNumEq: Add add, BranchNotNumEq branch_not_num_eq;
    SubBranchNotNumEq: Sub sub, BranchNotNumEq branch_not_num_eq;
    StringRefBranchNotCharEq: StringRef string_ref, BranchNotCharEq branch_not_char_eq;
    StringRefBranchNotEqConst: StringRef string_ref, BranchNotEqConst branch_not_eq_const;

    IntModulo: Int int, Modulo modulo;
    IntRemainder: Int int, Remainder remainder;
    IntQuotient: Int int, Quotient quotient;
    IntVectorSet: Int int, VectorSet vector_set;
    ConstVectorSet: Const const_, VectorSet vector_set;
    IntByteSet: Int int, ByteSet byte_set;
    VectorSetAdd: VectorSet vector_set, Add add;
    VectorSetAddInt: VectorSet vector_set, AddInt add_int;
    ByteSetAdd: ByteSet byte_set, Add add;
    ConstCons: Const const_, Cons cons;
    ConsCons: Cons cons, Cons cons;
    ConsConst: Cons cons, Const const_;
    ConsCdr: Cons cons, Cdr cdr;
    CarCons: Car car, Cons cons;
    CdrCons: Cdr cdr, Cons cons;
    ConsMove: Cons cons, Move move_;
    ConsAddInt: Cons cons, AddInt add_int;
    CarCdr: Car car, Cdr cdr;
    CdrCar: Cdr cdr, Car car;
    CdrCdr: Cdr cdr, Cdr cdr;
    CarCar: Car car, Car car;
    CddrCar: Cddr cddr, Car car;
    CarAdd: Car car, Add add;
    AddCdr: Add add, Cdr cdr;
    AddVectorRef: Add add, VectorRef vector_ref;
    AddIntVectorRef: AddInt add_int, VectorRef vector_ref;
    SubIntVectorRef: SubInt sub_int, VectorRef vector_ref;
    VectorRefVectorRef: VectorRef vector_ref, VectorRef vector_ref;
    VectorRefAdd: VectorRef vector_ref, Add add;
    VectorRefMul: VectorRef vector_ref, Mul mul;
    MulAdd: Mul mul, Add add;
    MulIntAdd: MulInt mul_int, Add add;
    MulIntAddInt: MulInt mul_int, AddInt add_int;
    AddAdd: Add add, Add add;
    AddAddInt: Add add, AddInt add_int;
    AddIntAddInt: AddInt add_int, AddInt add_int;
    AddIntAdd: AddInt add_int, Add add;
    FreeRefFreeRef: FreeRef free_ref, FreeRef free_ref;
    FreeRefAdd: FreeRef free_ref, Add add;
    FreeRefSubInt: FreeRef free_ref, SubInt sub_int;
}

// A known call of the running procedure itself ([`shorten_own_calls`]).
own {
    MoveCallOwn: MoveCallKnown Move move_;
    IntCallOwn: IntCallKnown Int int;
    ConstCallOwn: ConstCallKnown Const const_;
    SubIntCallOwn: SubIntCallKnown SubInt sub_int;
    AddIntCallOwn: AddIntCallKnown AddInt add_int;
    SubCallOwn: SubCallKnown Sub sub;
    AddCallOwn: AddCallKnown Add add;
    CarCallOwn: CarCallKnown Car car;
    CdrCallOwn: CdrCallKnown Cdr cdr;
    ConsCallOwn: ConsCallKnown Cons cons;
} }

/// Words of the data behind the instruction in `word`.
fn data_words(word: u64, op: Op) -> usize {
    let c = (word >> 48) as usize;
    match op.roles()[2] {
        Role::List => c.div_ceil(4),
        Role::Table => c.div_ceil(2),
        _ => usize::from(op.has_field_word()),
    }
}

/// Fuses what can be fused of the code of a procedure, so that a run through it takes the fewest jumps. Where that
/// leaves a choice, later pairs win: what ends in a call or a jump gains most (measured on tak).
pub(crate) fn fuse(words: &mut [u64]) {
    let mut starts: Vec<(usize, Option<Op>)> = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        // No operation: a loop that a tier counts.
        let op = Op::from_number(word as u16);
        starts.push((at, op));
        at += 1 + op.map_or(0, |op| data_words(word, op));
    }
    // Jumps to the end from the next instruction, and from the one after it.
    let (mut from_next, mut from_second) = (0_usize, 0_usize);
    let mut next: Option<(usize, Op)> = None;
    for (at, op) in starts.into_iter().rev() {
        let mut cost = 1 + from_next;
        if let (Some(first), Some((_, second))) = (op, next)
            && let Some(fusion) = Fusion::of(first, second)
            && (second.effects().end || 1 + from_second < cost)
        {
            cost = 1 + if second.effects().end { 0 } else { from_second };
            words[at] = words[at] & !0xffff | u64::from(FIRST + fusion as u16);
        } else if let Some((fusion, count)) =
            quick::choose(words[at], next.map(|(at, _)| plain(words[at])))
        {
            if count == 2 {
                cost = 1 + from_second;
            }
            words[at] = words[at] & !0xffff | u64::from(FIRST + fusion as u16);
        }
        if op.is_none_or(|op| op.effects().end) {
            cost = 1;
        }
        (from_next, from_second) = (cost, from_next);
        next = op.map(|op| (at, op));
    }
}

/// The code of a procedure as the compiler made it.
pub(crate) fn original(words: &[Cell<u64>]) -> Vec<u64> {
    let mut words: Vec<u64> = words.iter().map(Cell::get).collect();
    let mut at = 0;
    while let Some(word) = words.get_mut(at) {
        *word = uncounted(plain(*word));
        at += 1 + Op::from_number(*word as u16).map_or(0, |op| data_words(*word, op));
    }
    words
}

/// The fusion that a word is the first of.
fn fusion_in(word: u64) -> Option<Fusion> {
    let number = (word as u16).checked_sub(FIRST)?;
    Fusion::ALL.get(number as usize).copied()
}

/// Has calls of the running procedure itself jump back to its first instruction: `is_own` tells which constants are its
/// template. (A known call waits for two loads, of the template and of its entry, before the next word can be read.)
pub(crate) fn shorten_own_calls(words: &mut [u64], is_own: impl Fn(usize) -> bool) {
    let mut starts: Vec<usize> = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        starts.push(at);
        let op = Op::from_number(plain(word) as u16);
        at += 1 + op.map_or(0, |op| data_words(word, op));
    }
    let mut before: Option<usize> = None;
    for at in starts {
        let word = words[at];
        let constant = (word >> 32) as u16;
        if word as u16 == Op::CallKnown as u16
            && is_own(constant.into())
            && let Ok(distance) = u16::try_from(at + 1)
        {
            let rest = word & !0xffff_0000_ffff;
            words[at] = rest | u64::from(distance) << 32 | u64::from(MachineOp::CallOwn.number());
            if let Some(before) = before
                && let Some(fusion) = fusion_in(words[before])
                && let Some(own) = fusion.of_own()
            {
                words[before] = words[before] & !0xffff | u64::from(FIRST + own as u16);
            }
        }
        before = Some(at);
    }
}

/// The word as the compiler made it, but for loops that are counted and calls of the procedure itself.
pub(crate) fn plain(word: u64) -> u64 {
    let word = if saw_flonums(word) {
        word - OPERATIONS as u64
    } else {
        word
    };
    match fusion_in(word) {
        Some(fusion) => word & !0xffff | fusion.first() as u64,
        None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_with_a_known_call_has_one_with_an_own_call() {
        for fusion in Fusion::ALL {
            let ends_in_known_call = format!("{fusion:?}").ends_with("CallKnown");
            let is_tail = format!("{fusion:?}").ends_with("TailCallKnown");
            assert_eq!(
                fusion.of_own().is_some(),
                ends_in_known_call && !is_tail,
                "{fusion:?}"
            );
        }
    }
}
