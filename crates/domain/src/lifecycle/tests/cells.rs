//! Every state × event × case of every table, against the raw data of the fixture.

use serde_json::Value;

use super::kit::{PACK, ROLES, act, all_kinds, at, natural, person, refusal, version, well_formed};
use super::steps::{facts_of, ripe};
use crate::lifecycle::{
    Act, Actor, Effect, Event, HistoryEntry, LifecycleTables, RecordState, Status, TimeBounds,
    judge,
};
use crate::policy::PolicyPack;
use crate::record::RecordKind;
use crate::{Timestamp, UserId};

const ME: u8 = 50;
const OTHER: u8 = 60;

fn raw(kind: &RecordKind) -> Value {
    let text = match kind {
        RecordKind::Premises => include_str!("../../../../../fixtures/lifecycle/premises.json"),
        RecordKind::Inspection => include_str!("../../../../../fixtures/lifecycle/inspection.json"),
        RecordKind::Photo => include_str!("../../../../../fixtures/lifecycle/photo.json"),
        RecordKind::Rectification => {
            include_str!("../../../../../fixtures/lifecycle/rectification.json")
        }
        kind => {
            let table = LifecycleTables::standard().of(kind).unwrap();
            return serde_json::to_value(table).unwrap();
        }
    };
    serde_json::from_str(text).unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn due() -> Timestamp {
    at("2026-09-22 23:59")
}

fn entry(event: &str, status: &Status, user: UserId, seq: u64, when: Timestamp) -> HistoryEntry {
    HistoryEntry {
        seq: Some(seq),
        envelope: super::kit::digest(seq),
        event: event.to_owned(),
        user,
        device: crate::DeviceId::from_bytes([9; 16]),
        role: None,
        attested_by_relay: false,
        time: TimeBounds::exactly(when),
        received_at: when,
        seen: 0,
        effect: Effect::Applied,
        timing: None,
        status: status.clone(),
        number: None,
        paper_number: None,
        words: Vec::new(),
    }
}

/// A record in this status with everything that guards ask for, seen by its author.
fn record_in(kind: &RecordKind, status: &str, condition: Option<&str>) -> RecordState {
    let mut state = RecordState::new(kind.clone());
    state.status = Status::from(status.to_owned());
    state.submitted = Some(version(1));
    state.due = Some(due());
    state.deadline = Some(natural(15));
    state.noticed_at = Some(at("2026-09-07 10:00"));
    state.issuer = Some("station".to_owned());
    state.extension_days = Some(3);
    state.author = Some(super::kit::user(ME));
    state.fix_confirmed_by = Some(super::kit::user(OTHER));
    state.responsible = super::kit::responsible();
    state.overdue = true;
    state.overdue_due = Some(due());
    match condition {
        Some("pressed_before") => state.urged = true,
        Some("notice_served") => state.served = true,
        Some("notice_issued") => state.original_due = state.due,
        Some("no_deadline") => state.due = None,
        _ => {}
    }
    if condition != Some("notice_served") && condition != Some("notice_issued") {
        // Extensions need the first deadline; only a hazard under review tells by it.
        state.original_due = state.due.filter(|_| status != "under_review");
    }
    let feedback = entry(
        "feedback",
        &state.status,
        super::kit::user(OTHER),
        1,
        at("2026-09-20 10:00"),
    );
    state.history.push(feedback);
    state
}

fn times(case: &str, flagged: bool) -> TimeBounds {
    let (before, after) = (due().plus_ms(-3_600_000), due().plus_ms(3_600_000));
    match case {
        "late" => TimeBounds::exactly(after),
        "undetermined" => TimeBounds {
            lower: before,
            upper: after,
            claimed: before,
            clock_flagged: flagged,
        },
        _ => TimeBounds::exactly(before),
    }
}

/// What the raw row says of a case, with the benefit of the doubt resolved.
fn expected<'a>(
    row: &'a Value,
    case: &str,
    benefit: bool,
    flagged: bool,
    timed: bool,
) -> &'a Value {
    let in_time = &row["in_time"];
    let late = row.get("late").unwrap_or(in_time);
    match case {
        _ if !timed => in_time,
        "late" => late,
        "undetermined" => {
            row.get("undetermined")
                .unwrap_or(if benefit && !flagged { in_time } else { late })
        }
        "concurrent" => row.get("concurrent").unwrap_or(in_time),
        _ => in_time,
    }
}

fn check(ruling_of: &Act, state: &RecordState, pack: &PolicyPack, cell: &Value, place: &str) {
    let ruling = judge(
        pack,
        LifecycleTables::standard(),
        state,
        ruling_of,
        &facts_of(&ruling_of.event, state),
    );
    if let Some(to) = cell["to"].as_str() {
        assert_eq!(refusal(&ruling.effect), "applied", "{place}");
        let status = match (to, &ruling_of.event) {
            ("same", _) | ("as_stated", Event::CensusVisited { .. }) => state.status.clone(),
            ("as_stated", Event::PremisesStatus { status, .. }) => status.clone(),
            _ => Status::from(to.to_owned()),
        };
        assert_eq!(ruling.status, status, "{place}");
        assert!(ruling.role.is_some(), "{place}");
    } else {
        let code = cell["refuse"]["code"].as_str().unwrap();
        assert_eq!(refusal(&ruling.effect), code, "{place}");
        assert_eq!(
            (ruling.status, ruling.due),
            (state.status.clone(), state.due),
            "{place}"
        );
        assert!(ruling.number_from.is_none(), "{place}");
    }
}

#[test]
fn every_cell_does_what_the_data_say() {
    // What is decided late is a matter of policy, not of the cell.
    let mut pack = PACK.clone();
    pack.rectification.extension.decide_days_after_due = 5;
    let mut strict = pack.clone();
    strict.rectification.benefit_of_the_doubt = false;
    let me = person(ME, &ROLES);
    let mut cells = 0;
    for kind in all_kinds() {
        let data = raw(&kind);
        let own: Vec<&str> = list(&data, "events")
            .iter()
            .filter_map(|event| event["id"].as_str())
            .filter(|id| id.contains('.'))
            .collect();
        for state_row in list(&data, "states") {
            let status = state_row["id"].as_str().unwrap();
            for name in Event::NAMES.iter().copied().chain(own.iter().copied()) {
                let rows: Vec<&Value> = list(&data, "rows")
                    .iter()
                    .filter(|row| {
                        row["event"] == name && list(row, "from").iter().any(|from| from == status)
                    })
                    .collect();
                let listed = list(&data, "events")
                    .iter()
                    .any(|event| event["id"] == name);
                if rows.is_empty() {
                    let defaults = &data["defaults"];
                    let reason = if listed {
                        state_row.get("refuse").unwrap_or(&defaults["no_row"])
                    } else {
                        &defaults["other_kind"]
                    };
                    let state = record_in(&kind, status, None);
                    for case in ["in_time", "undetermined", "late"] {
                        let event = well_formed(name, &state, 900);
                        let act = act(event, &me, times(case, false), 9);
                        let cell = serde_json::json!({ "refuse": reason });
                        check(
                            &act,
                            &state,
                            &pack,
                            &cell,
                            &format!("{kind} {status} {name} {case}"),
                        );
                        cells += 1;
                    }
                    cells += concurrent_without_row(&data, &kind, status, name);
                    continue;
                }
                for row in rows {
                    let when = row["when"].as_str();
                    let state = ripe(record_in(&kind, status, when), name);
                    let me = Actor {
                        attested_by_relay: row["asks"]["at_desk"] == true,
                        ..me.clone()
                    };
                    for case in ["in_time", "undetermined", "late", "concurrent"] {
                        for (pack, benefit) in [(&pack, true), (&strict, false)] {
                            for flagged in [false, true] {
                                let mut event = well_formed(name, &state, 900);
                                if when == Some("suspected_major")
                                    && let Event::Found {
                                        suspected_major, ..
                                    } = &mut event
                                {
                                    *suspected_major = true;
                                }
                                let seen = if case == "concurrent" { 0 } else { 9 };
                                let act = act(event, &me, times(case, flagged), seen);
                                let timed = state.due.is_some();
                                let cell = expected(row, case, benefit, flagged, timed);
                                let place = format!(
                                    "{kind} {status} {name} {when:?} {case} benefit {benefit} \
                                     flagged {flagged}"
                                );
                                check(&act, &state, pack, cell, &place);
                            }
                        }
                        cells += 1;
                    }
                }
            }
        }
    }
    // 15 states of a rectification, 5 of an inspection, 6 of a premises, 4 of a photo; the
    // registers of cases besides.
    assert!(cells >= 80 * Event::NAMES.len() * 3, "{cells} cells");
}

/// An event without a row here, made by somebody who saw a state in which it was possible.
fn concurrent_without_row(data: &Value, kind: &RecordKind, status: &str, name: &str) -> usize {
    let possible = list(data, "rows").iter().find(|row| {
        row["event"] == name && row["when"].is_null() && {
            row["in_time"]["to"].is_string() || row["late"]["to"].is_string()
        }
    });
    let Some(seen) = possible.and_then(|row| list(row, "from").first()) else {
        return 0;
    };
    let seen = Status::from(seen.as_str().unwrap().to_owned());
    let mut state = ripe(record_in(kind, status, None), name);
    let now = state.status.clone();
    let (me, other) = (super::kit::user(ME), super::kit::user(OTHER));
    state
        .history
        .push(entry("earlier", &seen, me, 2, at("2026-09-20 11:00")));
    state.history.push(entry(
        "behind_the_back",
        &now,
        other,
        3,
        at("2026-09-20 12:00"),
    ));
    let event = well_formed(name, &state, 900);
    let act = act(event, &person(ME, &ROLES), times("in_time", false), 2);
    let cell = serde_json::json!({ "refuse": data["defaults"]["concurrent"] });
    check(
        &act,
        &state,
        &PACK,
        &cell,
        &format!("{kind} {status} {name} concurrent with {seen}"),
    );
    // Who saw the change has no such excuse.
    let informed = Act { seen: 3, ..act };
    let ruling = judge(
        &PACK,
        LifecycleTables::standard(),
        &state,
        &informed,
        &facts_of(&informed.event, &state),
    );
    assert_ne!(
        refusal(&ruling.effect),
        "concurrent_change",
        "{kind} {status} {name}"
    );
    1
}
