//! What holds a step of a register to sense: days, weeks, counts and quarters, what was said before, and
//! the case before this one.

use super::kit::{Relay, officer, person, police, record, second_officer};
use super::steps::{facts_of, well_formed_step};
use crate::lifecycle::{Event, LifecycleTables, Status};
use crate::people::Role;
use crate::record::RecordKind;
use crate::register::compulsion_words;

const WHEN: &str = "2026-09-07 10:00";

/// The same step, saying something else of a field.
fn saying(event: &Event, name: &str, value: &str) -> Event {
    match event {
        Event::Step(step) => {
            let mut step = step.clone();
            step.fields.insert(name.to_owned(), value.to_owned());
            Event::Step(step)
        }
        other => other.clone(),
    }
}

/// A step that says all that is asked for, and a relay that knows what it names.
fn ready(relay: &mut Relay, step: &str) -> Event {
    let event = well_formed_step(step, &relay.state);
    relay.facts = facts_of(&event, &relay.state);
    event
}

#[test]
fn what_a_field_says_has_a_meaning() {
    let who = person(9, &[Role::StationOfficer, Role::VillageAdmin]);
    let rollup = || RecordKind::Rollup;
    for (kind, step, field, value, code) in [
        // 2026-09-07 is a Monday.
        (
            rollup(),
            "rollup.report",
            "week",
            "2026-09-08",
            "not_week_start",
        ),
        (
            rollup(),
            "rollup.report",
            "found",
            "很多",
            "value_malformed",
        ),
        (rollup(), "rollup.report", "fixed", "-1", "value_malformed"),
        (
            rollup(),
            "rollup.report",
            "open",
            "1000000",
            "value_malformed",
        ),
        (
            rollup(),
            "rollup.report",
            "overdue",
            "1.5",
            "value_malformed",
        ),
        (
            RecordKind::Letter,
            "letter.responsibility",
            "year",
            "26",
            "value_malformed",
        ),
        (
            RecordKind::Meeting,
            "meeting.convene",
            "quarter",
            "2026Q5",
            "value_malformed",
        ),
        (
            RecordKind::Meeting,
            "meeting.convene",
            "agenda",
            " ",
            "field_missing",
        ),
        (
            RecordKind::Meeting,
            "meeting.convene",
            "agenda",
            "甲,甲",
            "listed_twice",
        ),
        (
            RecordKind::Meeting,
            "meeting.convene",
            "date",
            "2026-10-01",
            "not_in_quarter",
        ),
        (
            RecordKind::Order,
            "order.issue_monthly",
            "items",
            "甲, 乙,甲",
            "listed_twice",
        ),
        (
            RecordKind::Order,
            "order.issue_trade",
            "items",
            "甲,甲",
            "listed_twice",
        ),
    ] {
        let mut relay = Relay::new(kind);
        let good = ready(&mut relay, step);
        relay.refuses(saying(&good, field, value), &who, WHEN, code);
        relay.does(good, &who, WHEN);
    }
    // The week begins where the policy pack says so.
    let mut relay = Relay::new(RecordKind::Rollup);
    relay.pack.cases.week_starts_on = 2;
    let monday = ready(&mut relay, "rollup.report");
    let tuesday = saying(&monday, "week", "2026-09-08");
    relay.refuses(monday, &who, WHEN, "not_week_start");
    relay.does(tuesday, &who, WHEN);
}

#[test]
fn a_household_keeps_its_name_from_the_first_knock() {
    let mut relay = Relay::new(RecordKind::Letter);
    let knock = ready(&mut relay, "letter.knock");
    relay.does(knock.clone(), &officer(), WHEN);
    let sign = ready(&mut relay, "letter.doorstep");
    for (name, value) in [("household", "另一户"), ("drive", "另一次活动")] {
        for step in [&knock, &sign] {
            let other = saying(step, name, value);
            relay.refuses(other, &officer(), WHEN, "not_as_before");
        }
    }
    relay.does(sign, &officer(), WHEN);
    assert_eq!(relay.state.status, Status::Signed);
}

#[test]
fn no_letter_follows_a_broken_one_at_once() {
    let mut relay = Relay::new(RecordKind::Letter);
    let warn = ready(&mut relay, "letter.warn");
    relay.facts.step.as_mut().unwrap().ended_lately = Some(record(91));
    relay.refuses(warn.clone(), &officer(), WHEN, "broken_lately");
    relay.facts.step.as_mut().unwrap().ended_lately = None;
    relay.does(warn, &officer(), WHEN);
}

#[test]
fn a_measure_follows_one_that_was_held_and_is_not_before_it() {
    let mut relay = Relay::new(RecordKind::Measure);
    let open = ready(&mut relay, "measure.open");
    let held = relay.facts.clone();
    for fact in &mut relay.facts.step.as_mut().unwrap().linked {
        fact.status = Status::Open;
    }
    relay.refuses(open.clone(), &officer(), WHEN, "linked_record_not_ripe");
    relay.facts = held;
    relay.facts.step.as_mut().unwrap().before_previous = true;
    relay.refuses(open.clone(), &officer(), WHEN, "before_previous");
    relay.facts.step.as_mut().unwrap().before_previous = false;
    relay.does(open, &officer(), WHEN);
}

#[test]
fn a_complaint_is_matched_with_a_hazard_of_its_own_premises() {
    let triaged = || {
        let mut relay = Relay::new(RecordKind::Report);
        for step in ["report.receive", "report.triage"] {
            let event = ready(&mut relay, step);
            relay.does(event, &officer(), WHEN);
        }
        relay
    };
    let mut relay = triaged();
    let matched = ready(&mut relay, "report.match");
    for fact in &mut relay.facts.step.as_mut().unwrap().linked {
        fact.premises = Some(record(78));
    }
    relay.refuses(matched.clone(), &officer(), WHEN, "other_premises");
    // One that is about no premises on file may turn out to be about any.
    relay.facts.premises = None;
    relay.does(matched.clone(), &officer(), WHEN);
    let mut relay = triaged();
    let matched = ready(&mut relay, "report.match");
    relay.does(matched, &officer(), WHEN);
}

#[test]
fn whoever_recorded_or_rated_a_call_does_not_close_it() {
    let mut relay = Relay::new(RecordKind::Call);
    for (step, who) in [
        ("call.whistle", officer()),
        ("call.answer", police()),
        ("call.check_in", police()),
        ("call.record", person(8, &[Role::StationOfficer])),
        ("call.rate", officer()),
    ] {
        let event = ready(&mut relay, step);
        relay.does(event, &who, WHEN);
    }
    let close = ready(&mut relay, "call.close");
    let recorder = person(8, &[Role::StationOfficer]);
    for who in [officer(), recorder] {
        relay.refuses(close.clone(), &who, WHEN, "same_person");
    }
    relay.does(close, &second_officer(), WHEN);
}

#[test]
fn what_is_published_holds_no_telephone_number() {
    let government = person(9, &[Role::CountyGovernment]);
    let mut relay = Relay::new(RecordKind::MajorCase);
    relay.state.status = Status::Filed;
    let list = ready(&mut relay, "major_case.list");
    for (name, text) in [
        ("public_text", "限期整改，联系王老板13800000001"),
        ("public_text", "限期整改，联系王老板一三八〇〇〇〇〇〇〇一"),
        ("public_text", "限期整改，联系王老板138·0000·0001"),
        ("leader", "张副县长（0871-1234567）"),
    ] {
        let told = saying(&list, name, text);
        relay.refuses(told, &government, WHEN, "phone_published");
    }
    let plain = saying(&list, "public_text", "2026-12-31前整改，举报请拨12345。");
    relay.does(plain, &government, WHEN);
}

#[test]
fn a_measure_is_held_on_a_day_that_has_come() {
    let mut relay = Relay::new(RecordKind::Measure);
    let open = ready(&mut relay, "measure.open");
    for day in ["2026-09-08", "2027-01-01"] {
        let later = saying(&open, "date", day);
        relay.refuses(later, &officer(), WHEN, "day_to_come");
    }
    relay.does(saying(&open, "date", "2026-09-07"), &officer(), WHEN);
}

#[test]
fn a_letter_is_of_a_year_near_that_of_its_signing() {
    let letter = || {
        let mut relay = Relay::new(RecordKind::Letter);
        let sign = ready(&mut relay, "letter.responsibility");
        (relay, sign)
    };
    let (mut relay, sign) = letter();
    for year in ["2028", "2028年", "2024", "1949"] {
        let other = saying(&sign, "year", year);
        relay.refuses(other, &officer(), WHEN, "year_out_of_limits");
    }
    for year in ["2025", "2026", "2026年"] {
        let (mut relay, sign) = letter();
        relay.does(saying(&sign, "year", year), &officer(), WHEN);
    }
    // How far it may be is data of the pack, and a pack that does not say bars none.
    relay.pack.cases.years.clear();
    relay.does(saying(&sign, "year", "2027"), &officer(), WHEN);
}

#[test]
fn a_letter_is_of_the_level_of_what_it_is_about() {
    let mut relay = Relay::new(RecordKind::Letter);
    let sign = ready(&mut relay, "letter.responsibility");
    for level in ["village", "grid"] {
        let other = saying(&sign, "level", level);
        relay.refuses(other, &officer(), WHEN, "not_of_this_entry");
    }
    // One that is about no premises lies in the log of a small grid here.
    relay.facts.premises = None;
    for level in ["village", "premises"] {
        let other = saying(&sign, "level", level);
        relay.refuses(other, &officer(), WHEN, "not_of_this_entry");
    }
    relay.does(saying(&sign, "level", "grid"), &officer(), WHEN);
}

/// Who acts by the law itself says in the log what was done; on the board the government says what
/// it orders, and names a leader.
#[test]
fn what_is_published_threatens_with_nothing_that_its_body_does_not_order() {
    let government = person(9, &[Role::CountyGovernment]);
    let mut relay = Relay::new(RecordKind::MajorCase);
    relay.state.status = Status::Filed;
    let list = ready(&mut relay, "major_case.list");
    for (name, text) in [
        ("public_text", "限期整改，逾期罚款五万元。"),
        ("public_text", "责令限期整改，逾期查封。"),
        ("public_text", "三日内缴纳五万元。"),
        ("public_text", "一律取缔。"),
        ("leader", "责令办"),
    ] {
        let said = saying(&list, name, text);
        relay.refuses(said, &government, WHEN, "word_of_compulsion");
    }
    let ordered = saying(
        &list,
        "public_text",
        "责令限期整改，逾期停产停业，停业整顿。",
    );
    relay.does(ordered, &government, WHEN);
}

#[test]
fn the_words_that_a_table_opens_are_words_of_compulsion() {
    let mut opened = 0;
    for table in LifecycleTables::standard().iter() {
        let fields = table.rows.iter().flat_map(|row| &row.asks.fields);
        for field in fields.filter(|field| !field.words.is_empty()) {
            assert!(field.public, "{}", field.name);
            for word in &field.words {
                assert_eq!(compulsion_words(word), [word.as_str()], "{}", field.name);
                opened += 1;
            }
        }
    }
    assert!(opened > 0);
}
