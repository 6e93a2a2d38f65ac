//! A figure in parts: they add up to it, and nothing is dropped.

use super::*;
use crate::evaluation::Ratio;
use crate::tally::{BreakdownBy, BreakdownMeasure, BreakdownQuestion, breakdown, record_figures};

fn asked(measure: BreakdownMeasure, by: BreakdownBy) -> BreakdownQuestion {
    BreakdownQuestion {
        measure,
        by,
        period: EvaluationPeriod::of(PeriodKind::Month, day("2026-03-01")),
    }
}

/// Two shops and a hotel; hazards at a shop, at the hotel, and at premises that are not here.
fn township() -> Measures {
    let mut measures = Measures::default();
    for (n, category) in [(1, "small_shop"), (2, "small_shop"), (3, "small_hotel")] {
        let it = premises(category);
        measures.put(record(n), Measure::Premises(Box::new(it)));
    }
    for (n, at, finder, found) in [
        (11, 1, 1, "2026-03-02"),
        (12, 3, 2, "2026-03-20"),
        (13, 3, 2, "2025-12-31"),
        (14, 99, 1, "2022-01-01"),
    ] {
        let mut it = hazard(record(at));
        it.found_by = Some(UserId::from_bytes([finder; 16]));
        it.found_on = Some(day(found));
        it.due_on = Some(day("2026-03-25"));
        it.heading = "疏散".to_owned();
        it.suspected_major = n == 12;
        measures.put(record(n), Measure::Hazard(Box::new(it)));
    }
    measures
}

fn sizes(parts: &std::collections::BTreeMap<String, Ratio>) -> Vec<(&str, u64)> {
    let sizes = parts.iter().map(|(key, it)| (key.as_str(), it.denominator));
    sizes.collect()
}

#[test]
fn what_is_open_is_placed_whenever_it_was_found() {
    let (measures, pack) = (township(), default_pack());
    let today = day("2026-09-01");
    let of = |by| breakdown(&measures, &pack, &asked(BreakdownMeasure::Open, by), today);
    let grid = grid().to_string();
    assert_eq!(sizes(&of(BreakdownBy::Grid)), [(grid.as_str(), 4)]);
    assert_eq!(
        sizes(&of(BreakdownBy::Category)),
        [("", 1), ("small_hotel", 2), ("small_shop", 1)],
        "of no known premises: not dropped"
    );
    assert_eq!(sizes(&of(BreakdownBy::Heading)), [("疏散", 4)]);
    assert_eq!(
        sizes(&of(BreakdownBy::Severity)),
        [("general", 3), ("suspected_major", 1)]
    );
    let [one, two] = [1, 2].map(|n| UserId::from_bytes([n; 16]).to_string());
    assert_eq!(
        sizes(&of(BreakdownBy::Worker)),
        [(one.as_str(), 2), (two.as_str(), 2)]
    );
    assert_eq!(
        sizes(&of(BreakdownBy::Period)),
        [("2022-01-01", 1), ("2025-12-01", 1), ("2026-03-01", 2)]
    );
}

#[test]
fn the_parts_of_a_rate_add_up_to_the_figure() {
    let (mut measures, pack) = (township(), default_pack());
    let mut done = hazard(record(1));
    done.due_on = Some(day("2026-03-10"));
    done.rechecked_on = Some(day("2026-03-09"));
    measures.put(record(15), Measure::Hazard(Box::new(done)));
    let today = day("2026-09-01");
    let march = EvaluationPeriod::of(PeriodKind::Month, day("2026-03-01"));
    let figures = record_figures(&measures, &pack, &default_accounting(), &march, today);
    for (measure, code) in [
        (BreakdownMeasure::TimelyClose, "timely_close"),
        (BreakdownMeasure::Recheck, "recheck"),
        (BreakdownMeasure::Coverage, "coverage"),
    ] {
        for by in [BreakdownBy::Grid, BreakdownBy::Category] {
            let parts = breakdown(&measures, &pack, &asked(measure, by), today);
            assert_eq!(Ratio::sum(parts.values()), figures[code], "{code} {by:?}");
        }
        let parts = breakdown(
            &measures,
            &pack,
            &asked(measure, BreakdownBy::Period),
            today,
        );
        assert_eq!(parts.len(), 6, "{code}");
        assert_eq!(parts["2026-03-01"], figures[code]);
        assert_eq!(parts["2026-02-01"].numerator, 0, "{code}");
    }
    assert_eq!(figures["recheck"].numerator, 1, "it counts something");
}

#[test]
fn coverage_has_no_finders() {
    for by in [
        BreakdownBy::Heading,
        BreakdownBy::Severity,
        BreakdownBy::Worker,
    ] {
        assert!(!asked(BreakdownMeasure::Coverage, by).has_parts(), "{by:?}");
        for measure in [BreakdownMeasure::Recheck, BreakdownMeasure::RecheckInTime] {
            assert!(asked(measure, by).has_parts(), "{by:?}");
        }
    }
    assert!(asked(BreakdownMeasure::Coverage, BreakdownBy::Category).has_parts());
}
