//! The command line of `wangge-relay`: reads arguments, calls the library, prints.

mod access_request;
mod appoint;
mod arguments;
mod audited;
mod backup;
mod courier;
mod dated;
mod doctor;
mod draw_anchors;
mod draws;
mod evidence;
mod intake;
mod keeping;
mod logging;
mod paper;
mod people;
mod plain;
mod plain_words;
mod premises;
mod print;
mod registers;
mod reports;
mod revoke_keys;
mod run_admin;
mod serve;
mod tls;
mod usage;
mod verify_paper;

use std::process::ExitCode;

use arguments::Command;

/// Reads the arguments, does what they say, and tells the exit code.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match usage::arguments() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    print::speak_json(arguments.json);
    let is_service = matches!(arguments.command, Command::Serve(_) | Command::Intake(_));
    logging::begin(is_service);
    let done = match arguments.command {
        Command::Serve(serving) => serve::run(serving),
        Command::Doctor(arguments) => return doctor::run(&arguments),
        Command::Intake(arguments) => intake::run(arguments),
        other => audited::run(other),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print::problem(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
