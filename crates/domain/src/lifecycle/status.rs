use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! statuses {
    ($($(#[$doc:meta])* $variant:ident => $name:literal,)*) => {
        /// The status（状态）of a record. One list for all kinds; the tables say which kind uses which.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        pub enum Status {
            $($(#[$doc])* $variant,)*
            /// A status of a later version: shown by name, nothing can be done to it here.
            Other(String),
        }

        impl Status {
            /// The name used on the wire, in SQL and in the tables.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Other(name) => name,
                }
            }
        }

        impl From<String> for Status {
            fn from(name: String) -> Self {
                match name.as_str() {
                    $($name => Self::$variant,)*
                    _ => Self::Other(name),
                }
            }
        }
    };
}

statuses! {
    /// 草稿: not yet submitted (every kind starts here).
    Draft => "draft",
    /// 已提交.
    Submitted => "submitted",
    /// 退回.
    Returned => "returned",
    /// 审核通过.
    Accepted => "accepted",
    /// 撤回: hidden, kept.
    Withdrawn => "withdrawn",
    /// 在册: a premises in use.
    Active => "active",
    /// 发现登记.
    Found => "found",
    /// 当场整改, to be checked by someone else.
    FixedPendingCheck => "fixed_pending_check",
    /// 已发整改通知书.
    NoticeIssued => "notice_issued",
    /// 限期整改: the notice was served.
    Served => "served",
    /// 延期审批.
    ExtensionPending => "extension_pending",
    /// 暂停计时: the days of the deadline stand still, with the reason.
    Paused => "paused",
    /// 复查.
    Rechecking => "rechecking",
    /// 逾期.
    Overdue => "overdue",
    /// 再催办.
    Urged => "urged",
    /// 上报派出所、移交.
    Escalated => "escalated",
    /// 执法办理.
    Enforcement => "enforcement",
    /// 疑似重大待判定.
    UnderReview => "under_review",
    /// 销号; of a premises: 停业、搬迁.
    Closed => "closed",
    /// 作废（误报）.
    Voided => "voided",
    /// 拆除.
    Demolished => "demolished",
    /// 合并（重复）.
    Merged => "merged",
    /// 留存: a photo that is part of the evidence.
    Held => "held",
    /// 照片遗失: a supervisor said so, with the reason.
    Lost => "lost",
    /// 已上报.
    Reported => "reported",
    /// 立案待批.
    FilingPending => "filing_pending",
    /// 不予办理.
    Refused => "refused",
    /// 已立案.
    Filed => "filed",
    /// 挂牌督办.
    Listed => "listed",
    /// 复查合格待摘牌.
    ListedPassed => "listed_passed",
    /// 复查合格待销案.
    Passed => "passed",
    /// 销案待批.
    ClosingPending => "closing_pending",
    /// 办理中.
    Open => "open",
    /// 已记录.
    Recorded => "recorded",
    /// 已决定.
    Ordered => "ordered",
    /// 已张贴.
    Posted => "posted",
    /// 申请恢复使用.
    LiftRequested => "lift_requested",
    /// 已解除.
    Lifted => "lifted",
    /// 待审批.
    Proposed => "proposed",
    /// 已决定.
    Decided => "decided",
    /// 已敲门未签.
    Knocked => "knocked",
    /// 已签订.
    Signed => "signed",
    /// 违反承诺.
    Breached => "breached",
    /// 履行完毕.
    Ended => "ended",
    /// 已受理.
    Received => "received",
    /// 已分级.
    Triaged => "triaged",
    /// 已派单.
    Dispatched => "dispatched",
    /// 已答复.
    Replied => "replied",
    /// 已转办.
    PassedOn => "passed_on",
    /// 已召集.
    Convened => "convened",
    /// 已抽取.
    Drawn => "drawn",
    /// 已答复待核.
    Answered => "answered",
}

impl Status {
    /// Whether an order to stop use that stands there holds（停用在期）: given, and not lifted.
    #[must_use]
    pub const fn stops_use(&self) -> bool {
        matches!(self, Self::Ordered | Self::Posted | Self::LiftRequested)
    }
}

impl From<Status> for String {
    fn from(status: Status) -> Self {
        status.as_str().to_owned()
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
