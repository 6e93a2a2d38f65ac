use super::{
    Annulment, CaseState, Effect, Escalation, EventWord, Responsible, ReturnReason, Status,
    TimeBounds, Timing, Version,
};
use crate::calendar::DeadlineSpec;
use crate::people::Role;
use crate::record::RecordKind;
use crate::{DeviceId, Digest, RecordId, Timestamp, UserId};

/// One line of a record's history（经过）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Place in the log; `None` while pending.
    pub seq: Option<u64>,
    /// The envelope.
    pub envelope: Digest,
    /// Event name.
    pub event: String,
    /// Who.
    pub user: UserId,
    /// On which device.
    pub device: DeviceId,
    /// The role that allowed it, if it took effect.
    pub role: Option<Role>,
    /// Signed by the relay for a password session.
    pub attested_by_relay: bool,
    /// When it was made.
    pub time: TimeBounds,
    /// When the relay received it.
    pub received_at: Timestamp,
    /// Whether it did anything.
    pub effect: Effect,
    /// Against the deadline.
    pub timing: Option<Timing>,
    /// Status after it.
    pub status: Status,
    /// The number it earned.
    pub number: Option<String>,
    /// The final number of the paper that it has of its own.
    pub paper_number: Option<String>,
    /// What it said: reason, remark, that it was entered for somebody else.
    pub words: Vec<EventWord>,
}

/// The folded lifecycle of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordState {
    /// What it is.
    pub kind: RecordKind,
    /// Where it stands.
    pub status: Status,
    /// An event of a later version was seen: shown with its recorded state, nothing can be done.
    pub read_only: bool,
    /// The newest submitted version.
    pub submitted: Option<Version>,
    /// The accepted version.
    pub accepted: Option<Version>,
    /// How often it was returned; grows only.
    pub rounds: u32,
    /// What is to be mended, of the latest return.
    pub return_reasons: Vec<ReturnReason>,
    /// Deadline in force.
    pub due: Option<Timestamp>,
    /// Deadline of the notice before any extension.
    pub original_due: Option<Timestamp>,
    /// What the notice gave, for the limit of an extension.
    pub deadline: Option<DeadlineSpec>,
    /// The day from which the deadline of the notice was counted.
    pub noticed_at: Option<Timestamp>,
    /// The notice was served.
    pub served: bool,
    /// The body that issued the notice: its series numbers the closing too.
    pub issuer: Option<String>,
    /// Days asked for, while an extension is pending.
    pub extension_days: Option<u32>,
    /// An extension was granted.
    pub extended: bool,
    /// How often an extension was granted: policy allows one.
    pub extensions: u32,
    /// Was urged once already.
    pub urged: bool,
    /// The overdue mark stands.
    pub overdue: bool,
    /// The deadline whose passing was marked, while the mark stands.
    pub overdue_due: Option<Timestamp>,
    /// Life is threatened.
    pub life_threat: bool,
    /// Suspected major.
    pub suspected_major: bool,
    /// Who acted first on the record.
    pub author: Option<UserId>,
    /// Who found it.
    pub found_by: Option<UserId>,
    /// Who confirmed the fix on the spot or entered the feedback: may not recheck.
    pub fix_confirmed_by: Option<UserId>,
    /// Who is answerable.
    pub responsible: Responsible,
    /// Number of the notice given offline.
    pub provisional_number: Option<String>,
    /// Final number of the notice.
    pub notice_number: Option<String>,
    /// 销号 number.
    pub close_out_number: Option<String>,
    /// To whom it was handed on since the last overdue mark that was annulled.
    pub escalations: Vec<Escalation>,
    /// That an overdue mark was annulled, and why: the newest; `None`: none ever was.
    pub annulled: Option<Annulment>,
    /// The department it was escalated to; of a call, all that were called, commas between.
    pub escalated_to: Option<String>,
    /// Grade set by hand, with the reason.
    pub grade_override: Option<(String, String)>,
    /// Premises it was merged into.
    pub merged_into: Option<RecordId>,
    /// Latest census outcome with the time of the visit.
    pub census_outcome: Option<(String, Timestamp)>,
    /// Photos a supervisor gave up, with the reason.
    pub photos_lost: Vec<(RecordId, String)>,
    /// What the steps of a case have set.
    pub case: CaseState,
    /// Everything that happened, in log order, pending acts last.
    pub history: Vec<HistoryEntry>,
}

impl RecordState {
    /// Why the extension that is pending was asked for（延期理由）: whoever decides it must read it.
    #[must_use]
    pub fn extension_reason(&self) -> Option<&str> {
        self.extension_days?;
        let asked = self.history.iter().rev().find(|entry| {
            entry.event == "extension_requested" && entry.effect == Effect::Applied
        })?;
        asked.said(EventWord::REASON)
    }
}

impl HistoryEntry {
    /// What the act said under a field, e.g. [`EventWord::REASON`].
    #[must_use]
    pub fn said(&self, field: &str) -> Option<&str> {
        let word = self.words.iter().find(|word| word.field == field)?;
        Some(&word.text)
    }
}
