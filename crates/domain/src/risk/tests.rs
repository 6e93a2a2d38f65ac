use chrono::NaiveDate;

use super::*;
use crate::policy::{RiskRules, default_pack};
use crate::premises::PremisesFacts;

fn rules() -> RiskRules {
    default_pack().risk
}

fn facts(known: &[(&str, i64)]) -> PremisesFacts {
    let mut facts = PremisesFacts::default();
    for (name, value) in known {
        facts.set_number(name, *value);
    }
    facts
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Handbook 4.3 (a), (b), (c).
#[test]
fn the_three_worked_examples() {
    let rental = facts(&[
        ("beds", 12),
        ("floors", 4),
        ("single_exit", 1),
        ("open_general", 3),
        ("open_life_threat", 1),
        ("networked_smoke_alarm", 1),
    ]);
    let a = score_risk(&rules(), "rental_large", &rental);
    assert_eq!((a.score, a.grade.as_str()), (59, "elevated"));
    let points: Vec<i64> = a.reasons.iter().map(|reason| reason.points).collect();
    assert_eq!(points, [25, 8, 6, 10, 6, 8, -4]);

    let b = score_risk(&rules(), "small_shop", &facts(&[]));
    assert_eq!((b.score, b.grade.as_str()), (10, "low"));

    let open = [("bottled_gas", 1), ("open_life_threat", 2), ("overdue", 1)];
    let c = score_risk(&rules(), "three_in_one", &facts(&open));
    assert_eq!(
        (c.score, c.grade.as_str(), c.lifted_by.len()),
        (66, "elevated", 0)
    );
    let confirmed = [&open[..], &[("major_confirmed", 1)]].concat();
    let c = score_risk(&rules(), "three_in_one", &facts(&confirmed));
    assert_eq!((c.score, c.grade.as_str()), (66, "major"));
    assert_eq!(c.lifted_by, ["major_confirmed"]);
}

/// S0-24.
#[test]
fn the_four_grades_meet_at_their_limits() {
    let rules = rules();
    for (score, grade) in [
        (0, "low"),
        (24, "low"),
        (25, "general"),
        (49, "general"),
        (50, "elevated"),
        (74, "elevated"),
        (75, "major"),
        (100, "major"),
        (i64::MAX, "major"),
    ] {
        assert_eq!(grade_of(&rules, score), grade, "{score}");
    }
    let colors: Vec<&str> = rules
        .grades
        .iter()
        .map(|grade| grade.color.as_str())
        .collect();
    assert_eq!(colors, ["蓝", "黄", "橙", "红"]);
}

#[test]
fn caps_clamp_and_floors() {
    let many = [
        ("open_general", i64::MAX),
        ("open_life_threat", 99),
        ("overdue", 99),
        ("repeat_hazard_12m", 99),
        ("fire_in_24m", 1),
    ];
    let score = score_risk(&rules(), "three_in_one", &facts(&many));
    let general = score
        .reasons
        .iter()
        .find(|reason| reason.code == "open_general")
        .unwrap();
    assert_eq!((general.points, general.count), (12, Some(i64::MAX)));
    assert_eq!(score.score, 100);
    let safe = facts(&[
        ("simple_sprinkler", 1),
        ("networked_smoke_alarm", 1),
        ("training_ok_12m", 1),
    ]);
    assert_eq!(
        score_risk(&rules(), "self_built", &safe).score,
        0,
        "8 - 13, clamped"
    );
    // Ten beds lift to general though 12 + 8 is low.
    let beds = score_risk(&rules(), "rental_housing", &facts(&[("beds", 10)]));
    assert_eq!((beds.score, beds.grade.as_str()), (20, "general"));
    let two = score_risk(
        &rules(),
        "small_shop",
        &facts(&[("beds", 10), ("suspected_major", 1)]),
    );
    assert_eq!((two.grade.as_str(), two.lifted_by.len()), ("elevated", 2));
    let negative = score_risk(&rules(), "small_shop", &facts(&[("open_general", -5)]));
    assert_eq!(negative.score, 10);
    assert_eq!(
        score_risk(&rules(), "escape_room", &facts(&[])).score,
        14,
        "unlisted category"
    );
}

fn settle(
    computed: &str,
    standing: Option<(&str, &str)>,
    passed: Option<&str>,
    by_hand: Option<&str>,
    known: &[(&str, i64)],
) -> SettledGrade {
    let score = RiskScore {
        score: 0,
        grade: computed.to_owned(),
        reasons: Vec::new(),
        lifted_by: Vec::new(),
    };
    let standing = standing.map(|(grade, since)| StandingGrade {
        grade: grade.to_owned(),
        since: day(since),
    });
    let by_hand = by_hand.map(|grade| GradeOverride {
        on: day("2026-09-01"),
        grade: grade.to_owned(),
        reason: "现场研判".to_owned(),
        by: None,
    });
    settle_grade(
        &rules(),
        &score,
        &facts(known),
        standing.as_ref(),
        passed.map(day),
        by_hand.as_ref(),
        day("2026-09-30"),
    )
}

/// S0-18.
#[test]
fn a_grade_rises_at_once_and_falls_slowly() {
    let first = settle("general", None, None, None, &[]);
    assert_eq!(
        (first.grade.as_str(), first.since),
        ("general", day("2026-09-30"))
    );
    let up = settle("major", Some(("low", "2026-09-29")), None, None, &[]);
    assert_eq!(
        (up.grade.as_str(), up.reason),
        ("major", GradeReason::Computed)
    );
    let down = |since, passed| settle("low", Some(("elevated", since)), passed, None, &[]);
    let held = down("2026-08-01", None);
    assert_eq!(
        (held.grade.as_str(), held.reason),
        ("elevated", GradeReason::HeldUp)
    );
    assert_eq!(held.since, day("2026-08-01"), "it stands since then");
    assert_eq!(
        down("2026-08-01", Some("2026-07-31")).reason,
        GradeReason::HeldUp,
        "passed before"
    );
    assert_eq!(
        down("2026-09-01", Some("2026-09-20")).reason,
        GradeReason::HeldUp,
        "29 days"
    );
    let fell = down("2026-08-31", Some("2026-09-20"));
    assert_eq!(
        (fell.grade.as_str(), fell.reason),
        ("low", GradeReason::Computed),
        "30 days"
    );
}

#[test]
fn a_grade_set_by_hand_stands_but_not_below_a_floor() {
    let set = settle(
        "low",
        Some(("low", "2026-01-01")),
        None,
        Some("elevated"),
        &[],
    );
    assert_eq!(
        (set.grade.as_str(), set.reason),
        ("elevated", GradeReason::Overridden)
    );
    let below = settle(
        "elevated",
        None,
        None,
        Some("low"),
        &[("suspected_major", 1)],
    );
    assert_eq!(
        (below.grade.as_str(), below.reason),
        ("elevated", GradeReason::OverrideBelowFloor)
    );
    let unknown = settle("general", None, None, Some("huge"), &[]);
    assert_eq!(
        (unknown.grade.as_str(), unknown.reason),
        ("general", GradeReason::Computed)
    );
}
