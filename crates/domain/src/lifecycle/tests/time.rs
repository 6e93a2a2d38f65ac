//! Bounds of time against a deadline.

use super::kit::{PACK, at};
use crate::lifecycle::{TimeBounds, Timing};

fn bounds(lower: &str, upper: &str, claimed: &str) -> TimeBounds {
    TimeBounds {
        lower: at(lower),
        upper: at(upper),
        claimed: at(claimed),
        clock_flagged: false,
    }
}

#[test]
fn both_bounds_count_and_the_boundary_is_in_time() {
    let due = at("2026-09-22 12:00");
    let early = bounds("2026-09-22 11:00", "2026-09-22 12:00", "2026-09-22 11:00");
    assert_eq!(early.against(due), Timing::InTime);
    let at_due = bounds("2026-09-22 12:00", "2026-09-22 12:01", "2026-09-22 12:00");
    assert_eq!(at_due.against(due), Timing::Undetermined);
    let late = bounds("2026-09-22 12:01", "2026-09-22 12:02", "2026-09-22 11:00");
    assert_eq!(late.against(due), Timing::Late);
}

#[test]
fn doubt_helps_unless_policy_denies_it_or_the_clock_is_flagged() {
    let due = at("2026-09-22 12:00");
    let straddling = bounds("2026-09-22 11:00", "2026-09-22 13:00", "2026-09-22 11:30");
    assert!(straddling.counts_as_in_time(due, &PACK));
    let flagged = TimeBounds {
        clock_flagged: true,
        ..straddling
    };
    assert!(!flagged.counts_as_in_time(due, &PACK));
    let mut strict = PACK.clone();
    strict.rectification.benefit_of_the_doubt = false;
    assert!(!straddling.counts_as_in_time(due, &strict));
    let proven = TimeBounds {
        clock_flagged: true,
        ..TimeBounds::exactly(due)
    };
    assert!(
        proven.counts_as_in_time(due, &strict),
        "what is proven needs no benefit"
    );
}

#[test]
fn the_best_estimate_is_the_claim_moved_into_the_bounds() {
    let day = |claimed| bounds("2026-09-22 11:00", "2026-09-22 13:00", claimed).best();
    assert_eq!(day("2026-09-22 11:30"), at("2026-09-22 11:30"));
    assert_eq!(day("2025-01-01 00:00"), at("2026-09-22 11:00"));
    assert_eq!(day("2030-01-01 00:00"), at("2026-09-22 13:00"));
    let crossed = bounds("2026-09-22 13:00", "2026-09-22 11:00", "2026-09-22 12:00");
    assert_eq!(
        crossed.best(),
        at("2026-09-22 13:00"),
        "crossed bounds do not panic"
    );
}
