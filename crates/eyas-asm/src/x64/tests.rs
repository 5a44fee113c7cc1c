//! Every form, with every register, every kind of address and every displacement class, against another decoder.

use super::*;
use iced_x86::{Code, Decoder, DecoderOptions, Instruction, OpKind, Register};

const DISPLACEMENTS: [i32; 9] = [0, 1, -1, 127, -128, 128, -129, i32::MAX, i32::MIN];
const SCALES: [Scale; 4] = [Scale::One, Scale::Two, Scale::Four, Scale::Eight];

/// What an operand must decode to.
#[derive(Clone, Copy, Debug)]
enum Want {
    Q(Gpr),
    D(Gpr),
    W(Gpr),
    B(Gpr),
    X(Xmm),
    M(Mem),
    I(i64),
}

fn qword(r: Gpr) -> Register {
    Register::RAX + u32::from(r.number())
}

fn check(emit: impl FnOnce(&mut Asm), code: Code, operands: &[Want]) {
    let mut asm = Asm::new();
    emit(&mut asm);
    let bytes = asm.finish().unwrap().bytes;
    let mut decoder = Decoder::with_ip(64, &bytes, 0, DecoderOptions::NONE);
    let got: Instruction = decoder.decode();
    assert!(
        !got.is_invalid() && !decoder.can_decode(),
        "{bytes:02x?} for {code:?}"
    );
    assert_eq!(got.code(), code, "{bytes:02x?}");
    for (i, &want) in operands.iter().enumerate() {
        let i = i as u32;
        let is_register =
            |r: Register| got.op_kind(i) == OpKind::Register && got.op_register(i) == r;
        let fits = match want {
            Want::Q(r) => is_register(qword(r)),
            Want::D(r) => is_register(Register::EAX + u32::from(r.number())),
            Want::W(r) => is_register(Register::AX + u32::from(r.number())),
            Want::B(r) => {
                let (low, rest) = (u32::from(r.number()), u32::from(r.number()).wrapping_sub(4));
                is_register(if low < 4 {
                    Register::AL + low
                } else {
                    Register::SPL + rest
                })
            }
            Want::X(x) => is_register(Register::XMM0 + u32::from(x.number())),
            Want::M(m) => {
                let index = m.index.map_or(Register::None, |(r, _)| qword(r));
                let scale = m.index.map_or(1, |(_, s)| 1 << s as u8);
                got.op_kind(i) == OpKind::Memory
                    && got.memory_base() == qword(m.base)
                    && got.memory_index() == index
                    && got.memory_index_scale() == scale
                    && got.memory_displacement64() as i64 == i64::from(m.disp)
            }
            Want::I(v) => {
                // Sign-extended to the operand's size, of which the callers compare what they passed.
                let bits = got.immediate(i) as i64;
                bits == v || bits as i32 as i64 == v || i64::from(bits as u8) == v
            }
        };
        assert!(
            fits,
            "operand {i} of {code:?} is not {want:?}: {bytes:02x?} {got:?}"
        );
    }
}

fn memories() -> Vec<Mem> {
    let mut all = Vec::new();
    for base in Gpr::ALL {
        for disp in DISPLACEMENTS {
            all.push(Mem::at(base, disp));
            for index in Gpr::ALL.into_iter().filter(|&r| r != Gpr::Rsp) {
                all.extend(SCALES.map(|scale| Mem::indexed(base, index, scale, disp)));
            }
        }
    }
    all
}

/// Memory operands without an index, for forms that share their address with others.
fn plain_memories() -> impl Iterator<Item = Mem> {
    Gpr::ALL
        .into_iter()
        .flat_map(|base| DISPLACEMENTS.map(|disp| Mem::at(base, disp)))
}

fn xmms() -> impl Iterator<Item = Xmm> {
    (0..16).map(Xmm)
}

use Want::{B, D, I, M, Q, W, X};
use Width::{Dword, Qword};

#[test]
fn every_address_with_every_register() {
    for m in memories() {
        for r in Gpr::ALL {
            check(|a| a.mov_rm(Qword, r, m), Code::Mov_r64_rm64, &[Q(r), M(m)]);
        }
    }
}

#[test]
fn loads_and_stores() {
    for m in plain_memories() {
        for r in Gpr::ALL {
            check(|a| a.mov_rm(Dword, r, m), Code::Mov_r32_rm32, &[D(r), M(m)]);
            check(|a| a.mov_mr(Qword, m, r), Code::Mov_rm64_r64, &[M(m), Q(r)]);
            check(|a| a.mov_mr(Dword, m, r), Code::Mov_rm32_r32, &[M(m), D(r)]);
            check(|a| a.mov8_mr(m, r), Code::Mov_rm8_r8, &[M(m), B(r)]);
            check(|a| a.movzx8_rm(r, m), Code::Movzx_r32_rm8, &[D(r), M(m)]);
            check(|a| a.movzx16_rm(r, m), Code::Movzx_r32_rm16, &[D(r), M(m)]);
            check(|a| a.movsxd_rm(r, m), Code::Movsxd_r64_rm32, &[Q(r), M(m)]);
            check(|a| a.lea(r, m), Code::Lea_r64_m, &[Q(r), M(m)]);
        }
        for v in [0, 1, -1, i32::MAX, i32::MIN] {
            let want = [M(m), I(v.into())];
            check(|a| a.mov_mi(Qword, m, v), Code::Mov_rm64_imm32, &want);
            check(|a| a.mov_mi(Dword, m, v), Code::Mov_rm32_imm32, &want);
        }
        check(|a| a.mov8_mi(m, 0xA5), Code::Mov_rm8_imm8, &[M(m), I(0xA5)]);
        check(|a| a.cmp8_mi(m, 0x5A), Code::Cmp_rm8_imm8, &[M(m), I(0x5A)]);
        check(|a| a.cmp16_mi(m, -2), Code::Cmp_rm16_imm8, &[M(m), I(-2)]);
        check(|a| a.jmp_m(m), Code::Jmp_rm64, &[M(m)]);
    }
}

#[test]
fn moves_between_registers() {
    for r in Gpr::ALL {
        for s in Gpr::ALL {
            if r != s {
                check(|a| a.mov_rr(r, s), Code::Mov_r64_rm64, &[Q(r), Q(s)]);
            }
            check(|a| a.movzx8_rr(r, s), Code::Movzx_r32_rm8, &[D(r), B(s)]);
            check(|a| a.movzx16_rr(r, s), Code::Movzx_r32_rm16, &[D(r), W(s)]);
        }
        check(|a| a.mov_ri(r, 0), Code::Mov_r32_imm32, &[D(r), I(0)]);
        check(
            |a| a.mov_ri(r, 0xFFFF_FFFF),
            Code::Mov_r32_imm32,
            &[D(r), I(0xFFFF_FFFF)],
        );
        check(
            |a| a.mov_ri(r, -8i64 as u64),
            Code::Mov_rm64_imm32,
            &[Q(r), I(-8)],
        );
        let big = 0x1234_5678_9ABC_DEF0;
        check(
            |a| a.mov_ri(r, big),
            Code::Mov_r64_imm64,
            &[Q(r), I(big as i64)],
        );
        check(|a| a.push(r), Code::Push_r64, &[Q(r)]);
        check(|a| a.pop(r), Code::Pop_r64, &[Q(r)]);
        check(|a| a.jmp_r(r), Code::Jmp_rm64, &[Q(r)]);
        check(|a| a.call_r(r), Code::Call_rm64, &[Q(r)]);
    }
}

/// The iced codes of one ALU operation: rr and rm, mr, imm8 and imm32, for each width.
type AluCodes = (Alu, [Code; 4], [Code; 4]);

const ALU: [AluCodes; 6] = [
    (
        Alu::Add,
        [
            Code::Add_r64_rm64,
            Code::Add_rm64_r64,
            Code::Add_rm64_imm8,
            Code::Add_rm64_imm32,
        ],
        [
            Code::Add_r32_rm32,
            Code::Add_rm32_r32,
            Code::Add_rm32_imm8,
            Code::Add_rm32_imm32,
        ],
    ),
    (
        Alu::Or,
        [
            Code::Or_r64_rm64,
            Code::Or_rm64_r64,
            Code::Or_rm64_imm8,
            Code::Or_rm64_imm32,
        ],
        [
            Code::Or_r32_rm32,
            Code::Or_rm32_r32,
            Code::Or_rm32_imm8,
            Code::Or_rm32_imm32,
        ],
    ),
    (
        Alu::And,
        [
            Code::And_r64_rm64,
            Code::And_rm64_r64,
            Code::And_rm64_imm8,
            Code::And_rm64_imm32,
        ],
        [
            Code::And_r32_rm32,
            Code::And_rm32_r32,
            Code::And_rm32_imm8,
            Code::And_rm32_imm32,
        ],
    ),
    (
        Alu::Sub,
        [
            Code::Sub_r64_rm64,
            Code::Sub_rm64_r64,
            Code::Sub_rm64_imm8,
            Code::Sub_rm64_imm32,
        ],
        [
            Code::Sub_r32_rm32,
            Code::Sub_rm32_r32,
            Code::Sub_rm32_imm8,
            Code::Sub_rm32_imm32,
        ],
    ),
    (
        Alu::Xor,
        [
            Code::Xor_r64_rm64,
            Code::Xor_rm64_r64,
            Code::Xor_rm64_imm8,
            Code::Xor_rm64_imm32,
        ],
        [
            Code::Xor_r32_rm32,
            Code::Xor_rm32_r32,
            Code::Xor_rm32_imm8,
            Code::Xor_rm32_imm32,
        ],
    ),
    (
        Alu::Cmp,
        [
            Code::Cmp_r64_rm64,
            Code::Cmp_rm64_r64,
            Code::Cmp_rm64_imm8,
            Code::Cmp_rm64_imm32,
        ],
        [
            Code::Cmp_r32_rm32,
            Code::Cmp_rm32_r32,
            Code::Cmp_rm32_imm8,
            Code::Cmp_rm32_imm32,
        ],
    ),
];

#[test]
fn arithmetic() {
    for (op, wide, narrow) in ALU {
        for (width, [rm, mr, short, long]) in [(Qword, wide), (Dword, narrow)] {
            let reg = |r| if width == Qword { Q(r) } else { D(r) };
            for r in Gpr::ALL {
                for s in Gpr::ALL {
                    check(|a| a.alu_rr(op, width, r, s), rm, &[reg(r), reg(s)]);
                }
                for m in plain_memories() {
                    check(|a| a.alu_rm(op, width, r, m), rm, &[reg(r), M(m)]);
                    check(|a| a.alu_mr(op, width, m, r), mr, &[M(m), reg(r)]);
                }
                for v in [0, 127, -128] {
                    check(|a| a.alu_ri(op, width, r, v), short, &[reg(r), I(v.into())]);
                }
                for v in [128, -129, i32::MAX, i32::MIN] {
                    // With eax, the assembler keeps the general form.
                    check(|a| a.alu_ri(op, width, r, v), long, &[reg(r), I(v.into())]);
                }
            }
            for m in plain_memories() {
                check(|a| a.alu_mi(op, width, m, -8), short, &[M(m), I(-8)]);
                check(
                    |a| a.alu_mi(op, width, m, 1 << 20),
                    long,
                    &[M(m), I(1 << 20)],
                );
            }
        }
    }
}

#[test]
fn nothing() {
    check(|a| a.nop8(), Code::Nop_rm32, &[]);
    let mut asm = Asm::new();
    asm.nop8();
    assert_eq!(asm.finish().unwrap().bytes.len(), 8);
}

#[test]
fn tests_and_products() {
    for m in plain_memories() {
        check(|a| a.test8_mi(m, 2), Code::Test_rm8_imm8, &[M(m), I(2)]);
        for r in Gpr::ALL {
            check(|a| a.imul_rm(r, m), Code::Imul_r64_rm64, &[Q(r), M(m)]);
        }
    }
    let rsp = Q(Gpr::Rsp);
    check(|a| a.grow_stack(80), Code::Sub_rm64_imm8, &[rsp, I(80)]);
    check(|a| a.shrink_stack(80), Code::Add_rm64_imm8, &[rsp, I(80)]);
    for r in Gpr::ALL {
        check(|a| a.cmp8_ri(r, 0x0C), Code::Cmp_rm8_imm8, &[B(r), I(0x0C)]);
        check(|a| a.test8_ri(r, 7), Code::Test_rm8_imm8, &[B(r), I(7)]);
        check(|a| a.neg(r), Code::Neg_rm64, &[Q(r)]);
        check(|a| a.mul(r), Code::Mul_rm64, &[Q(r)]);
        check(|a| a.idiv(r), Code::Idiv_rm64, &[Q(r)]);
        check(|a| a.div32(r), Code::Div_rm32, &[D(r)]);
        for s in Gpr::ALL {
            check(
                |a| a.test_rr(Qword, r, s),
                Code::Test_rm64_r64,
                &[Q(r), Q(s)],
            );
            check(
                |a| a.test_rr(Dword, r, s),
                Code::Test_rm32_r32,
                &[D(r), D(s)],
            );
            check(|a| a.imul_rr(r, s), Code::Imul_r64_rm64, &[Q(r), Q(s)]);
            let want = [Q(r), Q(s), I(-3)];
            check(|a| a.imul_rri(r, s, -3), Code::Imul_r64_rm64_imm32, &want);
        }
    }
    check(Asm::cqo, Code::Cqo, &[]);
    check(Asm::ret, Code::Retnq, &[]);
    check(Asm::int3, Code::Int3, &[]);
}

#[test]
fn shifts() {
    let codes = [
        (Shift::Rol, Code::Rol_rm64_imm8, Code::Rol_rm64_CL),
        (Shift::Ror, Code::Ror_rm64_imm8, Code::Ror_rm64_CL),
        (Shift::Shl, Code::Shl_rm64_imm8, Code::Shl_rm64_CL),
        (Shift::Shr, Code::Shr_rm64_imm8, Code::Shr_rm64_CL),
        (Shift::Sar, Code::Sar_rm64_imm8, Code::Sar_rm64_CL),
    ];
    for (op, immediate, by_cl) in codes {
        for r in Gpr::ALL {
            check(|a| a.shift_ri(op, r, 5), immediate, &[Q(r), I(5)]);
            check(|a| a.shift_rc(op, r), by_cl, &[Q(r)]);
        }
    }
}

#[test]
fn conditions() {
    let jumps = [
        Code::Jo_rel8_64,
        Code::Jno_rel8_64,
        Code::Jb_rel8_64,
        Code::Jae_rel8_64,
        Code::Je_rel8_64,
        Code::Jne_rel8_64,
        Code::Jbe_rel8_64,
        Code::Ja_rel8_64,
        Code::Js_rel8_64,
        Code::Jns_rel8_64,
        Code::Jp_rel8_64,
        Code::Jnp_rel8_64,
        Code::Jl_rel8_64,
        Code::Jge_rel8_64,
        Code::Jle_rel8_64,
        Code::Jg_rel8_64,
    ];
    for (cond, code) in Cond::ALL.into_iter().zip(jumps) {
        let jump = |a: &mut Asm| {
            let label = a.here();
            a.jcc(cond, label);
        };
        check(jump, code, &[]);
        for r in Gpr::ALL {
            let mut asm = Asm::new();
            asm.setcc(cond, r);
            asm.cmov(cond, r, Gpr::R9);
            let bytes = asm.finish().unwrap().bytes;
            let mut decoder = Decoder::with_ip(64, &bytes, 0, DecoderOptions::NONE);
            let (set, cmov) = (decoder.decode(), decoder.decode());
            let want = iced_x86::ConditionCode::None as usize + 1 + cond as usize;
            assert_eq!(set.condition_code() as usize, want);
            assert_eq!(cmov.condition_code() as usize, want);
            assert_eq!(set.op0_kind(), OpKind::Register);
            assert_eq!(cmov.op0_register(), qword(r));
        }
        assert_eq!(cond.negated().negated(), cond);
    }
}

#[test]
fn jumps_reach_their_labels() {
    let mut asm = Asm::new();
    let (start, end) = (asm.here(), asm.label());
    asm.jmp(end);
    asm.jcc(Cond::Equal, end);
    asm.call(end);
    asm.lea_label(Gpr::R9, end);
    asm.jmp_near(end);
    asm.jcc_near(Cond::Less, end);
    asm.jmp(start);
    asm.bind(end);
    let code = asm.finish().unwrap();
    let mut decoder = Decoder::with_ip(64, &code.bytes, 0, DecoderOptions::NONE);
    let goal = code.offset(end).unwrap() as u64;
    for want in [
        Code::Jmp_rel32_64,
        Code::Je_rel32_64,
        Code::Call_rel32_64,
        Code::Lea_r64_m,
        Code::Jmp_rel8_64,
        Code::Jl_rel8_64,
    ] {
        let got = decoder.decode();
        assert_eq!(got.code(), want);
        let to = if want == Code::Lea_r64_m {
            got.memory_displacement64()
        } else {
            got.near_branch64()
        };
        assert_eq!(to, goal);
    }
    let back = decoder.decode();
    assert_eq!((back.code(), back.near_branch64()), (Code::Jmp_rel8_64, 0));
}

#[test]
fn doubles() {
    for x in xmms() {
        for m in memories() {
            check(|a| a.movsd_xm(x, m), Code::Movsd_xmm_xmmm64, &[X(x), M(m)]);
            check(|a| a.movsd_mx(m, x), Code::Movsd_xmmm64_xmm, &[M(m), X(x)]);
        }
    }
    let codes = [
        (Sse::Sqrt, Code::Sqrtsd_xmm_xmmm64),
        (Sse::Add, Code::Addsd_xmm_xmmm64),
        (Sse::Mul, Code::Mulsd_xmm_xmmm64),
        (Sse::Sub, Code::Subsd_xmm_xmmm64),
        (Sse::Div, Code::Divsd_xmm_xmmm64),
    ];
    for x in xmms() {
        for y in xmms() {
            for (op, code) in codes {
                check(|a| a.sse(op, x, y), code, &[X(x), X(y)]);
            }
            check(|a| a.ucomisd(x, y), Code::Ucomisd_xmm_xmmm64, &[X(x), X(y)]);
            check(|a| a.xorps(x, y), Code::Xorps_xmm_xmmm128, &[X(x), X(y)]);
            check(|a| a.movaps(x, y), Code::Movaps_xmm_xmmm128, &[X(x), X(y)]);
        }
        for r in Gpr::ALL {
            check(|a| a.movq_xr(x, r), Code::Movq_xmm_rm64, &[X(x), Q(r)]);
            check(|a| a.movq_rx(r, x), Code::Movq_rm64_xmm, &[Q(r), X(x)]);
            check(|a| a.cvtsi2sd(x, r), Code::Cvtsi2sd_xmm_rm64, &[X(x), Q(r)]);
            check(
                |a| a.cvttsd2si(r, x),
                Code::Cvttsd2si_r64_xmmm64,
                &[Q(r), X(x)],
            );
        }
    }
}

#[test]
fn a_redirectable_place_becomes_a_jump_by_one_byte() {
    let mut asm = Asm::new();
    let target = asm.label();
    asm.redirectable(target);
    asm.ret();
    asm.bind(target);
    asm.ret();
    let mut bytes = asm.finish().unwrap().bytes;
    let first = |bytes: &[u8]| Decoder::with_ip(64, bytes, 0, DecoderOptions::NONE).decode();
    assert_eq!(first(&bytes).code(), Code::Test_EAX_imm32);
    assert_eq!(first(&bytes).len(), 5);
    bytes[0] = REDIRECTED;
    assert_eq!(first(&bytes).code(), Code::Jmp_rel32_64);
    assert_eq!(first(&bytes).near_branch_target(), 6);
}
