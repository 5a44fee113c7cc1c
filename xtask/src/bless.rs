//! `bless`: rewrites the expectations in the language tests to what Eyas answers now.
//!
//! The test runners themselves do the writing, when `EYAS_BLESS=1` is set; the diff is then read
//! like any other change.

use crate::tree;

/// Runs the integration tests of crate `eyas` with blessing on; `filter` goes to the test harness.
///
/// # Errors
/// The runner could not be started, or failed.
pub(crate) fn run(filter: &[String]) -> Result<(), String> {
    let status = tree::cargo()
        .args(["test", "--package", "eyas", "--test", "*", "--"])
        .args(filter)
        .env("EYAS_BLESS", "1")
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err("the test runner failed".into())
    }
}
