//! `make load`: the real relay under the load of a large township.
//!
//! The relay is the real binary (`WANGGE_RELAY_BIN`) on SQLite, or two of them on PostgreSQL and S3
//! (`WANGGE_LOAD_STORE=postgresql`). Parts: steady (pushes at a fixed rate, photos beside), pair (the
//! processor time of both stores; PostgreSQL only), closed (single changes as fast as they are answered), overload, idle (wake streams),
//! growth, and by its name alone soak (mixed load for a long time)
//! and drill (backup and restore at several sizes). Lines
//! while it runs; the last line is one JSON object. `WANGGE_LOAD_ONLY=steady,growth` runs only
//! those. The sizes: `WANGGE_LOAD_DEVICES`, `_SECONDS`, `_RATE`, `_PHOTO_MB`, `_OVERLOAD`,
//! `_OVERLOAD_SECONDS`, `_WAKES`, `_CLOSED`, `_RECORDS`, `_DRILL`, `_MINUTES`, `_SOAK_RATE`, `_SOAK_PHOTO_MB`.

// Named so, the parts lie beside each other in the folder `load`.
#[path = "load/mod.rs"]
mod load;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;

use load::settings::Settings;

/// As in the programs that are measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nowhere else to say it if the terminal is gone.
            let _said = writeln!(std::io::stderr(), "load: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let settings = Settings::from_environment()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(load::run(&settings))
}
