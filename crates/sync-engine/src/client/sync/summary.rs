use wangge_domain::{RecordId, StreamId, Timestamp};
use wangge_protocol::{EnvelopeId, Refusal};

use super::SyncFailure;

/// How a sync ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SyncOutcome {
    /// Everything is sent and everything is here, as of the last answer.
    #[default]
    Complete,
    /// Some envelopes wait for others that are not at hand; all else is done.
    Waiting,
    /// It gave up for now.
    Failed(SyncFailure),
}

/// A record that stays at its last good state（停在上一良好状态）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Degraded {
    /// Which.
    pub record: RecordId,
    /// The row that could not be followed.
    pub seq: u64,
}

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncSummary {
    /// How it ended.
    pub outcome: SyncOutcome,
    /// Envelopes that the relay has logged.
    pub accepted: u64,
    /// Envelopes that were logged while what they decide changes nothing: somebody else was first, or the
    /// relay knows what the phone did not. With the record; the reason stands in its history.
    pub without_effect: Vec<(EnvelopeId, RecordId)>,
    /// Envelopes refused or set apart, with the reason.
    pub refused: Vec<(EnvelopeId, Refusal)>,
    /// Envelopes that wait for others.
    pub blocked: u64,
    /// Rows received.
    pub received: u64,
    /// Rows that came ahead of their log, beside those.
    pub ahead: u64,
    /// Records that could not be followed further.
    pub degraded: Vec<Degraded>,
    /// Streams dropped because they are no longer granted.
    pub purged: Vec<StreamId>,
    /// Streams of which the relay had forgotten rows; they were offered again.
    pub rewound: Vec<StreamId>,
    /// Streams of which rows were given back to a relay that had lost them, as they were.
    pub healed: Vec<StreamId>,
    /// Streams in which the relay began a new epoch: it was restored.
    pub new_epochs: Vec<StreamId>,
    /// Streams whose records here were not the relay's although the log is the same: they were
    /// worked out again from the log, and agree now.
    pub mended: Vec<StreamId>,
    /// The same, and they still do not agree: one of the two sides makes a mistake.
    pub diverged: Vec<StreamId>,
    /// The relay was restored then, and may have lost photos of any stream.
    pub healing_since: Option<Timestamp>,
    /// Streams of which the relay sent a page that could not be believed（不可信应答）, with why. Nothing of
    /// such a page was taken.
    pub unbelieved: Vec<(StreamId, String)>,
    /// A log goes on with what this app cannot read（须更新应用）: it ends here until the app is updated.
    pub update_needed: bool,
    /// What the relay held before this time lies in a backup that it has read back.
    pub backed_up: Option<Timestamp>,
    /// Rows of the control stream came.
    pub control_changed: bool,
    /// The relay knows more of this device's own chain than the device: it was cloned or
    /// restored, and must be enrolled anew before it seals again.
    pub rekey_needed: bool,
    /// The relay's clock at the last answer.
    pub relay_time: Option<Timestamp>,
}

impl SyncSummary {
    /// Streams of which the relay may have lost photos: it was restored, or has forgotten rows.
    #[must_use]
    pub fn restored_streams(&self) -> Vec<StreamId> {
        let all = [&self.healed, &self.rewound, &self.new_epochs];
        let distinct: std::collections::BTreeSet<StreamId> =
            all.into_iter().flatten().copied().collect();
        distinct.into_iter().collect()
    }
}
