//! `bench`: placeholder until the runner lands in the next change.
pub(crate) fn run(_: Vec<String>) -> Result<(), String> {
    Err("no benchmarks yet".into())
}
