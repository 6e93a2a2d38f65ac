use serde::{Deserialize, Serialize};

use super::{Step, Version};
use crate::{Digest, RecordId, Timestamp, UserId};

/// What someone with authority did to a record. Encoded as CBOR with external tagging; an event
/// of a later version does not decode and makes the record read-only, with its recorded state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    // ---- any kind -------------------------------------------------------------------------
    /// 提交: freezes a version. On a returned record it is the correction, with its reason.
    Submitted {
        /// What is submitted.
        version: Version,
        /// Why it was changed, on a correction.
        #[serde(default)]
        correction: Option<String>,
    },
    /// 撤回: hidden, kept.
    Withdrawn {
        /// Why.
        reason: String,
    },
    // ---- inspection -----------------------------------------------------------------------
    /// 退回: goes back to the phone.
    Returned {
        /// The version looked at.
        version: Version,
        /// What is to be mended, item by item.
        reasons: Vec<ReturnReason>,
    },
    /// 审核通过.
    Accepted {
        /// The version looked at.
        version: Version,
    },
    /// 更正: opens a correction round on an accepted inspection.
    CorrectionOpened {
        /// Why.
        reason: String,
    },
    /// 照片遗失: a required photo will never come.
    PhotoLost {
        /// The photo record.
        photo: RecordId,
        /// Why.
        reason: String,
    },
    // ---- premises -------------------------------------------------------------------------
    /// 普查走访结果 of a visit (S0-23).
    CensusVisited {
        /// Outcome code of the policy pack, e.g. `locked`（锁门）.
        outcome: String,
        /// Remark.
        #[serde(default)]
        note: String,
    },
    /// 风险等级人工调整 (S0-18): a named override of the computed grade.
    GradeOverridden {
        /// Grade id, e.g. `elevated`.
        grade: String,
        /// Why.
        reason: String,
    },
    /// 状态变更 of a premises: closed, demolished, merged, active again.
    PremisesStatus {
        /// The new status.
        status: super::Status,
        /// Why.
        reason: String,
        /// The premises it was merged into.
        #[serde(default)]
        merged_into: Option<RecordId>,
        /// The hazards that are open there and stay open, as the author knows（未销号隐患）: with the
        /// reason it says why it is over with the premises all the same.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        open_hazards: Vec<RecordId>,
    },
    // ---- rectification --------------------------------------------------------------------
    /// 发现登记.
    Found {
        /// The content as found.
        version: Version,
        /// True if the checklist marks the failed item as suspected major (疑似重大).
        suspected_major: bool,
        /// True if life is threatened (危及生命).
        life_threat: bool,
    },
    /// 当场整改 with photos before and after.
    FixedOnSpot {
        /// Photo before.
        before: RecordId,
        /// Photo after.
        after: RecordId,
    },
    /// 当场整改核实: by another person.
    FixVerified {
        /// Body whose series numbers the closing; `None`: it bears no number.
        #[serde(default)]
        issuer: Option<String>,
        /// Remark.
        #[serde(default)]
        note: String,
    },
    /// 当场整改不实.
    FixRejected {
        /// Why.
        reason: String,
    },
    /// 责任落实 (S0-25, S2-15): unit, leader, person, deadline.
    ResponsibilitySet(Responsible),
    /// 下发整改通知书.
    NoticeIssued {
        /// The version of the hazard the notice quotes.
        version: Version,
        /// Number given offline, `暂-{short id}-{n}`.
        provisional_number: String,
        /// Body that issues it; one number series per body and year.
        issuer: String,
        /// Days or immediate, as chosen within the policy's limits.
        deadline: crate::calendar::DeadlineSpec,
        /// Who is answerable.
        responsible: Responsible,
    },
    /// 送达.
    Served(ServiceProof),
    /// 整改反馈.
    Feedback {
        /// What was done.
        note: String,
        /// Photos after.
        photos: Vec<RecordId>,
        /// True if the worker entered it for the owner（代填）.
        on_behalf: bool,
    },
    /// 申请延期.
    ExtensionRequested {
        /// Calendar days more.
        days: u32,
        /// Why.
        reason: String,
    },
    /// 批准延期: as many days as were asked for, or fewer.
    ExtensionApproved {
        /// Calendar days more.
        days: u32,
    },
    /// 不予延期.
    ExtensionRefused {
        /// Why.
        reason: String,
    },
    /// 复查合格. Two people (policy): the author and these.
    RecheckPassed {
        /// The other checkers.
        with: Vec<UserId>,
        /// Photos after.
        photos: Vec<RecordId>,
    },
    /// 复查不合格.
    RecheckFailed {
        /// What is still wrong.
        reason: String,
        /// Photos.
        photos: Vec<RecordId>,
        /// The other checkers, if there were any: one is enough to find something still wrong.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        with: Vec<UserId>,
    },
    /// 逾期: the relay's mark.
    OverdueMarked {
        /// The deadline that passed: a mark of a deadline that was moved has no effect.
        due: Timestamp,
    },
    /// 逾期撤销: an act made in time arrived later; earlier rows are not judged again.
    OverdueAnnulled {
        /// The act that was in time.
        because: Digest,
    },
    /// 催办, with a short new time limit.
    Urged {
        /// Calendar days given.
        days: u32,
    },
    /// 上报派出所、移交.
    Escalated {
        /// Where to: a department code of the policy pack.
        to: String,
        /// Why.
        reason: String,
    },
    /// 接收 by the body it was escalated to.
    EscalationAccepted {
        /// Their case number.
        #[serde(default)]
        case_number: String,
    },
    /// 退回补材料.
    EscalationReturned {
        /// Why.
        reason: String,
    },
    /// 执法结果: fixed, or penalty recorded; a recheck follows.
    EnforcementResult {
        /// `fixed` or `penalty`.
        result: String,
        /// Remark, document numbers.
        note: String,
    },
    /// 疑似重大上报.
    SuspectedMajor {
        /// Clause or item ids that make it suspect.
        basis: Vec<String>,
    },
    /// 判定为非重大.
    NotMajor {
        /// Why.
        reason: String,
    },
    /// 作废（误报）.
    Voided {
        /// Why.
        reason: String,
    },
    // ---- redaction, any kind --------------------------------------------------------------
    /// 申请涂销: the first of two people asks that content be blanked (ADR 0012).
    RedactionRequested {
        /// The envelopes whose changes are to be blanked.
        envelopes: Vec<Digest>,
        /// The fields that nobody shall read any more: all others live on in the new first change.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<String>,
        /// Why.
        reason: String,
    },
    /// 确认涂销: the second person; the changes of the envelopes that were named are blanked, and the
    /// document begins anew with the change of this act's own envelope.
    RedactionConfirmed {
        /// The envelope of the request.
        request: Digest,
        /// The content that lives on, in the new first change.
        version: Version,
    },
    // ---- registers of cases ---------------------------------------------------------------
    /// 办理步骤: whatever the table of the kind calls so.
    Step(Step),
}

/// One thing to mend in a returned inspection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnReason {
    /// Checklist item, if it is about one.
    #[serde(default)]
    pub item: Option<String>,
    /// What is wrong.
    pub text: String,
}

/// Who is answerable for a hazard（整改责任）: unit, leader, person (S0-25, S2-15).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsible {
    /// 责任单位.
    pub unit: String,
    /// 责任领导.
    pub leader: String,
    /// 责任人.
    pub person: String,
    /// 联系电话.
    #[serde(default)]
    pub phone: String,
}

/// A signature（签名）on the screen: it is void if the statement's content changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureRef {
    /// Who signed, as written.
    pub signer: String,
    /// As what: owner, tenant, inspector, witness…
    pub role: String,
    /// Hash of the strokes' bytes, which stand in the content.
    pub strokes: Digest,
    /// Hash of the statement shown when it was signed.
    pub statement: Digest,
}

/// How a notice was served（送达方式）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceProof {
    /// 签收.
    Signed(SignatureRef),
    /// 拒签: two witnesses.
    Refused {
        /// Who stood by.
        witnesses: Vec<SignatureRef>,
        /// What was said.
        note: String,
    },
    /// 张贴拍照.
    Posted {
        /// The photo of it.
        photo: RecordId,
    },
    /// 邮寄.
    Mailed {
        /// Number of the consignment.
        tracking: String,
    },
}

impl Event {
    /// The name of the request of a redaction.
    pub const REDACTION_REQUESTED: &'static str = "redaction_requested";
    /// The name of its confirmation.
    pub const REDACTION_CONFIRMED: &'static str = "redaction_confirmed";

    /// The names of all events that this build knows, in order, the steps of cases apart: those
    /// are in the tables; and the two acts of a redaction, which are in none: they are possible in
    /// every state of every kind, and change no status.
    pub const NAMES: &'static [&'static str] = &[
        "submitted",
        "withdrawn",
        "returned",
        "accepted",
        "correction_opened",
        "photo_lost",
        "census_visited",
        "grade_overridden",
        "premises_status",
        "found",
        "fixed_on_spot",
        "fix_verified",
        "fix_rejected",
        "responsibility_set",
        "notice_issued",
        "served",
        "feedback",
        "extension_requested",
        "extension_approved",
        "extension_refused",
        "recheck_passed",
        "recheck_failed",
        "overdue_marked",
        "overdue_annulled",
        "urged",
        "escalated",
        "escalation_accepted",
        "escalation_returned",
        "enforcement_result",
        "suspected_major",
        "not_major",
        "voided",
    ];

    /// The name used in tables, logs and JSON.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Submitted { .. } => "submitted",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Returned { .. } => "returned",
            Self::Accepted { .. } => "accepted",
            Self::CorrectionOpened { .. } => "correction_opened",
            Self::PhotoLost { .. } => "photo_lost",
            Self::CensusVisited { .. } => "census_visited",
            Self::GradeOverridden { .. } => "grade_overridden",
            Self::PremisesStatus { .. } => "premises_status",
            Self::Found { .. } => "found",
            Self::FixedOnSpot { .. } => "fixed_on_spot",
            Self::FixVerified { .. } => "fix_verified",
            Self::FixRejected { .. } => "fix_rejected",
            Self::ResponsibilitySet(_) => "responsibility_set",
            Self::NoticeIssued { .. } => "notice_issued",
            Self::Served(_) => "served",
            Self::Feedback { .. } => "feedback",
            Self::ExtensionRequested { .. } => "extension_requested",
            Self::ExtensionApproved { .. } => "extension_approved",
            Self::ExtensionRefused { .. } => "extension_refused",
            Self::RecheckPassed { .. } => "recheck_passed",
            Self::RecheckFailed { .. } => "recheck_failed",
            Self::OverdueMarked { .. } => "overdue_marked",
            Self::OverdueAnnulled { .. } => "overdue_annulled",
            Self::Urged { .. } => "urged",
            Self::Escalated { .. } => "escalated",
            Self::EscalationAccepted { .. } => "escalation_accepted",
            Self::EscalationReturned { .. } => "escalation_returned",
            Self::EnforcementResult { .. } => "enforcement_result",
            Self::SuspectedMajor { .. } => "suspected_major",
            Self::NotMajor { .. } => "not_major",
            Self::Voided { .. } => "voided",
            Self::RedactionRequested { .. } => Self::REDACTION_REQUESTED,
            Self::RedactionConfirmed { .. } => Self::REDACTION_CONFIRMED,
            Self::Step(step) => step.name(),
        }
    }
}
