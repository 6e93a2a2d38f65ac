//! `wangge-relay`: the relay's command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    wangge_sync_server::command_line::run()
}
