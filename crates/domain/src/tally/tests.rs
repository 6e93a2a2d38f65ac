//! Measures of single records, and the figures over them.

mod answering;
mod breakdown;
mod planned;
mod rechecks;
mod visits;
mod weekly;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    CoverageFilter, FIGURE_CODES, FigureInput, HazardMeasure, InspectionMeasure, Measure, Measures,
    PremisesMeasure, coverage_rows, figures, grade, measure, truth_figure, worker_events,
};
use crate::accounting::default_accounting;
use crate::control::ControlState;
use crate::evaluation::{EvaluationPeriod, PeriodKind, SampleRow};
use crate::lifecycle::{RecordState, Status};
use crate::policy::default_pack;
use crate::premises::keys;
use crate::record::{Content, RecordKind};
use crate::{GridId, RecordId, UserId};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn record(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

fn grid() -> GridId {
    GridId::from_bytes([9; 16])
}

fn premises(category: &str) -> PremisesMeasure {
    let mut content = Content::default();
    content.set(keys::NAME, "甲店");
    content.set(keys::CATEGORY, category);
    let mut state = RecordState::new(RecordKind::Premises);
    state.status = Status::Active;
    let Some(Measure::Premises(mut it)) = measure(&RecordKind::Premises, grid(), &content, &state)
    else {
        panic!("a premises has a measure");
    };
    it.on_file_since = Some(day("2026-01-05"));
    *it
}

fn hazard(premises: RecordId) -> HazardMeasure {
    let mut content = Content::default();
    content.set(crate::hazard::keys::PREMISES, premises.to_string());
    let state = RecordState::new(RecordKind::Rectification);
    let Some(Measure::Hazard(mut it)) =
        measure(&RecordKind::Rectification, grid(), &content, &state)
    else {
        panic!("a hazard has a measure");
    };
    it.status = Status::Found;
    it.found_on = Some(day("2026-03-01"));
    it.found_by = Some(UserId::from_bytes([1; 16]));
    *it
}

#[test]
fn every_item_of_the_score_has_a_figure() {
    let items: BTreeSet<String> = default_accounting()
        .evaluation
        .township
        .items
        .into_iter()
        .map(|item| item.code)
        .collect();
    let codes: BTreeSet<String> = FIGURE_CODES.iter().map(|it| (*it).to_owned()).collect();
    assert_eq!(items, codes);
}

#[test]
fn an_open_hazard_lifts_the_score_and_a_void_one_does_not() {
    let pack = default_pack();
    let mut measures = Measures::default();
    measures.put(
        record(1),
        Measure::Premises(Box::new(premises("small_shop"))),
    );
    let today = day("2026-09-01");
    let score = |measures: &Measures| {
        let it = &measures.premises[&record(1)];
        let fires = BTreeMap::new();
        grade(record(1), it, measures, &fires, None, &pack, today)
            .score
            .score
    };
    let bare = score(&measures);
    measures.put(record(2), Measure::Hazard(Box::new(hazard(record(1)))));
    assert!(score(&measures) > bare);
    let mut void = hazard(record(1));
    void.status = Status::Voided;
    measures.put(record(2), Measure::Hazard(Box::new(void)));
    assert_eq!(score(&measures), bare);
}

#[test]
fn drafts_are_not_on_file_and_filters_hold() {
    let pack = default_pack();
    let mut measures = Measures::default();
    let mut draft = premises("small_shop");
    draft.on_file_since = None;
    measures.put(record(1), Measure::Premises(Box::new(draft)));
    measures.put(
        record(2),
        Measure::Premises(Box::new(premises("small_shop"))),
    );
    measures.put(
        record(3),
        Measure::Premises(Box::new(premises("three_in_one"))),
    );
    let all = coverage_rows(&measures, &pack, &CoverageFilter::default());
    assert_eq!(all.len(), 2);
    let key = CoverageFilter {
        categories: BTreeSet::from(["three_in_one".to_owned()]),
        department: None,
    };
    let rows = coverage_rows(&measures, &pack, &key);
    assert_eq!(
        rows.iter().map(|it| it.premises).collect::<Vec<_>>(),
        [record(3)]
    );
}

#[test]
fn to_find_ones_own_closed_hazard_again_earns_nothing() {
    let pack = default_pack();
    let worker = UserId::from_bytes([1; 16]);
    let mut measures = Measures::default();
    let mut first = hazard(record(1));
    first.common_key = "EXIT".to_owned();
    first.status = Status::Closed;
    first.closed = Some(super::Closing {
        on: day("2026-02-01"),
        feedback: None,
        clock_flagged: false,
    });
    let mut again = hazard(record(1));
    again.common_key = "EXIT".to_owned();
    measures.put(record(2), Measure::Hazard(Box::new(first)));
    measures.put(record(3), Measure::Hazard(Box::new(again)));
    let events = worker_events(&measures, &pack, worker);
    let of = |id| {
        events
            .iter()
            .find(|it| it.record == id && it.code == "valid_hazard")
    };
    assert!(of(record(3)).is_some_and(|it| it.reopens_own));
    assert!(of(record(2)).is_some_and(|it| !it.reopens_own));
}

#[test]
fn files_are_counted_as_they_stood_at_the_end_of_the_period() {
    let (pack, control) = (default_pack(), ControlState::default());
    let mut measures = Measures::default();
    let (mut later, mut ended) = (premises("small_shop"), premises("small_shop"));
    later.on_file_since = Some(day("2026-04-01"));
    ended.ended_on = Some(day("2026-03-31"));
    ended.status = Status::Withdrawn;
    for (n, it) in [(1, premises("small_shop")), (2, later), (3, ended)] {
        measures.put(record(n), Measure::Premises(Box::new(it)));
    }
    assert_eq!(measures.first_day(), Some(day("2026-01-05")));
    let records = |on: &str| {
        let found = figures(&FigureInput {
            measures: &measures,
            control: &control,
            pack: &pack,
            accounting: pack.accounting(),
            scope: None,
            period: EvaluationPeriod::of(PeriodKind::Quarter, day(on)),
            today: day("2026-09-01"),
        });
        found["records"].clone()
    };
    assert_eq!(records("2026-02-01").unmet, [record(1).0]);
    assert_eq!(records("2026-05-01").denominator, 2);
    assert_eq!(
        records("2025-11-01").basis_points(),
        None,
        "no file, no value"
    );
}

#[test]
fn the_newer_verdict_of_the_period_counts() {
    let looked = |on: &str, hazard, truly_closed| {
        let row = SampleRow {
            hazard: record(hazard),
            truly_closed: Some(truly_closed),
        };
        (day(on), row)
    };
    let verdicts = [
        looked("2026-03-20", 1, false),
        looked("2026-02-01", 1, true),
        looked("2026-02-01", 2, true),
        looked("2026-02-01", 3, true),
        looked("2026-04-01", 2, false),
    ];
    let quarter = EvaluationPeriod::of(PeriodKind::Quarter, day("2026-02-01"));
    let rate = truth_figure(&verdicts, &quarter, |hazard| hazard != record(3));
    assert_eq!(rate.met, [record(2).0]);
    assert_eq!(rate.unmet, [record(1).0]);
}
