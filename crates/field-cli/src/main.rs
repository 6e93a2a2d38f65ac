//! `wangge-field`（网格员命令行）: what a phone does, at a terminal, for workers, officers, tests and
//! support. It decides nothing: every command is one or a few calls of the facade of mobile-core.
//!
//! `--data DIR` names the folder of one installation (`DIR/data` holds the encrypted database and
//! photos, `DIR/vault` the keys); `--json` makes every answer one JSON document on standard
//! output, errors too; `--clock FILE` reads the time from a file, for demonstrations and tests.
//!
//! Exit codes: 0 done, 2 bad usage or bad input file, 3 refused by the rules, 4 relay not
//! reachable, 5 trouble with the store on this machine.
//!
//! # Script of a visit
//!
//! `wangge-field inspect SCRIPT.json` drives one whole visit; `fixtures/scripts/inspect-example.json`
//! is an example. Paths in a script are relative to its folder. Words may be written in English or
//! Chinese (`"fail"` or `"不合格"`). Every file named must be there before anything is done.
//!
//! `docs/SCRIPTS.md` lists every key; a test compares it with what is read here.
#![forbid(unsafe_code)]

mod acts;
mod answer;
mod arguments;
mod command_error;
mod commands;
mod file_clock;
mod find;
mod host;
mod input_file;
mod ledger;
mod losses;
mod next_step;
mod print;
mod run;
mod script;
mod shell;
mod show;
mod usage;
mod words;

use std::process::ExitCode;

/// Millions of small values are made and dropped in a sync: with the system's allocator that took
/// a fifth of the time. mimalloc (0.1.52 of 2026) is the most used other one, and small.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = match usage::arguments() {
        Ok(arguments) => arguments,
        Err(code) => return ExitCode::from(code),
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("WANGGE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("off"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    ExitCode::from(print::outcome(&run::run(&arguments), arguments.json))
}
