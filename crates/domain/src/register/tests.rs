use chrono::NaiveDate;

use super::*;
use crate::control::{ControlError, ControlEvent, ControlRow, ControlState, Grid, GridLevel};
use crate::{GridId, Timestamp};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn township() -> ControlState {
    let mut state = ControlState::default();
    let grid = Grid {
        grid: GridId::from_bytes([1; 16]),
        level: GridLevel::Large,
        parent: None,
        code: "1".to_owned(),
        name: "镇".to_owned(),
        head: None,
        valid_from: day("2026-01-01"),
        valid_until: None,
        boundary: Vec::new(),
    };
    apply(&mut state, ControlEvent::GridSet(grid)).unwrap();
    state
}

fn apply(state: &mut ControlState, event: ControlEvent) -> Result<(), ControlError> {
    let row = ControlRow {
        seq: state.seq + 1,
        received_at: Timestamp(0),
        event,
    };
    state.apply(&row)
}

fn unknown(key: &str, from: &str, until: Option<&str>, entry: &str) -> RegisterRow {
    RegisterRow {
        register: "of_a_later_version".to_owned(),
        key: key.to_owned(),
        from: day(from),
        until: until.map(day),
        entry: entry.to_owned(),
        set_by: None,
        reason: String::new(),
    }
}

#[test]
fn the_last_row_that_has_begun_decides_and_history_stays() {
    let mut state = township();
    for row in [
        unknown("a", "2026-01-01", None, "1"),
        unknown("a", "2026-06-01", None, "2"),
        unknown("a", "2026-06-01", Some("2026-07-31"), "3"),
    ] {
        apply(&mut state, ControlEvent::RegisterSet(row)).unwrap();
    }
    let on = |date| {
        let line = state
            .registers
            .line_on("of_a_later_version", "a", day(date));
        line.map(|line| line.row.entry.clone())
    };
    assert_eq!(on("2025-12-31"), None);
    assert_eq!(on("2026-05-31").as_deref(), Some("1"));
    assert_eq!(on("2026-07-31").as_deref(), Some("3"));
    assert_eq!(
        on("2026-08-01"),
        None,
        "ended, and the first does not come back"
    );
    assert_eq!(state.registers.history("of_a_later_version").count(), 3);
}

#[test]
fn rows_without_a_key_or_with_an_end_before_the_start_change_nothing() {
    let mut state = township();
    let before = state.registers.clone();
    let mut odd = unknown("a", "2026-06-02", Some("2026-06-01"), "1");
    let refused = apply(&mut state, ControlEvent::RegisterSet(odd.clone()));
    assert_eq!(
        refused,
        Err(ControlError::Register(RegisterError::EmptyPeriod))
    );
    odd.until = None;
    odd.key = " ".to_owned();
    assert!(apply(&mut state, ControlEvent::RegisterSet(odd.clone())).is_err());
    odd.key = "a".to_owned();
    odd.entry = "x".repeat(RegisterRow::MAX_ENTRY_BYTES + 1);
    assert!(apply(&mut state, ControlEvent::RegisterSet(odd)).is_err());
    assert_eq!(state.registers, before);
}

#[test]
fn a_mistyped_key_of_an_entry_is_found_before_it_is_written() {
    let kind = register_kind("department_plan").unwrap();
    let policy = crate::policy::default_pack();
    let mut row = RegisterRow::of(
        "CIVIL",
        day("2026-01-01"),
        &DepartmentPlan {
            department: "CIVIL".to_owned(),
            categories: vec!["nursing_home".to_owned()],
            every: crate::policy::Period::Month,
            contact: String::new(),
        },
    )
    .unwrap();
    assert_eq!(kind.check_write(&row, &township(), &policy), Ok(None));
    row.entry = row.entry.replace("contact", "contct");
    let refused = kind.check_write(&row, &township(), &policy).unwrap_err();
    assert_eq!(refused.code(), "entry_unreadable");
    assert!(refused.to_string().contains("contct"), "{refused}");
}

#[test]
fn registers_are_listed_once_and_by_name() {
    let names: Vec<_> = known_registers().iter().map(|kind| kind.name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(names, sorted);
}

#[test]
fn a_measure_opens_at_once_and_is_lifted_after_calm_days_in_a_row() {
    let rule = DynamicRule {
        zh: "隐患集中".to_owned(),
        open_when: crate::checklist::Condition::parse("open_general>=3").unwrap(),
        keep_when: crate::checklist::Condition::parse("open_general>=1").unwrap(),
        calm_days: 5,
        grade: "elevated".to_owned(),
        measure: "约谈".to_owned(),
        every: crate::policy::Period::Week,
    };
    let place = (
        crate::RecordId::from_bytes([3; 16]),
        GridId::from_bytes([1; 16]),
    );
    let step = |open: i64, standing: Option<&ControlMeasure>, on: &str| {
        let mut facts = crate::premises::PremisesFacts::default();
        facts.set_number("open_general", open);
        evaluate_dynamic("many", &rule, place, &facts, standing, day(on))
    };
    assert_eq!(step(2, None, "2026-09-01"), None);
    let open = step(3, None, "2026-09-01").unwrap();
    assert_eq!(
        step(1, Some(&open), "2026-09-02"),
        None,
        "kept below the threshold"
    );
    let calm = step(0, Some(&open), "2026-09-03").unwrap();
    assert_eq!(calm.calm_since, Some(day("2026-09-03")));
    let again = step(1, Some(&calm), "2026-09-05").unwrap();
    assert_eq!(again.calm_since, None, "the count begins anew");
    assert_eq!(step(0, Some(&calm), "2026-09-07"), None);
    let lifted = step(0, Some(&calm), "2026-09-08").unwrap();
    assert!(lifted.lifted);
    assert_eq!(step(2, Some(&lifted), "2026-09-09"), None);
    assert!(
        !step(3, Some(&lifted), "2026-09-10").unwrap().lifted,
        "it may open again"
    );
}
