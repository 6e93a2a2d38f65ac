use wangge_domain::{RecordId, StreamId, Timestamp};
use wangge_protocol::{EnvelopeId, Refusal};
use wangge_sync_engine::client::{SyncOutcome, SyncSummary};

use crate::error::CoreError;

/// How a sync ended（同步结果）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SyncEnd {
    /// Everything is sent and everything is here.
    #[default]
    Complete,
    /// Some work waits for other work that is not at hand; all else is done.
    Waiting,
    /// It stopped for now; everything is saved and goes on with the next sync.
    Failed(
        /// Why.
        CoreError,
    ),
}

/// What a sync did（同步小结）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// How it ended.
    pub end: SyncEnd,
    /// Requests made.
    pub round_trips: u64,
    /// Bytes of request bodies, compressed.
    pub bytes_up: u64,
    /// Bytes of answers, compressed.
    pub bytes_down: u64,
    /// Envelopes the relay logged.
    pub envelopes: u64,
    /// Envelopes that wait for others.
    pub blocked: u64,
    /// Rows received.
    pub rows: u64,
    /// Records in which a step of this phone changed nothing: somebody else was first, or the relay knows
    /// what the phone did not. The reason stands in their history.
    pub without_effect: Vec<RecordId>,
    /// Envelopes refused or set apart, with the reason.
    pub refused: Vec<(EnvelopeId, Refusal)>,
    /// Records that stay at their last good state.
    pub degraded: Vec<RecordId>,
    /// Streams dropped because they are no longer granted.
    pub purged: Vec<StreamId>,
    /// Streams whose records here were not the relay's although the log is（比对不一致）: they were
    /// worked out again from the log, and agree now.
    pub mended: Vec<StreamId>,
    /// The same, and they still do not agree: whoever builds the app has to look at it.
    pub diverged: Vec<StreamId>,
    /// Photos.
    pub photos: PhotoReport,
    /// The relay knows more of this phone's work than the phone: enroll it anew.
    pub rekey_needed: bool,
    /// The relay was restored from a backup and is being healed（恢复中）: some acts wait until an
    /// administrator has ended that.
    pub relay_healing: bool,
    /// A log goes on with what this app cannot read（须更新应用）: what is here stays usable and what is
    /// made is sent, but more comes only to a newer app.
    pub update_needed: bool,
    /// The relay's clock at the last answer.
    pub relay_time: Option<Timestamp>,
    /// The relay ordered this phone to wipe itself, and it has.
    pub wiped: bool,
}

/// What became of photos in a sync（照片传送小结）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhotoReport {
    /// Blobs sent.
    pub sent: u64,
    /// Blobs the relay had already.
    pub skipped: u64,
    /// Bytes of blobs sent.
    pub bytes: u64,
    /// Files on this phone that could not be read.
    pub unreadable: u64,
    /// Blobs that still wait, for Wi-Fi or the next sync.
    pub left: u64,
    /// Why it stopped early.
    pub failure: Option<CoreError>,
}

impl SyncReport {
    pub(super) fn take_records(&mut self, summary: SyncSummary, failure: Option<CoreError>) {
        self.end = match summary.outcome {
            SyncOutcome::Complete => SyncEnd::Complete,
            // It waits for room at the relay, not for other work.
            SyncOutcome::Waiting if failure == Some(CoreError::RelayFull) => {
                SyncEnd::Failed(CoreError::RelayFull)
            }
            SyncOutcome::Waiting => SyncEnd::Waiting,
            // Where every request was answered, the engine alone knows why it gave up.
            SyncOutcome::Failed(kind) => SyncEnd::Failed(failure.unwrap_or_else(|| kind.into())),
        };
        self.envelopes += summary.accepted;
        self.blocked = summary.blocked;
        self.rows += summary.received;
        let without_effect = summary.without_effect.into_iter();
        for (_, record) in without_effect {
            if !self.without_effect.contains(&record) {
                self.without_effect.push(record);
            }
        }
        self.refused.extend(summary.refused);
        self.degraded
            .extend(summary.degraded.into_iter().map(|it| it.record));
        self.purged.extend(summary.purged);
        self.mended.extend(summary.mended);
        self.diverged.extend(summary.diverged);
        self.relay_healing = summary.healing_since.is_some();
        self.update_needed |= summary.update_needed;
        self.relay_time = summary.relay_time.or(self.relay_time);
    }

    pub(super) fn take_photos(&mut self, photos: PhotoReport) {
        self.photos = PhotoReport {
            sent: self.photos.sent + photos.sent,
            skipped: self.photos.skipped + photos.skipped,
            bytes: self.photos.bytes + photos.bytes,
            ..photos
        };
    }
}

#[cfg(test)]
mod tests {
    use wangge_sync_engine::client::SyncFailure;

    use super::*;

    fn end_of(kind: SyncFailure, failure: Option<CoreError>) -> SyncEnd {
        let mut report = SyncReport::default();
        let summary = SyncSummary {
            outcome: SyncOutcome::Failed(kind),
            ..SyncSummary::default()
        };
        report.take_records(summary, failure);
        report.end
    }

    #[test]
    fn answers_that_could_not_be_taken_are_not_called_a_relay_out_of_reach() {
        let end = |kind| end_of(kind, None);
        assert_eq!(
            end(SyncFailure::Malformed),
            SyncEnd::Failed(CoreError::BadAnswer)
        );
        assert_eq!(
            end(SyncFailure::TimedOut),
            SyncEnd::Failed(CoreError::Unreachable)
        );
        // What the network said stands before what the engine made of it.
        assert_eq!(
            end_of(SyncFailure::CaptivePortal, Some(CoreError::WrongRelay)),
            SyncEnd::Failed(CoreError::WrongRelay)
        );
    }
}
