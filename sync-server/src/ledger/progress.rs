use wangge_domain::lifecycle::{EventWord, HistoryEntry, RecordState, Status};

use super::row::applied;

/// What was done about a hazard（整改情况）: that it was put right on the spot and verified, else what its last
/// feedback says.
pub(super) fn progress(state: &RecordState) -> String {
    match (&state.status, applied(state, &["fix_verified"])) {
        (Status::FixedPendingCheck, _) => "当场整改，待核实".to_owned(),
        (Status::Closed, Some(verified)) => match verified.said("note") {
            Some(note) if !note.trim().is_empty() => format!("当场整改，已核实：{note}"),
            _ => "当场整改，已核实".to_owned(),
        },
        _ => applied(state, &["feedback"])
            .map(reported)
            .unwrap_or_default(),
    }
}

/// What a feedback says, and whether it was entered for the owner（代填）or by them with the one-time code of
/// the notice（业主自填）.
fn reported(feedback: &HistoryEntry) -> String {
    let note = feedback.said("note").unwrap_or_default();
    if feedback.said(EventWord::ON_BEHALF).is_some() {
        return format!("{note}（代填）");
    }
    if feedback.is_owners_word() {
        return format!("{note}（业主自填）");
    }
    note.to_owned()
}
