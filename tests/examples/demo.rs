//! `make demo`: the main job, end to end, on the embedded default（演示）.
//!
//! September 2026 in 青峰镇: twelve grid workers inspect 220 premises without any network, come back
//! over a bad line, are reviewed, put right and rechecked; one case goes to the police station.
//! The relay is the real binary in a process of its own (`WANGGE_RELAY_BIN`), the phones are the
//! real core with encrypted databases of their own. Nothing is simulated but people, pictures, the
//! line and time: everything that is shown says 演示时间.
//!
//! `WANGGE_DEMO_EXIT=1` ends after the summary, whose last line is one JSON object.

#![recursion_limit = "256"]

// Named so, the parts lie beside each other in the folder `demo`.
#[path = "demo/story.rs"]
mod story;

use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    match story::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nowhere else to say it if the terminal is gone.
            let _said = writeln!(std::io::stderr(), "演示失败: {error:#}");
            ExitCode::FAILURE
        }
    }
}
