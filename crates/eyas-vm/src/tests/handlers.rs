//! Proves on the machine code of this very binary that every handler hands over by a jump.
//!
//! From each entry of the handler table, all paths are followed through the machine code, without entering calls. A
//! tail call that the optimizer did not make would show as an indirect call and a return; a handler may return only
//! where a run ends. (A call through a fixed place, as of `memmove`, is not a dispatch.)

use crate::code::MachineOp;
use crate::interp::handler_addresses;
use eyas_bytecode::Op;
use iced_x86::{Decoder, DecoderOptions, FlowControl, Instruction, Register};
use std::collections::HashSet;

/// Longest x86 instruction.
const INSTRUCTION_MAX: usize = 15;

/// What the paths from a handler's entry meet.
#[derive(Default, Debug)]
struct Paths {
    indirect_jumps: usize,
    indirect_calls: usize,
    returns: usize,
}

fn decode(at: u64) -> Instruction {
    let address: *const u8 = std::ptr::with_exposed_provenance(at as usize);
    // SAFETY: `at` is in this program's code: an entry of the handler table, or reached from one by decoding. The
    // last function of the code segment is not a handler, so 15 bytes are readable.
    let bytes = unsafe { std::slice::from_raw_parts(address, INSTRUCTION_MAX) };
    Decoder::with_ip(64, bytes, at, DecoderOptions::NONE).decode()
}

fn follow(entry: u64) -> Paths {
    let mut paths = Paths::default();
    let mut seen = HashSet::new();
    let mut todo = vec![entry];
    while let Some(mut at) = todo.pop() {
        while seen.insert(at) {
            let instruction = decode(at);
            at = instruction.next_ip();
            match instruction.flow_control() {
                FlowControl::Next | FlowControl::Call => {}
                FlowControl::ConditionalBranch => todo.push(instruction.near_branch_target()),
                FlowControl::UnconditionalBranch => at = instruction.near_branch_target(),
                FlowControl::IndirectCall => {
                    let is_fixed_place = instruction.memory_base() == Register::RIP;
                    paths.indirect_calls += usize::from(!is_fixed_place);
                }
                FlowControl::IndirectBranch => {
                    paths.indirect_jumps += 1;
                    break;
                }
                FlowControl::Return => {
                    paths.returns += 1;
                    break;
                }
                _ => break,
            }
        }
    }
    paths
}

#[test]
fn handlers_jump() {
    let addresses = handler_addresses();
    assert!(addresses.len() > Op::ALL.len() + MachineOp::COUNT);
    for (number, &address) in addresses.iter().enumerate() {
        let name = Op::ALL
            .get(number)
            .map_or("of the machine or fused", |op| op.text());
        let paths = follow(address as u64);
        assert_eq!(
            paths.indirect_calls, 0,
            "handler {name} {number}: {paths:?}"
        );
        // Where a run ends there is a return: `halt` and `exit` themselves, and errors that nobody handles, which
        // every operation with a slow path reaches.
        let ends_run = number >= Op::ALL.len() || Op::ALL[number] == Op::Halt;
        assert!(
            ends_run || paths.indirect_jumps > 0,
            "handler {name} {number}: {paths:?}"
        );
        if let Some(op) = Op::ALL.get(number) {
            let effects = op.effects();
            let may_end = effects.gc || effects.raise || *op == Op::Halt;
            assert!(
                may_end || paths.returns == 0,
                "handler {name} returns: {paths:?}"
            );
        }
    }
}
