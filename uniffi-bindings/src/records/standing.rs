use wangge_domain::lifecycle::{RecordState, ReturnReason};

use super::Responsible;

/// Where a record stands（办理情况）: what was decided of it, and what its next step depends on.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Standing {
    /// An event of a later version was seen: update the app, nothing can be done until then.
    pub read_only: bool,
    /// A version was submitted.
    pub submitted: bool,
    /// A version was accepted.
    pub accepted: bool,
    /// How often it was returned.
    pub rounds: u32,
    /// What is to be mended, of the latest return.
    pub return_reasons: Vec<ToMend>,
    /// Deadline in force.
    pub due_ms: Option<i64>,
    /// Deadline of the notice before any extension.
    pub original_due_ms: Option<i64>,
    /// The notice was served.
    pub served: bool,
    /// The notice in force is one over a hazard judged to be major: its paper is of that kind.
    pub major_notice: bool,
    /// The body that issued the notice: a code of the policy pack.
    pub issuer: Option<String>,
    /// Days asked for, while an extension is pending.
    pub extension_days: Option<u32>,
    /// Why it was asked for.
    pub extension_reason: Option<String>,
    /// An extension was granted.
    pub extended: bool,
    /// Was urged once already.
    pub urged: bool,
    /// The overdue mark stands.
    pub overdue: bool,
    /// Life is threatened.
    pub life_threat: bool,
    /// Suspected major.
    pub suspected_major: bool,
    /// Id of who found it.
    pub found_by: Option<String>,
    /// Id of who confirmed the fix on the spot or entered the feedback: may not recheck.
    pub fix_confirmed_by: Option<String>,
    /// Who is answerable.
    pub responsible: Responsible,
    /// Number of the notice given offline.
    pub provisional_number: Option<String>,
    /// Final number of the notice.
    pub notice_number: Option<String>,
    /// 销号 number.
    pub close_out_number: Option<String>,
    /// The department it was handed on to; of a call, all that were called, commas between.
    pub escalated_to: Option<String>,
    /// Premises it was merged into.
    pub merged_into: Option<String>,
}

impl From<RecordState> for Standing {
    fn from(state: RecordState) -> Self {
        let extension_reason = state.extension_reason().map(str::to_owned);
        let RecordState {
            // These stand on the card itself, or in the history.
            kind: _,
            status: _,
            read_only,
            submitted,
            accepted,
            rounds,
            return_reasons,
            due,
            original_due,
            // For papers alone.
            notice_due: _,
            deadline: _,
            noticed_at: _,
            served,
            major_notice,
            issuer,
            extension_days,
            extended,
            extensions: _,
            urged,
            overdue,
            overdue_due: _,
            life_threat,
            suspected_major,
            author: _,
            found_by,
            fix_confirmed_by,
            fix_enforced_by: _,
            // For the samples of closed hazards alone.
            handled_by: _,
            responsible,
            provisional_number,
            notice_number,
            close_out_number,
            escalations: _,
            annulled: _,
            escalated_to,
            grade_overrides: _,
            merged_into,
            census_outcome: _,
            photos_lost: _,
            // Cases are JSON only: their forms are data.
            case: _,
            // Told by the words of the acts.
            named: _,
            history: _,
            // Told by the record's view, and confirmed by the shells of this core.
            redaction: _,
        } = state;
        Self {
            read_only,
            submitted: submitted.is_some(),
            accepted: accepted.is_some(),
            rounds,
            return_reasons: return_reasons.into_iter().map(Into::into).collect(),
            due_ms: due.map(|at| at.0),
            original_due_ms: original_due.map(|at| at.0),
            served,
            major_notice,
            issuer,
            extension_days,
            extension_reason,
            extended,
            urged,
            overdue,
            life_threat,
            suspected_major,
            found_by: found_by.map(|user| user.to_string()),
            fix_confirmed_by: fix_confirmed_by.map(|user| user.to_string()),
            responsible: responsible.into(),
            provisional_number,
            notice_number,
            close_out_number,
            escalated_to,
            merged_into: merged_into.map(|id| id.to_string()),
        }
    }
}

/// One thing to mend in what was returned（退回原因）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ToMend {
    /// Checklist item, if it is about one.
    pub item: Option<String>,
    /// What is wrong.
    pub text: String,
}

impl From<ReturnReason> for ToMend {
    fn from(it: ReturnReason) -> Self {
        let ReturnReason { item, text } = it;
        Self { item, text }
    }
}
