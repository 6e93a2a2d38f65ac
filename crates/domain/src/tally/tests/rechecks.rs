//! Whether rechecks were done within the time of the policy, by the records behind the rate.

use super::*;
use crate::evaluation::Ratio;
use crate::tally::{BreakdownBy, BreakdownMeasure, BreakdownQuestion, RecheckRound, breakdown};

fn round(asked: &str, done: Option<&str>) -> RecheckRound {
    RecheckRound {
        asked_on: day(asked),
        done_on: done.map(day),
        life_threat: false,
    }
}

/// One hazard with these rounds, and the rate of a month as told on a day.
fn rate(rounds: &[RecheckRound], month: &str, today: &str) -> Ratio {
    let mut measures = Measures::default();
    let mut it = hazard(record(1));
    it.rechecks = rounds.to_vec();
    measures.put(record(2), Measure::Hazard(Box::new(it)));
    let asked = BreakdownQuestion {
        measure: BreakdownMeasure::RecheckInTime,
        by: BreakdownBy::Grid,
        period: EvaluationPeriod::of(PeriodKind::Month, day(month)),
    };
    let parts = breakdown(&measures, &default_pack(), &asked, day(today));
    assert!(parts.keys().all(|key| *key == grid().to_string()));
    Ratio::sum(parts.values())
}

#[test]
fn a_recheck_within_the_time_of_the_policy_counts_and_one_beyond_it_does_not() {
    // Three working days from Tuesday the 3rd: Friday the 6th.
    let table = [
        (Some("2026-03-06"), "2026-03-06", (1, 1)),
        (Some("2026-03-09"), "2026-03-09", (0, 1)),
        (None, "2026-03-06", (0, 0)),
        (None, "2026-03-07", (0, 1)),
    ];
    for (done, today, counted) in table {
        let found = rate(&[round("2026-03-03", done)], "2026-03-01", today);
        let told = (found.numerator, found.denominator);
        assert_eq!(told, counted, "{done:?} on {today}");
        let opened = found.met.iter().chain(&found.unmet);
        assert!(opened.eq(std::iter::repeat_n(&record(2).0, told.1 as usize)));
    }
    let none = rate(&[], "2026-03-01", "2026-09-01");
    assert_eq!(none.basis_points(), None, "nothing was to be rechecked");
}

#[test]
fn one_late_round_of_a_period_is_not_made_up_for_by_another() {
    let rounds = [
        round("2026-03-03", Some("2026-03-20")),
        round("2026-03-23", Some("2026-03-24")),
        round("2026-04-07", Some("2026-04-08")),
    ];
    let march = rate(&rounds, "2026-03-01", "2026-09-01");
    assert_eq!((march.numerator, march.denominator), (0, 1));
    let april = rate(&rounds, "2026-04-01", "2026-09-01");
    assert_eq!((april.numerator, april.denominator), (1, 1));
}

#[test]
fn what_is_void_owes_no_recheck() {
    let mut measures = Measures::default();
    let mut it = hazard(record(1));
    it.rechecks = vec![round("2026-03-03", None)];
    it.status = Status::Voided;
    measures.put(record(2), Measure::Hazard(Box::new(it)));
    assert!(crate::tally::recheck_time_duties(&measures, &default_pack()).is_empty());
}
