//! Primitive calls: operations with inline checks, compare-and-branch forms, forms with small numbers in them.
//!
//! *Example*: `(if (< n 2) …)` becomes `branch-not-less-int`, `(+ n -1)` becomes `add-int`, `(car (cdr x))` becomes
//! `cadr`, `(zero? n)` as a test `branch-not-num-eq-int`. What has no operation calls a native with its arguments in a window.

use eyas_bytecode::prims::Lowering;
use eyas_bytecode::{Constant, Op, Prim, Role, TypeTest};
use eyas_datum::datum::DatumKind;
use eyas_datum::number::Number;

use super::{Hint, Label, Lowerer, PlaceId, Reg, Want};
use crate::core::{Expr, ExprId};

/// Lists and vectors of up to this many elements are made without a call.
const INLINE_LIST: usize = 4;
/// Vectors of up to this many elements are made without a call.
const INLINE_VECTOR: usize = 64;
/// Fixnums have 61 bits; larger integers are no immediates.
const FIXNUM_MAX: i64 = (1 << 60) - 1;

impl Lowerer<'_> {
    pub(super) fn prim_call(&mut self, e: ExprId, prim: Prim, args: &[ExprId], want: Want) {
        if !prim.accepts(args.len()) {
            return self.native_by_value(e, prim, args, want);
        }
        if want == Want::Effect && prim.is_discardable() {
            return args.iter().for_each(|&a| self.lower(a, Want::Effect));
        }
        if let Want::Test { yes, no } = want
            && self.prim_test(e, prim, args, yes, no)
        {
            return;
        }
        match (prim, args) {
            (Prim::Car | Prim::Cdr, &[arg]) => {
                if let Some((op, inner)) = self.path(prim, arg) {
                    return self.operation(e, op, &[inner], want);
                }
            }
            (Prim::List, _) if args.len() <= INLINE_LIST => return self.list(args, None, want),
            (Prim::ConsStar, [items @ .., tail]) if items.len() <= INLINE_LIST => {
                return self.list(items, Some(*tail), want);
            }
            (Prim::Vector, _) if args.len() <= INLINE_VECTOR => {
                let list = self.operands(args);
                let to = self.target(want);
                self.emit_list(Op::Vector, [to.0, 0, 0], &list, PlaceId::NONE);
                return self.deliver(want, to);
            }
            (Prim::IsZero | Prim::IsPositive | Prim::IsNegative, &[arg]) => {
                let n = self.value(arg, Hint::NONE);
                let zero = self.constant_register(Constant::Fixnum(0));
                let to = self.target(want);
                let place = self.place_as(e, prim, args);
                let (op, a, b) = match prim {
                    Prim::IsZero => (Op::NumEq, n, zero),
                    Prim::IsPositive => (Op::Less, zero, n),
                    _ => (Op::Less, n, zero),
                };
                self.emit_at(op, to.0, a.0, b.0, place);
                return self.deliver(want, to);
            }
            (Prim::VectorRef, &[vector, index]) => {
                if let Some(i) = self.small_int(index) {
                    return self.with_int(e, Op::VectorRefInt, vector, i, args, want);
                }
            }
            (Prim::Plus, &[a, b]) => {
                if let Some(i) = self.small_int(b) {
                    return self.with_int(e, Op::AddInt, a, i, args, want);
                }
                if let Some(i) = self.small_int(a) {
                    return self.with_int(e, Op::AddInt, b, i, &[b, a], want);
                }
            }
            (Prim::Minus, &[a, b]) => {
                if let Some(i) = self.small_int(b) {
                    return self.with_int(e, Op::SubInt, a, i, args, want);
                }
            }
            (Prim::Times, &[a, b]) => {
                if let Some(i) = self.small_int(b) {
                    return self.with_int(e, Op::MulInt, a, i, args, want);
                }
                if let Some(i) = self.small_int(a) {
                    return self.with_int(e, Op::MulInt, b, i, &[b, a], want);
                }
            }
            _ => {}
        }
        match prim.lowering() {
            Lowering::Op(op) => self.operation(e, op, args, want),
            Lowering::Test(test) => {
                let r = self.value(args[0], Hint::NONE);
                let to = self.target(want);
                self.emit(Op::IsType, to.0, r.0, test as u32);
                self.deliver(want, to);
            }
            Lowering::Left(op) if args.len() >= 2 => self.fold_left(e, op, args, want),
            Lowering::Chain { op, swapped } if args.len() == 2 => {
                let list = self.operands(args);
                let to = self.target(want);
                let (first, second) = if swapped { (1, 0) } else { (0, 1) };
                let place = match swapped {
                    true => self.place_as(e, prim, args),
                    false => self.place_with(e, args),
                };
                self.emit_at(op, to.0, list[first], list[second], place);
                self.deliver(want, to);
            }
            Lowering::Port(op) if Some(args.len() as u32) == prim.arity().1 => {
                self.operation(e, op, args, want);
            }
            _ => self.native(e, prim, args, want),
        }
    }

    /// An operation with the arguments in order, after its result if it has one.
    fn operation(&mut self, e: ExprId, op: Op, args: &[ExprId], want: Want) {
        let list = self.operands(args);
        let place = if op.effects().raise {
            self.place_with(e, args)
        } else {
            PlaceId::NONE
        };
        let at = |i: usize| list.get(i).copied().unwrap_or(0);
        if op.roles()[0] == Role::Out {
            let to = self.target(want);
            self.emit_at(op, to.0, at(0), at(1), place);
            self.deliver(want, to);
        } else {
            self.emit_at(op, at(0), at(1), at(2), place);
            self.done(want);
        }
    }

    fn with_int(&mut self, e: ExprId, op: Op, a: ExprId, i: i16, args: &[ExprId], want: Want) {
        let r = self.value(a, Hint::NONE);
        let to = self.target(want);
        let place = self.place_with(e, args);
        self.emit_at(op, to.0, r.0, i32::from(i) as u32, place);
        self.deliver(want, to);
    }

    fn fold_left(&mut self, e: ExprId, op: Op, args: &[ExprId], want: Want) {
        let first = self.operands(&args[..2]);
        let mut sum = first[0];
        for (i, &arg) in args.iter().enumerate().skip(1) {
            let next = if i == 1 {
                first[1]
            } else {
                self.value(arg, Hint::NONE).0
            };
            let last = i + 1 == args.len();
            let to = if last {
                self.target(want)
            } else {
                self.fresh()
            };
            let left = if i == 1 { args[0] } else { e };
            let place = self.place_with(e, &[left, arg]);
            self.emit_at(op, to.0, sum, next, place);
            sum = to.0;
        }
        self.deliver(want, Reg(sum));
    }

    fn list(&mut self, items: &[ExprId], tail: Option<ExprId>, want: Want) {
        let mut all = items.to_vec();
        all.extend(tail);
        let registers = self.operands(&all);
        let mut list = match tail {
            Some(_) => Reg(registers[items.len()]),
            None => self.constant_register(Constant::Nil),
        };
        for (i, &item) in registers[..items.len()].iter().enumerate().rev() {
            let to = if i == 0 {
                self.target(want)
            } else {
                self.fresh()
            };
            self.emit(Op::Cons, to.0, item, list.0);
            list = to;
        }
        self.deliver(want, list);
    }

    /// Calls the Rust function.
    fn native(&mut self, e: ExprId, prim: Prim, args: &[ExprId], want: Want) {
        let opened = self.open();
        // A single operand is its own window, wherever it stands.
        let list = match args {
            [only] => vec![self.value(*only, Hint::NONE).0],
            _ => {
                let mut list = vec![Reg::NONE.0; args.len()];
                self.fill(opened.0, 0, args, &mut list);
                list
            }
        };
        let window = self.operands_done(opened);
        let place = self.place_with(e, args);
        let to = self.target(want);
        self.emit_list(
            Op::Native,
            [to.0, window.0, u32::from(prim as u16)],
            &list,
            place,
        );
        self.deliver(want, to);
    }

    /// A wrong number of arguments: the call raises.
    fn native_by_value(&mut self, e: ExprId, prim: Prim, args: &[ExprId], want: Want) {
        let id = self.pool.primitive(prim);
        let opened = self.open();
        let mut list = vec![Reg::NONE.0; args.len() + 1];
        self.fill(opened.0, 1, args, &mut list);
        let callee = self.fresh_for(Hint {
            window: opened.0,
            index: 0,
        });
        self.constant_into(callee, id);
        list[0] = callee.0;
        let window = self.operands_done(opened);
        let place = self.place(e);
        self.finish_call(super::call::Callee::Value, window, &list, place, want);
    }

    /// `car` and `cdr` of `car` and `cdr` in one.
    fn path(&self, outer: Prim, arg: ExprId) -> Option<(Op, ExprId)> {
        let Expr::PrimCall(inner, args) = self.core.expr(arg) else {
            return None;
        };
        let op = match (outer, inner) {
            (Prim::Car, Prim::Car) => Op::Caar,
            (Prim::Car, Prim::Cdr) => Op::Cadr,
            (Prim::Cdr, Prim::Car) => Op::Cdar,
            (Prim::Cdr, Prim::Cdr) => Op::Cddr,
            _ => return None,
        };
        match args[..] {
            [inner] => Some((op, inner)),
            _ => None,
        }
    }

    fn small_int(&self, e: ExprId) -> Option<i16> {
        match self.core.expr(e) {
            Expr::Quote(d) => match d.kind() {
                DatumKind::Number(Number::Fixnum(n)) => i16::try_from(*n).ok(),
                _ => None,
            },
            _ => None,
        }
    }

    /// True if the expression is a constant that `eq?` tells like `eqv?`.
    pub(super) fn is_identity_constant(&self, e: ExprId) -> bool {
        match self.core.expr(e) {
            Expr::Quote(d) => is_identity(d.kind()),
            Expr::Special(_) => true,
            _ => false,
        }
    }

    /// Lowers the call as a test, if there is a branch for it.
    fn prim_test(&mut self, e: ExprId, prim: Prim, args: &[ExprId], yes: Label, no: Label) -> bool {
        match (prim, args) {
            (Prim::Not, &[arg]) => {
                self.test(arg, no, yes);
                return true;
            }
            (Prim::IsNull | Prim::IsPair, &[arg]) => {
                let r = self.value(arg, Hint::NONE);
                let op = if prim == Prim::IsNull {
                    Op::BranchNotNull
                } else {
                    Op::BranchNotPair
                };
                self.emit(op, r.0, no.0, 0);
            }
            (Prim::IsEq | Prim::IsEqv, &[a, b]) => self.equivalence(prim, a, b, no),
            (Prim::IsZero, &[a]) => {
                let place = self.place_as(e, prim, args);
                self.test_int(Op::BranchNotNumEqInt, a, 0, place, no);
            }
            (Prim::IsPositive, &[a]) => {
                let place = self.place_as(e, prim, args);
                self.test_int(Op::BranchNotMoreInt, a, 0, place, no);
            }
            (Prim::IsNegative, &[a]) => {
                let place = self.place_as(e, prim, args);
                self.test_int(Op::BranchNotLessInt, a, 0, place, no);
            }
            (_, &[a, b]) => {
                let Lowering::Chain { op, swapped } = prim.lowering() else {
                    return false;
                };
                if let Some((op, operand, i)) = self.int_comparison(prim, a, b) {
                    let place = match operand == a {
                        true => self.place_with(e, args),
                        false => self.place_as(e, prim, args),
                    };
                    self.test_int(op, operand, i, place, no);
                } else {
                    let branch = match op {
                        Op::NumEq => Op::BranchNotNumEq,
                        Op::Less => Op::BranchNotLess,
                        Op::LessEq => Op::BranchNotLessEq,
                        Op::CharEq => Op::BranchNotCharEq,
                        Op::CharLess => Op::BranchNotCharLess,
                        _ => return false,
                    };
                    let list = self.operands(args);
                    let (a, b, place) = if swapped {
                        (list[1], list[0], self.place_as(e, prim, args))
                    } else {
                        (list[0], list[1], self.place_with(e, args))
                    };
                    self.emit_at(branch, a, b, no.0, place);
                }
            }
            (_, &[arg]) => {
                let Lowering::Test(test) = prim.lowering() else {
                    return false;
                };
                let r = self.value(arg, Hint::NONE);
                self.emit(Op::BranchNotType, r.0, test as u32, no.0);
            }
            _ => return false,
        }
        self.jump(yes);
        true
    }

    fn test_int(&mut self, op: Op, a: ExprId, i: i16, place: PlaceId, no: Label) {
        let r = self.value(a, Hint::NONE);
        self.emit_at(op, r.0, i32::from(i) as u32, no.0, place);
    }

    /// A comparison with a small number on one side: the branch taken if it is false.
    fn int_comparison(&self, prim: Prim, a: ExprId, b: ExprId) -> Option<(Op, ExprId, i16)> {
        let (right, left) = (self.small_int(b), self.small_int(a));
        match (prim, right, left) {
            (Prim::NumEqual, Some(i), _) => Some((Op::BranchNotNumEqInt, a, i)),
            (Prim::NumEqual, _, Some(i)) => Some((Op::BranchNotNumEqInt, b, i)),
            (Prim::LessThan, Some(i), _) => Some((Op::BranchNotLessInt, a, i)),
            (Prim::LessThan, _, Some(i)) => Some((Op::BranchNotMoreInt, b, i)),
            (Prim::MoreThan, Some(i), _) => Some((Op::BranchNotMoreInt, a, i)),
            (Prim::MoreThan, _, Some(i)) => Some((Op::BranchNotLessInt, b, i)),
            _ => None,
        }
    }

    fn equivalence(&mut self, prim: Prim, a: ExprId, b: ExprId, no: Label) {
        let (constant, other) = if self.is_identity_constant(b) {
            (b, a)
        } else if self.is_identity_constant(a) {
            (a, b)
        } else {
            let list = self.operands(&[a, b]);
            let op = if prim == Prim::IsEq {
                Op::BranchNotEq
            } else {
                Op::BranchNotEqv
            };
            self.emit(op, list[0], list[1], no.0);
            return;
        };
        let r = self.value(other, Hint::NONE);
        let id = match self.core.expr(constant) {
            Expr::Quote(d) if d.is_nil() => {
                self.emit(Op::BranchNotNull, r.0, no.0, 0);
                return;
            }
            Expr::Quote(d) => match d.kind() {
                DatumKind::Bool(false) => {
                    self.emit(Op::BranchTrue, r.0, no.0, 0);
                    return;
                }
                _ => self.pool.datum(d),
            },
            Expr::Special(s) => self.pool.special(*s),
            _ => return,
        };
        self.emit(Op::BranchNotEqConst, r.0, id.0, no.0);
    }

    /// Jumps to `no` unless the register holds a value of this type.
    pub(super) fn require(&mut self, r: Reg, test: TypeTest, no: Label) {
        self.emit(Op::BranchNotType, r.0, test as u32, no.0);
    }
}

/// True for data that are one object wherever they occur.
pub(super) fn is_identity(kind: &DatumKind) -> bool {
    match kind {
        DatumKind::Bool(_) | DatumKind::Char(_) | DatumKind::Symbol(_) => true,
        DatumKind::Number(Number::Fixnum(n)) => (-FIXNUM_MAX - 1..=FIXNUM_MAX).contains(n),
        DatumKind::List { items, tail } => items.is_empty() && tail.is_none(),
        _ => false,
    }
}
