use std::io::Write as _;

use wangge_domain::record::show_hidden_letters;

use crate::answer::Answer;
use crate::command_error::CommandError;

/// Prints what a command gave and tells the exit code. A reader that went away is no reason to
/// fail: what was done is done. What others wrote may hold letters that would repaint a terminal.
pub(crate) fn outcome(outcome: &Result<Answer, CommandError>, json: bool) -> u8 {
    match outcome {
        Ok(answer) => {
            if json {
                if !answer.json.is_null() {
                    to_stdout(&format!("{:#}", answer.json));
                }
            } else if !answer.text.is_empty() {
                to_stdout(&show_hidden_letters(&answer.text));
            }
            answer.exit_code
        }
        Err(error) => {
            if json {
                to_stdout(&format!("{:#}", error.json()));
            } else {
                to_stderr(&show_hidden_letters(&error.text()));
            }
            error.exit_code()
        }
    }
}

/// A line for people beside the answer.
pub(crate) fn to_stderr(line: &str) {
    let _reader_gone = writeln!(std::io::stderr().lock(), "{line}");
}

/// A line for people or programs before the command is done.
pub(crate) fn to_stdout(line: &str) {
    let mut out = std::io::stdout().lock();
    let _reader_gone = writeln!(out, "{line}").and_then(|()| out.flush());
}
