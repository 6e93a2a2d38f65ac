use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::tally::Tally;

/// What a program says in one line; `?` if it cannot be asked.
fn ask(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    output.map_or_else(
        |_| "?".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}

/// Adds a run to the ledger that `docs/RELIABILITY.md` links.
pub(crate) fn append(seeds: &str, sum: &Tally, violations: &[String]) -> std::io::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/simulation-ledger.md");
    let kinds: Vec<String> = sum
        .faults_by_kind()
        .into_iter()
        .map(|(kind, count)| format!("{kind} {count}"))
        .collect();
    let failures = match violations {
        [] => "0".to_owned(),
        [first, ..] => format!("{}: {}", violations.len(), first.replace('|', "/")),
    };
    let line = format!(
        "| {} | {} | {seeds} | {} | {} | {} | {} | {} | {failures} | {} |\n",
        ask("date", &["-u", "+%F"]),
        ask("git", &["rev-parse", "--short", "HEAD"]),
        sum.device_days,
        sum.envelopes,
        sum.sum_of_faults(),
        kinds.len(),
        sum.crash_reopens,
        kinds.join(", "),
    );
    let mut file = std::fs::OpenOptions::new().append(true).open(path)?;
    file.write_all(line.as_bytes())
}
