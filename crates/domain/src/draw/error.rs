use chrono::NaiveDate;

use crate::{RecordId, UserId};

/// Why a draw is refused（抽查被拒原因）; the record stays as it was. All are rules of S2-17.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// The seed has not been revealed, so there is nothing to select from.
    #[error("the seed has not been revealed")]
    NotRevealed,
    /// An announced draw is drawn once: whoever may draw again may choose.
    #[error("this draw has been drawn already")]
    AlreadyDrawn,
    /// It was withdrawn: it is never drawn.
    #[error("this draw has been withdrawn")]
    AlreadyWithdrawn,
    /// From the day of the public value on the outcome can be known.
    #[error("the public value of {public_value_on} may be known: the draw is drawn, not withdrawn")]
    TooLateToWithdraw {
        /// The day on which it becomes known.
        public_value_on: NaiveDate,
    },
    /// A withdrawal without a reason.
    #[error("a withdrawal needs a reason")]
    WithdrawalNeedsReason,
    /// Of two that are drawn from the same targets on the same day one could be chosen.
    #[error("{draw} is announced for the same day over some of these targets: withdraw it first")]
    AnnouncedAlready {
        /// The draw that is open.
        draw: RecordId,
    },
    /// A number of a series is given once: two draws under one number could be taken for each other.
    #[error("{draw} bears the number {round} of this authority and year already")]
    RoundTaken {
        /// The draw that bears it.
        draw: RecordId,
        /// The number.
        round: u32,
    },
    /// Nobody was checked on a day that is to come.
    #[error("{on} is to come: nobody was checked since then")]
    CheckedSinceToCome {
        /// The day.
        on: NaiveDate,
    },
    /// No such request waits.
    #[error("entry {entry} asks for no replacement that waits")]
    NotAsked {
        /// Its place in the record, from 0.
        entry: usize,
    },
    /// The secret is not the one whose hash was announced.
    #[error("the secret does not have the announced hash")]
    SecretMismatch,
    /// The public value is empty.
    #[error("the public value is empty")]
    PublicValueMissing,
    /// The public value must not be known when the draw is announced, nor used before it is.
    #[error(
        "the public value of {public_value_on} must come after the announcement and before the draw"
    )]
    PublicValueTooEarly {
        /// The day on which it becomes known.
        public_value_on: NaiveDate,
    },
    /// An entry would be older than the one before it.
    #[error("an entry cannot be older than the one before it")]
    BackInTime,
    /// A weight of 0 is an exclusion without a reason.
    #[error("{target} has weight 0: exclude it with a reason instead")]
    WeightZero {
        /// Which.
        target: RecordId,
    },
    /// A weight is above the limit.
    #[error("{target} has weight {weight}, above {max}")]
    WeightTooLarge {
        /// Which.
        target: RecordId,
        /// Its weight.
        weight: u32,
        /// The limit.
        max: u32,
    },
    /// All weights together are above the limit.
    #[error("the weights add up to more than {max}")]
    WeightOverflow {
        /// The limit.
        max: u32,
    },
    /// Policy gives no weight for this grade and credit.
    #[error("there is no weight for grade `{grade}`")]
    NoWeight {
        /// Risk grade id.
        grade: String,
    },
    /// Fewer inspectors may go there than the team needs.
    #[error("{target} needs {need} inspectors, {have} may go")]
    TooFewInspectors {
        /// Where.
        target: RecordId,
        /// Who may go.
        have: u32,
        /// Who must.
        need: u32,
    },
    /// The list of inspectors does not say which certificate and which rule it follows.
    #[error("the list of inspectors names no certificate or no rule")]
    PoolUnnamed,
    /// The certificate that inspectors must hold is the policy's to say.
    #[error("inspectors are drawn by the certificate `{demanded}` of the policy, not by `{asked}`")]
    Certificate {
        /// What was asked.
        asked: String,
        /// What the policy demands.
        demanded: String,
    },
    /// Who is named may not draw over this area.
    #[error("{who} may not manage a draw over this area")]
    NotAllowed {
        /// Who.
        who: UserId,
    },
    /// There is nobody to draw: no target, or all are left out.
    #[error("there is no target to draw from")]
    NoTargets,
    /// A stratum has targets and none is to be taken: that is an exclusion without a reason.
    #[error("nothing is taken from stratum `{stratum}`")]
    NothingTaken {
        /// Which.
        stratum: String,
    },
    /// A team smaller than policy allows.
    #[error("a team of {size} is smaller than {least}")]
    TeamTooSmall {
        /// Asked.
        size: u32,
        /// The least.
        least: u32,
    },
    /// A stratum has fewer targets than are to be taken.
    #[error("stratum `{stratum}` has {have} targets, {need} are wanted")]
    TooFewTargets {
        /// Which.
        stratum: String,
        /// Eligible.
        have: u32,
        /// Wanted.
        need: u32,
    },
    /// Something stands in the inputs twice.
    #[error("`{id}` stands there twice")]
    Twice {
        /// What.
        id: String,
    },
    /// Something names a target, inspector or stratum that is not in the inputs.
    #[error("`{id}` is not in the inputs")]
    Unknown {
        /// What.
        id: String,
    },
    /// An exclusion or recusal without a reason of the policy, or `other` without a note.
    #[error("`{code}` is not a reason, or lacks its note")]
    Reason {
        /// The code given.
        code: String,
    },
    /// A target is said to be closed that is in use, or to have been checked in a period in which it
    /// was not: what is announced is published as a fact.
    #[error("{target} is left out as `{code}`, which the records of the relay do not bear out")]
    ExclusionNotSo {
        /// Which.
        target: RecordId,
        /// The code given.
        code: String,
    },
    /// A replacement without a reason.
    #[error("a replacement needs a reason")]
    ReplacementNeedsReason,
    /// A replacement that nobody else approved.
    #[error("a replacement needs an approver who is not the one who asks")]
    ReplacementNeedsApprover,
    /// Whoever falls out does not decide that he does.
    #[error("the inspector who is replaced does not approve it")]
    ReplacedApproves,
    /// What is to be replaced is not in the selection.
    #[error("{target} is not selected, or not with this inspector")]
    NotSelected {
        /// The target.
        target: RecordId,
        /// The inspector, if one was to be replaced.
        inspector: Option<UserId>,
    },
    /// The file cannot be read as a record of this format.
    #[error("the record cannot be read: {message}")]
    Unreadable {
        /// What is wrong.
        message: String,
    },
    /// The record differs from what the rules give.
    #[error("entry {entry} is not what the rules give")]
    Differs {
        /// The first entry that differs, from 0; the number of entries if only the frame differs.
        entry: usize,
    },
}

impl DrawError {
    /// The mechanism whose rule is broken.
    pub const RULE: &'static str = "S2-17";

    /// Stable code; its words are [`DrawError::zh`].
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.texts().0
    }

    /// Chinese words.
    #[must_use]
    pub fn zh(&self) -> &'static str {
        self.texts().1
    }

    fn texts(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotRevealed => ("draw_not_revealed", "抽取种子尚未公开，不能抽取"),
            Self::AlreadyDrawn => ("draw_already_drawn", "本期已抽取，不得重抽"),
            Self::AlreadyWithdrawn => ("draw_already_withdrawn", "公告已撤回，不再抽取"),
            Self::TooLateToWithdraw { .. } => (
                "draw_too_late_to_withdraw",
                "公共随机值已到公布日，只能抽取，不能撤回",
            ),
            Self::WithdrawalNeedsReason => ("draw_withdrawal_needs_reason", "撤回须写明理由"),
            Self::AnnouncedAlready { .. } => (
                "draw_announced_already",
                "其中的对象在同一日已有未抽取的公告，须先撤回并写明理由",
            ),
            Self::RoundTaken { .. } => (
                "draw_round_taken",
                "该机关本年度已有这一期次的抽查，期次不得重复使用",
            ),
            Self::CheckedSinceToCome { .. } => {
                ("draw_checked_since_to_come", "“已检查”的起算日不得晚于今天")
            }
            Self::NotAsked { .. } => ("draw_not_asked", "没有这项待批准的更换申请"),
            Self::SecretMismatch => ("draw_secret_mismatch", "所公开的密值与公告的摘要不符"),
            Self::PublicValueMissing => ("draw_public_value_missing", "没有填写公共随机值"),
            Self::PublicValueTooEarly { .. } => (
                "draw_public_value_too_early",
                "公共随机值须在公告之后、抽取之前产生",
            ),
            Self::BackInTime => ("draw_back_in_time", "时间早于上一条记录"),
            Self::WeightZero { .. } => {
                ("draw_weight_zero", "权重不得为0，应列入排除名单并写明理由")
            }
            Self::WeightTooLarge { .. } => ("draw_weight_too_large", "权重超出上限"),
            Self::WeightOverflow { .. } => ("draw_weight_overflow", "权重合计超出上限"),
            Self::NoWeight { .. } => ("draw_no_weight", "政策未规定该等级的权重"),
            Self::TooFewInspectors { .. } => ("draw_too_few_inspectors", "可派检查人员不足"),
            Self::PoolUnnamed => ("draw_pool_unnamed", "检查人员名录未写明证书或规则"),
            Self::Certificate { .. } => {
                ("draw_certificate", "检查人员所须的证书由政策规定，不得另定")
            }
            Self::NotAllowed { .. } => ("draw_not_allowed", "该人员无权办理这一范围的抽查"),
            Self::NoTargets => ("draw_no_targets", "没有可抽的检查对象，不能公告抽查"),
            Self::NothingTaken { .. } => (
                "draw_nothing_taken",
                "分层有可抽对象而抽取数为0，应列入排除名单并写明理由",
            ),
            Self::TeamTooSmall { .. } => ("draw_team_too_small", "每个对象的检查人员少于规定人数"),
            Self::TooFewTargets { .. } => ("draw_too_few_targets", "可抽对象不足"),
            Self::Twice { .. } => ("draw_twice", "名单中有重复"),
            Self::Unknown { .. } => ("draw_unknown", "所指对象、人员或分层不在名单中"),
            Self::Reason { .. } => ("draw_reason", "须写明规定的理由；“其他”须另加说明"),
            Self::ExclusionNotSo { .. } => (
                "draw_exclusion_not_so",
                "排除理由与档案不符：该场所在用，或本周期没有已采信的检查，或不属无事不扰；另有原因的填“其他”并写明",
            ),
            Self::ReplacementNeedsReason => ("draw_replacement_needs_reason", "更换须写明理由"),
            Self::ReplacementNeedsApprover => {
                ("draw_replacement_needs_approver", "更换须经他人批准")
            }
            Self::ReplacedApproves => (
                "draw_replaced_approves",
                "被更换的检查人员不得批准本人的更换",
            ),
            Self::NotSelected { .. } => ("draw_not_selected", "该对象或人员不在抽取结果中"),
            Self::Unreadable { .. } => ("draw_unreadable", "记录文件无法读取"),
            Self::Differs { .. } => ("draw_differs", "记录与重新计算的结果不一致"),
        }
    }
}
