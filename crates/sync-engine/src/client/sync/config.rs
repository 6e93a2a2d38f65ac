use wangge_domain::Digest;
use wangge_protocol::limits::MAX_BATCH_ENVELOPES;
use wangge_protocol::{SyncRequest, SyncResponse};

use super::SyncSummary;

/// How a sync behaves（同步参数）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncConfig {
    /// Bytes of pages to take in one answer, before compression.
    pub want_bytes: u32,
    /// Envelopes of the first push; grows and shrinks with success and timeouts.
    pub first_batch: usize,
    /// Envelopes of a push at most.
    pub max_batch: usize,
    /// Bytes of a push at most.
    pub max_push_bytes: usize,
    /// Failures in a row after which the sync gives up for now.
    pub max_failures: u32,
    /// First wait after a failure, milliseconds; doubles with each.
    pub backoff_ms: u64,
    /// Longest wait, milliseconds.
    pub max_backoff_ms: u64,
    /// Time for an answer, milliseconds; a millisecond for every two bytes of a push on top.
    pub timeout_ms: u64,
    /// Drafts to seal when a sync starts.
    pub seal_drafts: usize,
    /// Rows of a stream that must be missing before its newest records are wanted ahead of the log;
    /// `u32::MAX`: they never are.
    pub ahead_behind: u32,
}

impl Default for SyncConfig {
    fn default() -> Self {
        Self {
            want_bytes: 512 * 1024,
            first_batch: 128,
            max_batch: MAX_BATCH_ENVELOPES,
            max_push_bytes: 1024 * 1024,
            max_failures: 6,
            backoff_ms: 1_000,
            max_backoff_ms: 60_000,
            timeout_ms: 30_000,
            seal_drafts: 4_096,
            ahead_behind: 5_000,
        }
    }
}

/// What happens to the machine.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "one at a time, and nearly all are answers"
)]
pub enum SyncInput {
    /// Begin, or begin again.
    Start,
    /// An answer came.
    Response {
        /// To which request.
        id: u64,
        /// The answer.
        response: SyncResponse,
    },
    /// A request failed.
    Failed {
        /// Which request.
        id: u64,
        /// How.
        kind: SyncFailure,
    },
    /// The time of a [`SyncEffect::Wait`] has come.
    TimerFired,
}

/// How a request failed（失败种类）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncFailure {
    /// No connection.
    Unreachable,
    /// No answer in time.
    TimedOut,
    /// Somebody else answered: a portal of the network.
    CaptivePortal,
    /// The token is not valid any more; the caller gets a new one and starts again.
    Unauthorized,
    /// The relay answered with an error.
    Server {
        /// HTTP status.
        status: u16,
        /// When to come back, milliseconds.
        retry_after_ms: Option<u64>,
    },
    /// The answer could not be read, or not be believed.
    Malformed,
}

/// What the shell is to do.
#[derive(Clone, Debug, PartialEq)]
pub enum SyncEffect {
    /// Send a request; its answer or failure comes back under the id.
    Send {
        /// Names the request.
        id: u64,
        /// The request.
        request: SyncRequest,
        /// Give up after so many milliseconds.
        timeout_ms: u64,
    },
    /// Nothing to do until the monotonic clock shows this; then [`SyncInput::TimerFired`].
    Wait {
        /// Monotonic milliseconds.
        until_ms: u64,
    },
    /// Something was committed.
    Progress {
        /// Sealed envelopes that still wait.
        waiting: u64,
        /// Rows received since the start.
        received: u64,
        /// Rows of the control stream are among them: fold it again before the next step.
        control_changed: bool,
    },
    /// A newer bearer token.
    Token(String),
    /// Originals that the relay holds verified.
    BlobsHeld(Vec<Digest>),
    /// The sync is over; the machine can be started again.
    Finished(SyncSummary),
}
