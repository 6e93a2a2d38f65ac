//! Whose a row is: every register says it, and what a row takes over from is found.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::*;
use crate::control::ControlState;
use crate::policy::default_pack;
use crate::sheet::FieldKind;
use crate::{GridId, RecordId, Timestamp, UserId};

fn grid(number: u8) -> GridId {
    GridId::from_bytes([number; 16])
}

fn record() -> RecordId {
    RecordId::from_bytes([0x22; 16])
}

fn person() -> UserId {
    UserId::from_bytes([0x33; 16])
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, number).unwrap()
}

fn row(register: &str, entry: Value, from: u32) -> RegisterRow {
    RegisterRow {
        register: register.to_owned(),
        key: "k".to_owned(),
        from: day(from),
        until: None,
        entry: entry.to_string(),
        set_by: None,
        reason: String::new(),
    }
}

/// The registers whose rows hold for the whole county: whoever adds one says so here.
const COUNTYWIDE: [&str; 16] = [
    "admission_item",
    "agency_frequency",
    "alarm_gateway",
    "case_card",
    "department_plan",
    "department_scope",
    "duty_list",
    "dynamic_rule",
    "leader_task",
    "lesson",
    "org_unit",
    "public_report_rule",
    "publicity_activity",
    "supervising_body",
    "trade_standard",
    "visit_rule",
];

#[test]
fn every_register_says_whose_its_rows_are() {
    let pack = default_pack();
    let known = known_registers().iter().map(|kind| kind.name);
    let names: Vec<&str> = known
        .chain(pack.sheets.0.keys().map(String::as_str))
        .collect();
    let wide: BTreeSet<&str> = names
        .iter()
        .copied()
        .filter(|name| RowScope::is_countywide_register(name, &pack))
        .collect();
    assert_eq!(wide, BTreeSet::from(COUNTYWIDE));
    for name in names {
        let scope = RowScope::of(&row(name, full(name), 1), &pack);
        assert_eq!(scope.is_countywide(), wide.contains(name), "{name}");
    }
}

/// An entry that names a grid, a record or somebody wherever it may.
fn full(register: &str) -> Value {
    let pack = default_pack();
    let mut entry = Map::new();
    entry.insert("note".to_owned(), json!("字"));
    if let Some(form) = register_form(register) {
        for field in &form.fields {
            let value = match field.kind {
                EntryKind::Grid => json!(grid(1)),
                EntryKind::Grids => json!([grid(1)]),
                EntryKind::Record => json!(record()),
                EntryKind::Person => json!(person()),
                EntryKind::People => json!([person()]),
                _ => continue,
            };
            entry.insert(field.name.clone(), value);
        }
    } else if let Some(sheet) = pack.sheets.get(register) {
        for field in &sheet.fields {
            let value = match field.kind {
                FieldKind::Grid => json!(grid(1)),
                FieldKind::Grids => json!([grid(1)]),
                FieldKind::Record => json!(record()),
                FieldKind::Person => json!(person()),
                FieldKind::People => json!([person()]),
                _ => continue,
            };
            entry.insert(field.name.clone(), value);
        }
    }
    Value::Object(entry)
}

#[test]
fn a_row_is_about_what_it_names() {
    let pack = default_pack();
    let of = |register: &str, entry: Value| RowScope::of(&row(register, entry, 1), &pack);
    let grids = json!({"name": "夏季行动", "grids": [grid(1), grid(2)]});
    assert_eq!(
        of("campaign", grids).grids,
        BTreeSet::from([grid(1), grid(2)])
    );
    let flag = of("credit_flag", json!({"premises": record(), "grade": "D"}));
    assert_eq!(flag.records, BTreeSet::from([record()]));
    let trained = of(
        "training_record",
        json!({"user": person(), "lesson": "秋训"}),
    );
    assert_eq!(trained.people, BTreeSet::from([person()]));
    // Somebody who comes to a grid from elsewhere is none that the row is about.
    let contact = of(
        "contact_officer",
        json!({"grid": grid(1), "user": person()}),
    );
    assert!(contact.people.is_empty() && contact.grids.contains(&grid(1)));
    let total = of("enforcement_quota", json!({"year": 2026, "cases": 12}));
    assert!(total.is_countywide());
    assert!(of("role_slot", json!("not an entry")).is_countywide());
}

#[test]
fn a_row_takes_over_from_what_stands_behind_it() {
    let mut control = ControlState::default();
    let slot = |number: u8| json!({"number": number});
    // A register of a later version is kept as it is.
    for (seq, (number, from)) in (1..).zip([(1, 1), (2, 10), (3, 5)]) {
        let line = RegisterLine {
            seq,
            received_at: Timestamp(0),
            row: row("later", slot(number), from),
        };
        control.registers.enter(line);
    }
    let displaced = |from: u32| -> Vec<u64> {
        let new = row("later", slot(9), from);
        let lines = control.registers.displaced_by(&new);
        lines.iter().map(|line| line.seq).collect()
    };
    // From the 5th on the third stands alone: it was entered behind the second.
    assert_eq!(displaced(1), [1, 3]);
    assert_eq!(displaced(5), [3]);
    assert_eq!(displaced(20), [3]);
    let elsewhere = row("other", slot(1), 1);
    assert!(control.registers.displaced_by(&elsewhere).is_empty());
}
