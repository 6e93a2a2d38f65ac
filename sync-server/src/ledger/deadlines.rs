use wangge_domain::Timestamp;
use wangge_domain::lifecycle::{Effect, HistoryEntry, RecordState, Status, StepTaken, Timing};

/// The deadline of the notice, as it was extended（整改期限）, whatever an urge gave since; of a hazard
/// without a notice the one that stands.
pub(super) fn notice_due(state: &RecordState) -> Option<Timestamp> {
    state.notice_due.or(state.due).or(state.original_due)
}

/// The deadline that an urge gave（催办期限）, where it is another than that of the notice.
pub(super) fn urged_due(state: &RecordState) -> Option<Timestamp> {
    let urged = applied(state).any(|entry| entry.event == "urged");
    state
        .due
        .filter(|due| urged && Some(*due) != notice_due(state))
}

/// Whether it was put right in time（是否按期）: late once the deadline of its notice was marked as passed
/// and that was not annulled, or if it was closed after it and no feedback was in time; else as its
/// last feedback stands, and late while nothing was reported and the deadline of a served notice has
/// passed. What was put right on the spot, and verified, was in time. `None`: nothing tells.
pub(super) fn kept(state: &RecordState, now: Timestamp) -> Option<Timing> {
    let mut marked = false;
    let mut feedback = None;
    for entry in applied(state) {
        match entry.event.as_str() {
            // A notice of its own after the filing begins anew.
            "notice_issued" | "overdue_annulled" => marked = false,
            "overdue_marked" => marked = true,
            "feedback" => feedback = entry.timing,
            _ => {}
        }
    }
    if marked {
        return Some(Timing::Late);
    }
    let verified = applied(state).any(|entry| entry.event == "fix_verified");
    if verified && state.status == Status::Closed {
        return Some(Timing::InTime);
    }
    let late = closed_late(state) || runs_late(state, now);
    feedback.or_else(|| late.then_some(Timing::Late))
}

/// The same of a hazard that was closed with its major case: by the recheck of the case, against the
/// deadline that the ledger shows. How long the closing took counts nothing.
pub(super) fn kept_by_case(recheck: &StepTaken, due: Option<Timestamp>) -> Option<Timing> {
    due.map(|due| recheck.time.against(due))
}

/// Whether the deadline of a notice that was served has passed and the hazard is open.
fn runs_late(state: &RecordState, now: Timestamp) -> bool {
    let runs = !matches!(
        state.status,
        Status::Closed | Status::Voided | Status::Withdrawn | Status::Paused
    );
    runs && state.served && notice_due(state).is_some_and(|due| now > due)
}

/// Whether a notice was issued and nobody served it yet（未送达）.
pub(super) fn is_unserved(state: &RecordState) -> bool {
    let ended = matches!(
        state.status,
        Status::Closed | Status::Voided | Status::Withdrawn
    );
    !ended && !state.served && applied(state).any(|entry| entry.event == "notice_issued")
}

fn closed_late(state: &RecordState) -> bool {
    let closing = applied(state).filter(|entry| entry.status == Status::Closed);
    // What is done to a closed record leaves it closed: the first one closed it.
    let closed = closing.map(|entry| entry.time.best()).next();
    let is_closed = state.status == Status::Closed;
    is_closed
        && closed
            .zip(notice_due(state))
            .is_some_and(|(at, due)| at > due)
}

fn applied(state: &RecordState) -> impl Iterator<Item = &HistoryEntry> {
    let history = state.history.iter();
    history.filter(|entry| entry.effect == Effect::Applied)
}

#[cfg(test)]
mod tests {
    use wangge_domain::lifecycle::TimeBounds;
    use wangge_domain::record::RecordKind;
    use wangge_domain::{DeviceId, Digest, UserId};

    use super::*;

    const DUE: Timestamp = Timestamp(1_000);
    const URGED: Timestamp = Timestamp(4_000);
    const NOW: Timestamp = Timestamp(5_000);

    fn entry(event: &str, status: Status, at: i64, timing: Option<Timing>) -> HistoryEntry {
        HistoryEntry {
            seq: Some(1),
            envelope: Digest([1; 32]),
            event: event.to_owned(),
            user: UserId::from_bytes([1; 16]),
            device: DeviceId::from_bytes([1; 16]),
            role: None,
            attested_by_relay: false,
            time: TimeBounds::exactly(Timestamp(at)),
            received_at: Timestamp(at),
            seen: 0,
            effect: Effect::Applied,
            timing,
            status,
            number: None,
            paper_number: None,
            words: Vec::new(),
        }
    }

    /// A hazard with a notice, to which this happened.
    fn hazard(happened: Vec<HistoryEntry>) -> RecordState {
        let mut state = RecordState::new(RecordKind::Rectification);
        (state.due, state.original_due, state.notice_due) = (Some(DUE), Some(DUE), Some(DUE));
        let issued = entry("notice_issued", Status::NoticeIssued, 0, None);
        state.history = std::iter::once(issued).chain(happened).collect();
        if let Some(last) = state.history.last() {
            state.status = last.status.clone();
        }
        state
    }

    fn feedback(at: i64, timing: Timing) -> HistoryEntry {
        entry("feedback", Status::Rechecking, at, Some(timing))
    }

    #[test]
    fn what_was_marked_overdue_stays_late_whatever_an_urge_gave() {
        let mut state = hazard(vec![
            entry("overdue_marked", Status::Overdue, 1_100, None),
            entry("urged", Status::Urged, 1_200, None),
            entry("escalated", Status::Escalated, 1_300, None),
            feedback(1_400, Timing::InTime),
            entry("recheck_passed", Status::Closed, 1_500, None),
        ]);
        state.due = Some(URGED);
        assert_eq!(notice_due(&state), Some(DUE));
        assert_eq!(urged_due(&state), Some(URGED));
        assert_eq!(kept(&state, NOW), Some(Timing::Late));
    }

    #[test]
    fn an_annulled_mark_counts_nothing() {
        let state = hazard(vec![
            entry("overdue_marked", Status::Overdue, 1_100, None),
            feedback(900, Timing::InTime),
            entry("overdue_annulled", Status::Rechecking, 1_200, None),
        ]);
        assert_eq!(kept(&state, NOW), Some(Timing::InTime));
        assert_eq!(urged_due(&state), None, "nobody urged");
    }

    #[test]
    fn what_was_closed_behind_its_deadline_without_a_feedback_is_late() {
        let closed = |at| entry("rectification.major_closed", Status::Closed, at, None);
        assert_eq!(kept(&hazard(vec![closed(1_001)]), NOW), Some(Timing::Late));
        assert_eq!(kept(&hazard(vec![closed(999)]), NOW), None);
        // Rechecked later than that, and put right before.
        let state = hazard(vec![
            feedback(900, Timing::InTime),
            entry("recheck_passed", Status::Closed, 1_100, None),
        ]);
        assert_eq!(kept(&state, NOW), Some(Timing::InTime));
        assert_eq!(kept(&hazard(Vec::new()), NOW), None);
    }

    #[test]
    fn what_was_put_right_on_the_spot_is_in_time_once_it_is_verified() {
        let mut state = RecordState::new(RecordKind::Rectification);
        let fixed = entry("fixed_on_spot", Status::FixedPendingCheck, 10, None);
        state.history = vec![fixed];
        state.status = Status::FixedPendingCheck;
        assert_eq!(kept(&state, NOW), None, "nobody has verified it");
        let verified = entry("fix_verified", Status::Closed, 4_000, None);
        state.history.push(verified);
        state.status = Status::Closed;
        assert_eq!(kept(&state, NOW), Some(Timing::InTime));
    }

    #[test]
    fn a_hazard_closed_with_its_case_goes_by_the_recheck_of_the_case() {
        let recheck = |at| StepTaken {
            seq: Some(1),
            step: "major_case.recheck_passed".to_owned(),
            user: UserId::from_bytes([1; 16]),
            with: Vec::new(),
            unconfirmed: Vec::new(),
            time: TimeBounds::exactly(Timestamp(at)),
            fields: [].into(),
            photos: Vec::new(),
            due: None,
            number: None,
        };
        assert_eq!(kept_by_case(&recheck(999), Some(DUE)), Some(Timing::InTime));
        let late = kept_by_case(&recheck(1_001), Some(DUE));
        assert_eq!(late, Some(Timing::Late));
        assert_eq!(kept_by_case(&recheck(999), None), None);
    }

    #[test]
    fn an_open_hazard_past_the_deadline_of_its_served_notice_is_late() {
        let mut state = hazard(vec![entry("served", Status::Served, 10, None)]);
        assert!(is_unserved(&state), "nobody has served it yet");
        assert_eq!(kept(&state, NOW), None);
        state.served = true;
        assert!(!is_unserved(&state));
        assert_eq!(kept(&state, NOW), Some(Timing::Late));
        assert_eq!(kept(&state, DUE), None, "its last millisecond runs");
        state.status = Status::Paused;
        assert_eq!(kept(&state, NOW), None, "its clock stands still");
    }
}
