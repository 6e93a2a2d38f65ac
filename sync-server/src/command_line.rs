//! The command line of `wangge-relay`: reads arguments, calls the library, prints.

mod arguments;
mod courier;
mod draws;
mod evidence;
mod intake;
mod keeping;
mod paper;
mod people;
mod premises;
mod print;
mod registers;
mod reports;
mod run_admin;
mod serve;
mod usage;

use std::process::ExitCode;

use arguments::Command;

/// What is logged unless `WANGGE_LOG` says otherwise. The document library opens a span for each
/// change it applies and would have its arguments written out as text every time.
const LOGGED: &str = "info,automerge=warn";

/// Reads the arguments, does what they say, and tells the exit code.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match usage::arguments() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("WANGGE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(LOGGED));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let done = match arguments.command {
        Command::Serve(serving) => serve::run(serving),
        Command::Intake(arguments) => intake::run(arguments),
        other => run_admin::run(other),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print::problem(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
