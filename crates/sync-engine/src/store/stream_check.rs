use serde::{Deserialize, Serialize};
use wangge_domain::Timestamp;

/// The last time that a device compared a stream with its relay（比对）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamCheck {
    /// When, as the device estimated the relay's time.
    pub at: Timestamp,
    /// The records were not the relay's although the log is, and stayed so after they were worked
    /// out again.
    pub differs: bool,
}
