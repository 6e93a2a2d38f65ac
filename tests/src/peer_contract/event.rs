use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

use crate::process_usage::ProcessUsage;

/// What a client says, one JSON object to a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ev", rename_all = "snake_case")]
pub enum PeerEvent {
    /// Prepared: waits for its line.
    Ready,
    /// The timed part is over.
    Done {
        /// From the line until the sync was complete.
        sync_s: f64,
        /// Processor time of that.
        cpu_s: f64,
        /// Peak memory of the process so far, KiB.
        rss_kb: u64,
        /// Documents that went up or came down.
        n: usize,
    },
    /// After a pull: so many documents are as they must be.
    Verify {
        /// Right ones.
        ok: usize,
        /// Of so many.
        of: usize,
    },
    /// The process ends.
    Bye,
}

impl PeerEvent {
    /// The timed part is over: the processor time and memory of this process are filled in.
    /// `before` was read when the line came.
    #[must_use]
    pub fn done(sync_s: f64, before: ProcessUsage, n: usize) -> Self {
        let now = ProcessUsage::of_self();
        let cpu_s = now.cpu_seconds.unwrap_or(0.0) - before.cpu_seconds.unwrap_or(0.0);
        Self::Done {
            sync_s,
            cpu_s,
            rss_kb: now.peak_memory_kib.unwrap_or(0),
            n,
        }
    }
}

/// Says an event on a line of its own, at once.
///
/// # Errors
/// If nobody listens any more.
pub fn say(event: &PeerEvent, out: &mut dyn Write) -> io::Result<()> {
    let mut line = serde_json::to_string(event)?;
    line.push('\n');
    out.write_all(line.as_bytes())?;
    out.flush()
}

/// Waits for the line that starts the timed part.
///
/// # Errors
/// `UnexpectedEof` if the harness is gone.
pub fn wait_for_go(input: &mut dyn BufRead) -> io::Result<()> {
    let mut line = String::new();
    if input.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}
