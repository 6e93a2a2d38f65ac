use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;
use wangge_domain::resources::{self, Language};

/// The Chinese word for a status（状态）on papers and in ledgers. A status of a later version is
/// shown by its name, since hiding it would be worse.
#[must_use]
pub fn status_label(status: &Status) -> &str {
    match status {
        Status::Draft => "草稿",
        Status::Submitted => "已提交",
        Status::Returned => "已退回",
        Status::Accepted => "审核通过",
        Status::Withdrawn => "已撤回",
        Status::Active => "在册",
        Status::Found => "已登记",
        Status::FixedPendingCheck => "当场整改待核",
        Status::NoticeIssued => "已发通知书",
        Status::Served => "限期整改中",
        Status::ExtensionPending => "延期审批中",
        Status::Paused => "暂停计时",
        Status::Rechecking => "复查中",
        Status::Overdue => "逾期",
        Status::Urged => "再催办",
        Status::Escalated => "已上报移交",
        Status::Enforcement => "执法办理中",
        Status::UnderReview => "疑似重大待判定",
        Status::Closed => "已销号",
        Status::Voided => "作废",
        Status::Demolished => "已拆除",
        Status::Merged => "已合并",
        Status::Held => "留存",
        Status::Lost => "照片遗失",
        Status::Other(name) => name,
        // Those of registers of cases: the common words.
        other => resources::status_label(Language::Chinese, &RecordKind::Rectification, other),
    }
}
