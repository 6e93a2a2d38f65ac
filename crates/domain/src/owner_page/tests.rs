use super::code::{owner_code, spaced, typed};
use super::{OwnerPageRefusal, check_owner_code};
use crate::lifecycle::{Effect, HistoryEntry, RecordState, Status, TimeBounds};
use crate::policy::default_pack;
use crate::record::RecordKind;
use crate::{DeviceId, Digest, RecordId, Timestamp, UserId};

#[test]
fn a_code_is_eight_digits_that_follow_from_hazard_and_round() {
    let hazard = RecordId::from_bytes([7; 16]);
    let code = owner_code(hazard, &Digest([1; 32]));
    assert_eq!(code.len(), 8);
    assert!(code.chars().all(|digit| digit.is_ascii_digit()));
    assert_eq!(code, owner_code(hazard, &Digest([1; 32])));
    assert_ne!(code, owner_code(hazard, &Digest([2; 32])));
    assert_ne!(
        code,
        owner_code(RecordId::from_bytes([8; 16]), &Digest([1; 32]))
    );
}

#[test]
fn a_code_is_read_as_people_type_it() {
    assert_eq!(spaced("01234567"), "0123 4567");
    assert_eq!(typed(" ０１２３-4567 "), "01234567");
    assert_eq!(typed("abc"), "");
}

#[test]
fn no_form_is_shown_for_a_report_that_would_be_refused() {
    let (hazard, due) = (RecordId::from_bytes([7; 16]), Timestamp(1_000));
    let mut state = RecordState::new(RecordKind::Rectification);
    state.history.push(HistoryEntry {
        seq: Some(1),
        envelope: Digest([1; 32]),
        event: "notice_issued".to_owned(),
        user: UserId::from_bytes([1; 16]),
        device: DeviceId::from_bytes([1; 16]),
        role: None,
        attested_by_relay: false,
        time: TimeBounds::exactly(Timestamp(0)),
        received_at: Timestamp(0),
        seen: 0,
        effect: Effect::Applied,
        timing: None,
        status: Status::NoticeIssued,
        number: None,
        paper_number: None,
        words: Vec::new(),
    });
    (state.due, state.original_due, state.served) = (Some(due), Some(due), true);
    let pack = default_pack();
    let code = owner_code(hazard, &Digest([1; 32]));
    let asked = |state: &RecordState, now: i64| {
        check_owner_code(&pack, hazard, state, Timestamp(now), &code).err()
    };
    state.status = Status::Overdue;
    assert_eq!(asked(&state, 2_000), None, "late, and taken");
    // Handed on to the police it is taken only as what was done in time.
    for status in [Status::Escalated, Status::Enforcement] {
        state.status = status;
        assert_eq!(asked(&state, 900), None);
        assert_eq!(asked(&state, 2_000), Some(OwnerPageRefusal::Over));
    }
}
