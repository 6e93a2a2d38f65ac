use chrono::NaiveDate;

use super::*;
use crate::policy::{PolicyPack, default_pack};
use crate::premises::PremisesFacts;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A threat to life at a workshop: 20 points and 8 more, a grade above the lowest.
fn threat(found: &str, ended: Option<&str>) -> HazardSpan {
    HazardSpan {
        found_on: day(found),
        ended_on: ended.map(day),
        overdue_since: None,
        life_threat: true,
        suspected_major: false,
        major_confirmed: false,
        common_key: String::new(),
    }
}

fn record(hazards: Vec<HazardSpan>, passed: &[&str]) -> RiskRecord {
    let passed: Vec<NaiveDate> = passed.iter().map(|it| day(it)).collect();
    RiskRecord {
        since: day("2026-01-01"),
        hazards,
        visits: passed.clone(),
        passed,
        verified_reports: Vec::new(),
        fires: Vec::new(),
        by_hand: None,
        by_hand_since: None,
    }
}

fn trail(pack: &PolicyPack, record: &RiskRecord, today: &str) -> GradeTrail {
    let file = PremisesFacts::default();
    let input = TrailInput {
        risk: &pack.risk,
        frequency: &pack.frequency,
        category: "small_workshop",
        credit: None,
        file: &file,
        record,
    };
    input.trail(day(today))
}

fn told(trail: &GradeTrail) -> Vec<(String, &str)> {
    let changes = trail.changes.iter();
    changes
        .map(|it| (it.on.to_string(), it.grade.as_str()))
        .collect()
}

fn standing(trail: &GradeTrail) -> (&str, GradeReason, String) {
    let settled = &trail.settled;
    let since = settled.since.to_string();
    (settled.grade.as_str(), settled.reason, since)
}

/// S0-18: up at once; down after a visit that found nothing, and not before the days of the pack.
#[test]
fn the_trail_rises_at_once_and_falls_by_the_rule() {
    let pack = default_pack();
    let closed = || vec![threat("2026-03-01", Some("2026-03-10"))];
    let open = record(vec![threat("2026-03-01", None)], &[]);
    let now = trail(&pack, &open, "2026-03-01");
    let risen = [
        ("2026-01-01".to_owned(), "low"),
        ("2026-03-01".to_owned(), "general"),
    ];
    assert_eq!(told(&now), risen);
    assert_eq!(now.changes[1].score, 28);
    let mut reasons = now.changes[1].because.iter();
    assert!(reasons.any(|it| it.code == "open_life_threat"));

    let unseen = record(closed(), &[]);
    for today in ["2026-03-20", "2026-06-01"] {
        let now = trail(&pack, &unseen, today);
        let held = ("general", GradeReason::HeldUp, "2026-03-01".to_owned());
        assert_eq!(standing(&now), held, "{today}: nobody has been there since");
        assert_eq!(now.score.grade, "low", "it would fall");
        assert_eq!(told(&now), risen);
    }
    let seen = record(closed(), &["2026-03-10"]);
    let now = trail(&pack, &seen, "2026-03-30");
    assert_eq!(standing(&now).1, GradeReason::HeldUp, "29 days");
    let fell = ("low", GradeReason::Computed, "2026-03-31".to_owned());
    assert_eq!(standing(&trail(&pack, &seen, "2026-03-31")), fell);
    let later = trail(&pack, &seen, "2026-05-01");
    assert_eq!(standing(&later), fell, "the day it fell stands");
    assert_eq!(told(&later).len(), 3);
    assert_eq!(
        later,
        trail(&pack, &seen, "2026-05-01"),
        "the same from the same records"
    );
    // The rule is the pack's.
    let mut quick = default_pack();
    quick.risk.downgrade.needs_passed_inspection = false;
    quick.risk.downgrade.after_days = 0;
    let now = trail(&quick, &unseen, "2026-03-20");
    assert_eq!(
        standing(&now),
        ("low", GradeReason::Computed, "2026-03-10".to_owned())
    );
}

#[test]
fn a_grade_set_by_hand_is_a_change_of_its_day() {
    let pack = default_pack();
    let mut set = record(Vec::new(), &[]);
    set.by_hand = Some(GradeOverride {
        grade: "major".to_owned(),
        reason: "夜间住人".to_owned(),
    });
    set.by_hand_since = Some(day("2026-02-01"));
    let now = trail(&pack, &set, "2026-03-01");
    assert_eq!(
        standing(&now),
        ("major", GradeReason::Overridden, "2026-02-01".to_owned())
    );
    assert_eq!(told(&now).len(), 2);
    set.by_hand_since = None;
    let now = trail(&pack, &set, "2026-03-01");
    assert_eq!(standing(&now).2, "2026-03-01", "its day is not known");
}

#[test]
fn reports_fires_and_cycles_count_over_their_time() {
    let pack = default_pack();
    let codes = |record: &RiskRecord, today: &str| -> Vec<String> {
        let now = trail(&pack, record, today);
        let reasons = now.score.reasons.into_iter();
        reasons.map(|it| it.code).skip(1).collect()
    };
    let mut told = record(Vec::new(), &[]);
    told.verified_reports = vec![day("2026-02-01")];
    assert_eq!(codes(&told, "2026-01-31"), [""; 0]);
    assert_eq!(codes(&told, "2026-08-01"), ["verified_report"]);
    assert_eq!(codes(&told, "2026-08-02"), [""; 0]);
    let mut burned = record(Vec::new(), &[]);
    burned.fires = vec![day("2026-02-01")];
    assert_eq!(codes(&burned, "2026-02-01"), ["recent_fire"]);
    // Twice a year: two cycles are 364 days.
    let unseen = record(Vec::new(), &[]);
    assert_eq!(codes(&unseen, "2026-12-31"), [""; 0]);
    assert_eq!(codes(&unseen, "2027-01-01"), ["unchecked"]);
    let seen = record(Vec::new(), &["2026-12-01"]);
    assert_eq!(
        codes(&seen, "2026-12-30"),
        [""; 0],
        "not on file for so long"
    );
    assert_eq!(codes(&seen, "2027-01-01"), ["no_hazard"]);
    let ended = vec![threat("2026-02-01", Some("2026-02-10"))];
    let found = record(ended, &["2026-12-01"]);
    assert_eq!(codes(&found, "2027-01-01"), [""; 0]);
    assert_eq!(codes(&found, "2027-02-09"), ["no_hazard"]);
}
