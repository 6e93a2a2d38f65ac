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
//! | field | what |
//! |---|---|
//! | `format` | 1 |
//! | `comment` | for people, optional, here and in `answers` and `hazards` |
//! | `premises` | `{"id": …}` or `{"search": …}`, which must find exactly one |
//! | `inspection` | id of a visit begun before, or returned: it is gone on with |
//! | `mode` | `regular`, `check_day`, `census`, `recheck`, `unannounced`, `double_random`, `joint`, `complaint`, `campaign`, `self_check` |
//! | `checklist` | `{"code": "RH", "version": "2026.1"}`; left out: the one in force |
//! | `position` | `{"latitude_microdegrees", "longitude_microdegrees", "accuracy_m"}` |
//! | `inspectors` | names as on papers; left out: the person enrolled |
//! | `answers` | list of `{"item", "result": "pass"/"fail"/"na", "value", "note", "part", "photos": [file]}` |
//! | `answer_rest` | result for every yes-or-no item that applies and has no answer yet |
//! | `photos` | list of `{"file", "item", "stage", "caption", "imported"}` |
//! | `signatures` | list of `{"signer", "role", "strokes": file}`, put under what stands there then |
//! | `submit` | `{"outcome", "note", "correction", "raise_hazards": true}`; left out: it stays a draft |
//! | `hazards` | list, below |
//!
//! A hazard names the failed `item` (the one that submitting raised is taken, else a new one is
//! made) or has a `description` of its own, and may hold `part`, `severity`, `life_threat`,
//! `source`, `rectification`, `interim_measures`, `department`, `another` (true: not the open one
//! of the same item), `deadline`
//! (`{"days": 7, "calendar": "natural"}` or `{"immediate": true}`), `photos` (files), and either
//! `fix_on_spot` (`{"before": file, "after": file}`) or `notice`
//! (`{"issuer", "deadline", "responsible": {"unit", "leader", "person", "phone"}}`) with `serve`:
//! `{"signed": {"signer", "role", "strokes"}}`, `{"refused": {"witnesses": […], "note"}}`,
//! `{"posted": {"photo": file}}` or `{"mailed": {"tracking"}}`.
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
