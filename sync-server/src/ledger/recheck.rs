use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Effect, EventWord, RecordState, StepTaken};
use wangge_domain::record::RecordKind;
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::row::applied;
use crate::http::SupervisorCaller;

/// The recheck by which a hazard was closed with its major case（随案复查）; `None`: it was not closed so.
pub(super) fn recheck_of_case(
    store: &dyn RelayStore,
    caller: &SupervisorCaller,
    state: &RecordState,
) -> Result<Option<StepTaken>, StoreError> {
    if applied(state, &["rectification.major_closed"]).is_none() {
        return Ok(None);
    }
    let Ok(case) = state.case.field("case").parse::<RecordId>() else {
        return Ok(None);
    };
    let rows = store.event_rows_of(case)?;
    let of_case = fold_rows(&RecordKind::MajorCase, &rows, &caller.control).case;
    let passed = of_case.taken("major_case.recheck_passed").last();
    Ok(passed.cloned())
}

/// What is to be read of rechecks that failed（复查不合格）: of the newest one why, of earlier ones that
/// there were any.
pub(super) fn failed_rechecks(state: &RecordState) -> Option<String> {
    let history = state.history.iter();
    let failed =
        history.filter(|entry| entry.effect == Effect::Applied && entry.event == "recheck_failed");
    let count = failed.count();
    let newest = applied(state, &["recheck_passed", "recheck_failed"])?;
    if newest.event == "recheck_failed" {
        let why = newest.said(EventWord::REASON).unwrap_or_default();
        let day = newest.received_at.china_date();
        return Some(format!("复查不合格（{day}）：{why}"));
    }
    (count > 0).then(|| format!("曾复查不合格{count}次"))
}

#[cfg(test)]
mod tests {
    use wangge_domain::lifecycle::{HistoryEntry, Status, TimeBounds};
    use wangge_domain::{DeviceId, Digest, Timestamp, UserId};

    use super::*;

    fn entry(event: &str, words: Vec<EventWord>) -> HistoryEntry {
        let at = Timestamp(1_788_600_000_000);
        HistoryEntry {
            seq: Some(1),
            envelope: Digest([1; 32]),
            event: event.to_owned(),
            user: UserId::from_bytes([1; 16]),
            device: DeviceId::from_bytes([1; 16]),
            role: None,
            attested_by_relay: false,
            time: TimeBounds::exactly(at),
            received_at: at,
            seen: 0,
            effect: Effect::Applied,
            timing: None,
            status: Status::Served,
            number: None,
            paper_number: None,
            words,
        }
    }

    #[test]
    fn a_recheck_that_failed_is_shown_with_its_reason() {
        let mut state = RecordState::new(RecordKind::Rectification);
        assert_eq!(failed_rechecks(&state), None);
        let why = EventWord {
            field: EventWord::REASON.to_owned(),
            zh: "理由".to_owned(),
            text: "仍堆放".to_owned(),
        };
        state.history.push(entry("recheck_failed", vec![why]));
        let said = failed_rechecks(&state);
        assert_eq!(said.as_deref(), Some("复查不合格（2026-09-05）：仍堆放"));
        state.history.push(entry("recheck_passed", Vec::new()));
        let said = failed_rechecks(&state);
        assert_eq!(said.as_deref(), Some("曾复查不合格1次"));
    }
}
