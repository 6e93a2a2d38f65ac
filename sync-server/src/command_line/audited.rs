use std::path::{Path, PathBuf};

use super::arguments::Command;
use super::run_admin;
use crate::audit::{AuditEntry, AuditLog};
use crate::clock::{Clock as _, SystemClock};
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;

/// Commands that change nothing and show nobody's data.
const UNNOTED: &[&str] = &[
    "openapi",
    "status",
    "verify",
    "verify-backup",
    "verify-audit",
    "support-bundle",
    "healing status",
    "draw verify",
    "tls show",
];

/// Tells what is held about a person: it is written down before anything is told, and once it was,
/// by the number of its request.
const TELLS: &str = "access-request";

/// Does an administrative command and writes it into the audit log of its folder: which command,
/// not its arguments, for these hold names.
pub(super) fn run(command: Command) -> Result<(), RelayStartError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words = words(&arguments);
    let folder = data(&arguments);
    let tells = words == TELLS;
    if let Some(folder) = folder.as_deref().filter(|_| tells) {
        note(folder, words.clone(), String::new(), "begun")?;
    }
    let done = run_admin::run(command);
    if let Some(folder) = folder.filter(|_| !UNNOTED.contains(&words.as_str())) {
        let outcome = if done.is_ok() { "done" } else { "failed" };
        // Only a number of the register is one: whatever else was typed may be somebody's.
        let number = value(&arguments, "--number").filter(|_| tells && done.is_ok());
        note(&folder, words, number.unwrap_or_default(), outcome)?;
    }
    done
}

fn note(data: &Path, words: String, subject: String, outcome: &str) -> Result<(), RelayStartError> {
    let folder = DataFolder::new(data);
    if !folder.is_initialized() {
        return Ok(());
    }
    let audit = folder.audit();
    let failed = |error: std::io::Error| RelayStartError::file(&audit, error.to_string());
    let log = AuditLog::open(&audit).map_err(failed)?;
    let entry = AuditEntry {
        at: SystemClock::new().now().0,
        actor: "command".to_owned(),
        deed: words,
        subject,
        outcome: outcome.to_owned(),
        reason: String::new(),
    };
    log.append(entry).map_err(failed).map(drop)
}

/// The words of the command itself: `user add`.
fn words(arguments: &[String]) -> String {
    let is_word = |text: &&String| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    // It may stand before the command.
    let leading = arguments
        .iter()
        .skip_while(|text| text.as_str() == "--json")
        .take_while(|text| !text.starts_with('-'));
    let words: Vec<&str> = leading
        .filter(is_word)
        .take(2)
        .map(String::as_str)
        .collect();
    words.join(" ")
}

fn data(arguments: &[String]) -> Option<PathBuf> {
    value(arguments, "--data").map(PathBuf::from)
}

/// What follows an option, after a blank or a `=`.
fn value(arguments: &[String], option: &str) -> Option<String> {
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if argument == option {
            return arguments.next().cloned();
        }
        let Some(rest) = argument.strip_prefix(option) else {
            continue;
        };
        if let Some(value) = rest.strip_prefix('=') {
            return Some(value.to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_of_a_command_are_written_down() {
        let split = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
        let arguments = split("user add --data /r --name 张三 --phone 13900000001");
        assert_eq!(words(&arguments), "user add");
        assert_eq!(data(&arguments), Some(PathBuf::from("/r")));
        let arguments = split("evidence --data=/r --premises 0198");
        assert_eq!(words(&arguments), "evidence");
        assert_eq!(data(&arguments), Some(PathBuf::from("/r")));
        assert_eq!(words(&split("verify /tmp/张三.evidence")), "verify");
        let arguments = split("access-request --data /r --number=请2026-1 --name 张三 --out a");
        assert_eq!(words(&arguments), TELLS);
        assert_eq!(words(&split("--json user add --name 张三")), "user add");
        assert_eq!(value(&arguments, "--number").as_deref(), Some("请2026-1"));
        assert_eq!(value(&arguments, "--num"), None);
    }
}
