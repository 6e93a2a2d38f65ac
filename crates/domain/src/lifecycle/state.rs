use std::collections::BTreeSet;

use super::{
    Annulment, CaseState, Effect, Escalation, Event, EventWord, NamedPerson, RedactionAsked,
    Responsible, ReturnReason, Status, TimeBounds, Timing, Version,
};
use crate::calendar::DeadlineSpec;
use crate::people::Role;
use crate::record::RecordKind;
use crate::risk::GradeOverride;
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
    /// How far its author had seen the log（所见行）: 0, nothing of it.
    pub seen: u64,
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
    /// Deadline of the notice with its extension, and with the days of a pause that is over: an urge
    /// gives another and changes nothing of this one, nor does a pause that still lasts.
    pub notice_due: Option<Timestamp>,
    /// What the notice gave, for the limit of an extension.
    pub deadline: Option<DeadlineSpec>,
    /// The day from which the deadline of the notice was counted.
    pub noticed_at: Option<Timestamp>,
    /// The notice was served.
    pub served: bool,
    /// The notice in force is one over a hazard judged to be major（重大火灾隐患整改通知书）: it was issued
    /// while the hazard stood under review. Never so for other records.
    pub major_notice: bool,
    /// The body that issued the notice: its series numbers the closing too, if people of no other
    /// body close.
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
    /// Who recorded as the result of enforcement that it is put right（执法确认已整改）: may not recheck.
    pub fix_enforced_by: Option<UserId>,
    /// Who put it right, checked that or closed it（经手人）: none of them looks at it again in a sample.
    pub handled_by: BTreeSet<UserId>,
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
    /// Grades set by hand, in log order.
    pub grade_overrides: Vec<GradeOverride>,
    /// Premises it was merged into.
    pub merged_into: Option<RecordId>,
    /// Latest census outcome with the time of the visit.
    pub census_outcome: Option<(String, Timestamp)>,
    /// Photos a supervisor gave up, with the reason.
    pub photos_lost: Vec<(RecordId, String)>,
    /// What the steps of a case have set.
    pub case: CaseState,
    /// Whom acts name as acting with their authors, in log order.
    pub named: Vec<NamedPerson>,
    /// The redaction that was asked for and that a second person has not confirmed yet.
    pub redaction: Option<RedactionAsked>,
    /// Everything that happened, in log order, pending acts last.
    pub history: Vec<HistoryEntry>,
}

impl RecordState {
    /// When the hazard was found, as its registration says.
    #[must_use]
    pub fn found_at(&self) -> Option<Timestamp> {
        self.found().map(|entry| entry.time.best())
    }

    /// From when on a photo can show what was put right: by the clock of the phone or by what is
    /// proven of it, whichever is earlier, for a photo has no time but its phone's.
    #[must_use]
    pub fn shown_from(&self) -> Option<Timestamp> {
        self.found()
            .map(|entry| entry.time.best().min(entry.time.claimed))
    }

    /// Up to when the photos were taken that show the work as it was reported last, by a
    /// feedback or a fix on the spot.
    #[must_use]
    pub fn reported_at(&self) -> Option<Timestamp> {
        let mut history = self.history.iter().rev();
        let is_report = |event: &str| matches!(event, "feedback" | "fixed_on_spot");
        history
            .find(|entry| is_report(&entry.event) && entry.effect == Effect::Applied)
            .map(|entry| entry.time.best().max(entry.time.claimed))
    }

    fn found(&self) -> Option<&HistoryEntry> {
        let mut history = self.history.iter();
        history.find(|entry| entry.event == "found" && entry.effect == Effect::Applied)
    }

    /// Whether this is the case of a hazard that waits to be judged or was judged to be major: it was
    /// reported, and its filing was not refused (S0-27).
    #[must_use]
    pub fn holds_major(&self, hazard: RecordId) -> bool {
        let ended = matches!(
            self.status,
            Status::Draft | Status::Refused | Status::Withdrawn
        );
        let of = self.case.field("hazard").parse::<RecordId>();
        self.kind == RecordKind::MajorCase && !ended && of.is_ok_and(|it| it == hazard)
    }

    /// The row of the newest redaction that took effect（涂销行）: the document begins there. `None`: none
    /// ever did, or it has no place in the log yet.
    #[must_use]
    pub fn redacted_at(&self) -> Option<u64> {
        let mut history = self.history.iter().rev();
        let confirmed = |entry: &&HistoryEntry| {
            entry.event == Event::REDACTION_CONFIRMED && entry.effect == Effect::Applied
        };
        history.find(confirmed)?.seq
    }

    /// Why the extension that is pending was asked for（延期理由）: whoever decides it must read it.
    #[must_use]
    pub fn extension_reason(&self) -> Option<&str> {
        self.extension_asked()?.said(EventWord::REASON)
    }

    /// Who asked for the extension that is pending（延期申请人）: somebody else decides it.
    #[must_use]
    pub fn extension_asker(&self) -> Option<UserId> {
        Some(self.extension_asked()?.user)
    }

    fn extension_asked(&self) -> Option<&HistoryEntry> {
        self.extension_days?;
        self.history
            .iter()
            .rev()
            .find(|entry| entry.event == "extension_requested" && entry.effect == Effect::Applied)
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
