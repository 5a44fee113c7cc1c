//! Packing and unpacking are inverse.

use super::*;

#[test]
fn instructions_survive_encoding() {
    for &op in Op::ALL {
        let i = Instruction::new(op, 1, 0xFFFF, 0x8001);
        assert_eq!(Instruction::decode(i.encode()), Some(i));
    }
    assert_eq!(Instruction::decode(u64::from(Op::ALL.len() as u16)), None);
    let i = Instruction::with_word(Op::Int, 3, -5i32 as u32);
    assert_eq!(i.word32() as i32, -5);
}

#[test]
fn lists_and_tables_survive_packing() {
    for n in 0..10u16 {
        let registers: Vec<u16> = (0..n).map(|r| r * 7001).collect();
        let mut code = Vec::new();
        pack_list(&registers, &mut code);
        assert_eq!(code.len(), usize::from(n).div_ceil(4));
        assert_eq!(unpack_list(&code, n).collect::<Vec<_>>(), registers);
        let distances: Vec<i32> = (0..i32::from(n)).map(|d| d * -70_001).collect();
        code.clear();
        pack_table(&distances, &mut code);
        assert_eq!(unpack_table(&code, n).collect::<Vec<_>>(), distances);
    }
}

#[test]
fn iteration_skips_data_and_stops_at_errors() {
    let mut code = vec![Instruction::new(Op::Vector, 1, 0, 5).encode()];
    pack_list(&[1, 2, 3, 4, 5], &mut code);
    code.push(Instruction::new(Op::Return, 1, 0, 0).encode());
    let pcs: Vec<usize> = instructions(&code).map(|p| p.expect("good").pc).collect();
    assert_eq!(pcs, [0, 3]);
    code.truncate(2);
    assert_eq!(
        instructions(&code).collect::<Vec<_>>(),
        [Err(BadWord { pc: 0 })]
    );
}
