//! The names a permission row may use.

use crate::lifecycle::LifecycleTables;

/// Names of lifecycle events ([`crate::lifecycle::Event::name`]), in the order of the enum.
pub const EVENT_NAMES: &[&str] = &[
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

/// Names of operations（操作）that are not events of one record.
pub const OPERATION_NAMES: &[&str] = &[
    // 查看: read records of the scope.
    "record_read",
    // 建档.
    "premises_create",
    // 更新档案.
    "premises_edit",
    // 设置信用等级、派出所列管 (S2-27, S3-11).
    "premises_marks",
    // 开始检查 (S3-15 asks for a certificate).
    "inspection_start",
    // 填写检查.
    "inspection_edit",
    // 登记、编辑隐患.
    "hazard_edit",
    // 拍照.
    "photo_add",
    // 普查走访.
    "census_visit",
    // 导出台账.
    "ledger_export",
    // 查看日志.
    "log_read",
    // 查看举报人信息, each look with its reason (S2-34).
    "reporter_identity",
    // 办理个人信息查阅、更正请求: what is held about a person, each look with its request.
    "personal_data",
    // 处理隔离区.
    "quarantine_admit",
    // 办理双随机抽查: announce, draw, replace (S2-17).
    "draw_manage",
    // 涂销（两人）.
    "redact",
    // 网格、人员、设备、政策包.
    "grid_manage",
    "person_manage",
    "device_manage",
    "policy_activate",
    "relay_manage",
    // 编辑案件与登记册的内容.
    "major_case.edit",
    "measure.edit",
    "stop_use.edit",
    "leniency.edit",
    "letter.edit",
    "call.edit",
    "report.edit",
    "meeting.edit",
    "sample.edit",
    "order.edit",
    "household.edit",
    "asset.edit",
    "patrol.edit",
    "disaster.edit",
    "receipt.edit",
    "rollup.edit",
    // 查看重点帮扶户 (S2-23): beside record_read.
    "household.read",
];

/// True if a permission row may name this action: an event, an operation, or a step of a table.
#[must_use]
pub fn is_action_name(name: &str) -> bool {
    is_listed_name(name) || LifecycleTables::standard().is_step(name)
}

/// True if it is an event or an operation of the lists above.
pub(crate) fn is_listed_name(name: &str) -> bool {
    EVENT_NAMES.contains(&name) || OPERATION_NAMES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_of_the_lifecycle_is_listed_and_no_other() {
        let source = include_str!("../lifecycle/event.rs");
        let (_, names) = source.split_once("pub fn name").unwrap();
        let listed: Vec<&str> = names
            .lines()
            .filter_map(|line| line.split_once("=> \"")?.1.split_once('"'))
            .map(|(name, _)| name)
            .collect();
        assert_eq!(listed, EVENT_NAMES);
    }
}
