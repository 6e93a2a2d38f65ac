//! Rosters: no two rows of one person, or of one shift, hold on one day, and no row of a year to come takes
//! anybody off a day of before.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::*;
use crate::control::ControlState;
use crate::staffing::Post;
use crate::{GridId, Timestamp, UserId};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn town() -> GridId {
    GridId::from_bytes([1; 16])
}

fn user(number: u128) -> UserId {
    UserId(uuid::Uuid::from_u128(number))
}

fn dated<E: RegisterEntry>(key: &str, entry: &E, (from, until): (&str, &str)) -> RegisterRow {
    let row = RegisterRow::of(key, day(from), entry).unwrap();
    match until {
        "" => row,
        until => row.ending(day(until)),
    }
}

fn posted(key: &str, who: u128, post: Post, days: (&str, &str)) -> RegisterRow {
    let entry = PostingEntry {
        user: user(who),
        post,
        township: town(),
    };
    dated(key, &entry, days)
}

fn enter(control: &mut ControlState, row: RegisterRow) {
    control.seq += 1;
    let line = RegisterLine {
        seq: control.seq,
        received_at: Timestamp(0),
        row,
    };
    control.registers.enter(line);
}

/// The code of the refusal beside the rows that stand; empty: it is taken.
fn beside(control: &ControlState, row: &RegisterRow) -> &'static str {
    let kind = register_kind(&row.register).unwrap();
    let checked = kind.check_beside(row, control);
    checked.err().map_or("", |error| error.code())
}

fn staff_on(control: &ControlState, post: Post, on: &str) -> BTreeSet<UserId> {
    roster_of(&control.registers).people(town(), post, day(on))
}

const YEAR: (&str, &str) = ("2026-01-01", "2026-12-31");
const NEXT: (&str, &str) = ("2027-01-01", "2027-12-31");

#[test]
fn a_posting_overlaps_no_other_of_its_person_or_key() {
    let (staff, clerk) = (Post::StationStaff, Post::Clerk);
    let mut control = ControlState::default();
    enter(&mut control, posted("a", 1, staff, YEAR));
    for (row, code) in [
        // The same key: a correction, the next year, and what overlaps the year.
        (posted("a", 1, staff, ("2026-01-01", "2026-08-31")), ""),
        (posted("a", 1, staff, ("2026-01-01", "")), ""),
        (posted("a", 1, staff, NEXT), ""),
        (posted("a", 1, clerk, NEXT), ""),
        (posted("a", 2, staff, NEXT), ""),
        (
            posted("a", 1, staff, ("2026-12-31", "2027-12-31")),
            "roster_overlap",
        ),
        (posted("a", 1, clerk, YEAR), "roster_overlap"),
        (posted("a", 2, staff, YEAR), "roster_overlap"),
        (
            posted("a", 2, staff, ("2025-01-01", "2025-12-31")),
            "roster_overlap",
        ),
        // Another key: of the same person on no day of the year, of another on any.
        (posted("z", 1, clerk, NEXT), ""),
        (posted("z", 1, clerk, ("2025-01-01", "2025-12-31")), ""),
        (posted("z", 2, clerk, YEAR), ""),
        (posted("z", 1, clerk, ("2026-12-31", "")), "roster_overlap"),
        (
            posted("z", 1, staff, ("2025-06-01", "2026-01-01")),
            "roster_overlap",
        ),
    ] {
        assert_eq!(beside(&control, &row), code, "{row:?}");
    }
    // With the next year entered, the year of before stands in the way as it did.
    enter(&mut control, posted("a", 1, staff, NEXT));
    let twice = posted("z", 1, clerk, ("2026-01-01", "2026-12-30"));
    assert_eq!(beside(&control, &twice), "roster_overlap");
    // Who leaves is ended with the terms that were to follow.
    let left = posted("a", 1, staff, ("2026-01-01", "2026-12-20"));
    assert_eq!(beside(&control, &left), "");
    enter(&mut control, left);
    assert!(staff_on(&control, staff, "2027-06-01").is_empty());
    assert_eq!(
        beside(&control, &posted("z", 1, clerk, ("2026-12-21", ""))),
        ""
    );
}

#[test]
fn a_row_of_next_year_takes_nobody_off_this_year() {
    let (staff, clerk) = (Post::StationStaff, Post::Clerk);
    let one = BTreeSet::from([user(1)]);
    let mut control = ControlState::default();
    enter(&mut control, posted("a", 1, staff, YEAR));
    assert_eq!(staff_on(&control, staff, "2026-12-01"), one);
    enter(&mut control, posted("a", 1, clerk, NEXT));
    assert_eq!(staff_on(&control, staff, "2026-12-31"), one);
    assert!(staff_on(&control, clerk, "2026-12-31").is_empty());
    assert!(staff_on(&control, staff, "2027-01-01").is_empty());
    assert_eq!(staff_on(&control, clerk, "2027-01-01"), one);
    assert!(staff_on(&control, clerk, "2028-01-01").is_empty());
    // What a relay of before let overlap: nobody counts twice, and who stood first stands.
    enter(
        &mut control,
        posted("z", 1, clerk, ("2026-01-01", "2026-12-30")),
    );
    assert_eq!(staff_on(&control, staff, "2026-12-01"), one);
    assert!(staff_on(&control, clerk, "2026-12-01").is_empty());
    // The spans say of every day what the book says of it.
    for on in [
        "2025-12-31",
        "2026-01-01",
        "2026-12-31",
        "2027-01-01",
        "2028-01-01",
    ] {
        let on = day(on);
        let spans = control.registers.spans::<PostingEntry>();
        let spans = spans
            .iter()
            .filter(|it| it.line.row.from <= on && it.reaches(on));
        let spans: BTreeSet<u64> = spans.map(|it| it.line.seq).collect();
        let all = control.registers.all::<PostingEntry>(on);
        let all: BTreeSet<u64> = all.iter().map(|(line, _)| line.seq).collect();
        assert_eq!(spans, all, "{on}");
    }
}

#[test]
fn a_shift_overlaps_no_other_of_its_area() {
    let shift = |area: u8, name: &str, days: (&str, &str)| {
        let entry = DutyShift {
            area: GridId::from_bytes([area; 16]),
            shift: name.to_owned(),
            leader: user(1),
            people: vec![user(2)],
            phone: "023-00000001".to_owned(),
        };
        let row = dated("", &entry, days);
        RegisterRow {
            key: entry.key(&row),
            ..row
        }
    };
    let mut control = ControlState::default();
    enter(&mut control, shift(1, "白班", ("2026-12-03", "2026-12-05")));
    for (row, code) in [
        (shift(1, "白班", ("2026-12-03", "2026-12-06")), ""),
        (shift(1, "白班", ("2026-12-06", "2026-12-08")), ""),
        (shift(1, "夜班", ("2026-12-04", "2026-12-06")), ""),
        (shift(2, "白班", ("2026-12-04", "2026-12-06")), ""),
        (
            shift(1, "白班", ("2026-12-04", "2026-12-06")),
            "roster_overlap",
        ),
        (
            shift(1, "白班", ("2026-12-01", "2026-12-03")),
            "roster_overlap",
        ),
    ] {
        assert_eq!(beside(&control, &row), code, "{row:?}");
    }
}
