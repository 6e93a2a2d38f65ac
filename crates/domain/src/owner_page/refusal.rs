/// Why the owner's page takes nothing（不予受理的原因）. Only whoever holds the code learns more than
/// [`OwnerPageRefusal::Unknown`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OwnerPageRefusal {
    /// No such code: wrong, of another paper, or of a notice that the relay does not have yet.
    #[error("no notice has this code")]
    Unknown,
    /// It was used, or the round that it belongs to is over.
    #[error("the code was used")]
    Used,
    /// Its time is up.
    #[error("the code has expired")]
    Expired,
    /// The relay does not know yet that the notice was served.
    #[error("the notice is not known to be served")]
    NotServed,
    /// The hazard is under review or judged to be major: what is done about it stands in its case,
    /// where the competent body follows it up (S0-27).
    #[error("the hazard is under review or judged to be major; its case takes the reports")]
    UnderReview,
    /// The case takes no feedback any more: closed, or with another body.
    #[error("the case takes no feedback any more")]
    Over,
}

impl OwnerPageRefusal {
    /// The mechanism behind it.
    pub const RULE: &'static str = "S4-06";

    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "owner_code_unknown",
            Self::Used => "owner_code_used",
            Self::Expired => "owner_code_expired",
            Self::NotServed => "notice_not_served",
            Self::UnderReview => "feedback_to_the_case",
            Self::Over => "feedback_over",
        }
    }

    /// Chinese words.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::Unknown => {
                "反馈码不正确，或者通知书还没有上传到系统。请核对后再试，或者请网格员代为反馈。"
            }
            Self::Used => "这个反馈码已经用过。复查不合格的，请使用复查意见书上的新反馈码。",
            Self::Expired => "反馈码已过有效期，请联系网格员代为反馈。",
            Self::NotServed => "通知书的送达情况还没有上传到系统，请稍后再试。",
            Self::UnderReview => {
                "该隐患正在由消防救援机构判定，或者已按重大火灾隐患立案，整改情况由承办部门在案件中登记，本页不接收反馈。请直接向通知书的出具单位或者消防救援机构报告。"
            }
            Self::Over => "该隐患已经办结或者已经移交，不再接收反馈。",
        }
    }
}
