//! Whose time is not proven: an act under a delegation that ended between the bounds of the act.

use std::collections::BTreeMap;

use super::*;
use crate::control::{ControlEvent, ControlRow, Grid, GridLevel};
use crate::lifecycle::{StepTaken, TimeBounds};
use crate::people::Credential;
use crate::record::RecordKind;
use crate::register::{DelegatedPower, PowerSource, RegisterRow};
use crate::{CHINA_OFFSET_SECONDS, DeviceId, Digest, Timestamp, UserId};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Noon in China.
fn noon(text: &str) -> Timestamp {
    let noon = day(text).and_hms_opt(12, 0, 0).unwrap().and_utc();
    Timestamp(noon.timestamp_millis() - CHINA_OFFSET_SECONDS * 1000)
}

fn town() -> GridId {
    GridId::from_bytes([1; 16])
}

fn signer() -> UserId {
    UserId::from_bytes([2; 16])
}

/// A station that may order a stop of use up to a day.
fn township(until: &str) -> ControlState {
    let mut state = ControlState::default();
    let grid = Grid {
        grid: town(),
        level: GridLevel::Large,
        parent: None,
        code: "1".to_owned(),
        name: "镇".to_owned(),
        head: None,
        valid_from: day("2026-01-01"),
        valid_until: None,
        boundary: Vec::new(),
    };
    let power = DelegatedPower {
        township: town(),
        power: "stop_use".to_owned(),
        zh: "临时停用".to_owned(),
        body: "station".to_owned(),
        source: PowerSource::Conferred,
        basis: "县政发〔2026〕9号".to_owned(),
        words: Vec::new(),
    };
    let mut row = RegisterRow::of(&power.key(), day("2026-01-01"), &power).unwrap();
    row.until = Some(day(until));
    for event in [ControlEvent::GridSet(grid), ControlEvent::RegisterSet(row)] {
        let row = ControlRow {
            seq: state.seq + 1,
            received_at: Timestamp(0),
            event,
        };
        state.apply(&row).unwrap();
    }
    state.credentials.push(Credential {
        user: signer(),
        kind: Credential::ENFORCEMENT.to_owned(),
        number: "执1".to_owned(),
        issuer: String::new(),
        valid_from: day("2026-01-01"),
        valid_until: day("2027-01-01"),
    });
    state
}

/// An act that the phone dated 3 September, and that came on a day.
fn act(event: &str, received: &str) -> HistoryEntry {
    let upper = noon(received);
    HistoryEntry {
        seq: Some(4),
        envelope: Digest::ZERO,
        event: event.to_owned(),
        user: signer(),
        device: DeviceId::from_bytes([3; 16]),
        role: None,
        attested_by_relay: false,
        time: TimeBounds {
            lower: noon("2026-09-01"),
            upper,
            claimed: noon("2026-09-03"),
            clock_flagged: false,
        },
        received_at: upper,
        seen: 0,
        effect: Effect::Applied,
        timing: None,
        status: crate::lifecycle::Status::Draft,
        number: None,
        paper_number: None,
        words: Vec::new(),
    }
}

fn ordered(issuer: &str, entry: &HistoryEntry) -> RecordState {
    let mut state = RecordState::new(RecordKind::StopUse);
    state.case.steps.push(StepTaken {
        seq: entry.seq,
        step: entry.event.clone(),
        user: entry.user,
        with: Vec::new(),
        unconfirmed: Vec::new(),
        time: entry.time,
        fields: BTreeMap::from([("issuer".to_owned(), issuer.to_owned())]),
        photos: Vec::new(),
        due: None,
        number: None,
    });
    state.history.push(entry.clone());
    state
}

#[test]
fn an_order_under_a_delegation_that_ended_before_it_came_is_not_proven() {
    let told = |issuer: &str, until: &str, received: &str| {
        let entry = act("stop_use.order", received);
        let state = ordered(issuer, &entry);
        let said = (&state, &Content::default());
        unproven_power(&township(until), town(), said, &entry)
    };
    let ended = Some(day("2026-09-05"));
    assert_eq!(told("station", "2026-09-05", "2026-09-11"), ended);
    assert_eq!(told("station", "2026-09-05", "2026-09-06"), ended);
    // The last day is one of it.
    assert_eq!(told("station", "2026-09-05", "2026-09-05"), None);
    assert_eq!(told("station", "2026-12-31", "2026-09-11"), None);
    // The brigade orders by the law itself.
    assert_eq!(told("fire", "2026-09-05", "2026-09-11"), None);
}

#[test]
fn what_had_no_effect_or_needs_no_power_is_not_marked() {
    let control = township("2026-09-05");
    let mut entry = act("stop_use.order", "2026-09-11");
    let state = ordered("station", &entry);
    let content = Content::default();
    entry.effect = Effect::NoEffect(crate::lifecycle::Reason::new("power_ended", "S0-03"));
    let said = (&state, &content);
    assert_eq!(unproven_power(&control, town(), said, &entry), None);
    let posted = act("stop_use.post", "2026-09-11");
    let state = ordered("station", &posted);
    let said = (&state, &content);
    assert_eq!(unproven_power(&control, town(), said, &posted), None);
}

#[test]
fn a_notice_rests_on_a_delegation_by_its_words_alone() {
    let control = township("2026-09-05");
    let told = |description: &str, received: &str| {
        let entry = act("notice_issued", received);
        let mut state = RecordState::new(RecordKind::Rectification);
        state.issuer = Some("station".to_owned());
        let mut content = Content::default();
        content.set(keys::DESCRIPTION, description);
        unproven_power(&control, town(), (&state, &content), &entry)
    };
    let ended = Some(day("2026-09-05"));
    assert_eq!(told("责令清理通道", "2026-09-11"), ended);
    assert_eq!(told("责令清理通道", "2026-09-04"), None);
    assert_eq!(told("请清理通道", "2026-09-11"), None);
}

#[test]
fn it_is_said_with_the_act() {
    let entry = act("stop_use.order", "2026-09-11");
    let mut state = ordered("station", &entry);
    let control = township("2026-09-05");
    mark_unproven_power(&control, town(), &mut state, &Content::default());
    let said = state.history[0].said(EventWord::POWER_TIME);
    let said = said.unwrap();
    for part in ["2026-09-05", "2026-09-03", "2026-09-11", "未能证明"] {
        assert!(said.contains(part), "{said}");
    }
}
