//! `wangge-relay`: the relay's command line.

use std::process::ExitCode;

/// Millions of small values are made and dropped in a sync: with the system's allocator that took
/// a fifth of the time. mimalloc (0.1.52 of 2026) is the most used other one, and small.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    wangge_sync_server::command_line::run()
}
