//! Prints the figures as Markdown tables.
//!
//! Ratios are the first system's time over a peer's: below 1 the first is faster. Means are
//! geometric, over the programs that both ran.

use super::Outcome;
use super::peer::Peer;
use super::program::Program;

type Row<'a> = (&'a Program, Vec<Outcome>);

/// Prints seconds, memory and ratios per program, then means per group and over all.
pub(crate) fn print(peers: &[Peer], rows: &[Row<'_>], empties: &[f64]) {
    let subject = peers[0].name;
    print!("| program | group | {subject} s | MiB |");
    for peer in &peers[1..] {
        print!(" {} s | MiB | {subject}/{} |", peer.name, peer.name);
    }
    println!();
    println!(
        "|---|---|---:|---:|{}",
        "---:|---:|---:|".repeat(peers.len() - 1)
    );
    for (program, outcomes) in rows {
        print!("| {} | {} |", program.name, program.group);
        for (index, outcome) in outcomes.iter().enumerate() {
            match outcome {
                Outcome::Done(usage) => print!(" {:.3} | {:.0} |", usage.cpu, usage.memory),
                Outcome::Failed(_) => print!(" – | – |"),
            }
            if index > 0 {
                match ratio(outcomes, index) {
                    Some(ratio) => print!(" {ratio:.2} |"),
                    None => print!(" – |"),
                }
            }
        }
        println!();
    }
    if peers.len() > 1 {
        print_means(peers, rows);
    }
    println!();
    println!("Start-up taken off (seconds of CPU time):");
    for (peer, empty) in peers.iter().zip(empties) {
        println!("- {}: {empty:.3}", peer.name);
    }
    for (program, outcomes) in rows {
        for (peer, outcome) in peers.iter().zip(outcomes) {
            if let Outcome::Failed(why) = outcome {
                println!("- no figure for {} in {}: {why}", program.name, peer.name);
            }
        }
    }
}

fn print_means(peers: &[Peer], rows: &[Row<'_>]) {
    println!();
    print!("| geometric mean | programs |");
    for peer in &peers[1..] {
        print!(" {}/{} |", peers[0].name, peer.name);
    }
    println!("\n|---|---:|{}", "---:|".repeat(peers.len() - 1));
    let mut groups: Vec<&str> = rows.iter().map(|row| row.0.group.as_str()).collect();
    groups.dedup();
    for group in groups {
        let members: Vec<&Row<'_>> = rows.iter().filter(|row| row.0.group == group).collect();
        print_mean(group, &members, peers.len());
    }
    print_mean("**all**", &rows.iter().collect::<Vec<_>>(), peers.len());
}

fn print_mean(name: &str, rows: &[&Row<'_>], columns: usize) {
    print!("| {name} | {} |", rows.len());
    for index in 1..columns {
        let ratios: Vec<f64> = rows.iter().filter_map(|row| ratio(&row.1, index)).collect();
        match geometric_mean(&ratios) {
            Some(mean) if ratios.len() == rows.len() => print!(" {mean:.3} |"),
            Some(mean) => print!(" {mean:.3} (of {}) |", ratios.len()),
            None => print!(" – |"),
        }
    }
    println!();
}

/// The first system's CPU time over that of the one at `index`.
fn ratio(outcomes: &[Outcome], index: usize) -> Option<f64> {
    match (&outcomes[0], &outcomes[index]) {
        (Outcome::Done(subject), Outcome::Done(peer)) => Some(subject.cpu / peer.cpu),
        _ => None,
    }
}

/// The geometric mean of positive numbers; `None` of none.
pub(super) fn geometric_mean(numbers: &[f64]) -> Option<f64> {
    if numbers.is_empty() {
        return None;
    }
    let sum: f64 = numbers.iter().map(|number| number.ln()).sum();
    Some((sum / numbers.len() as f64).exp())
}
