use chrono::NaiveDate;

use super::*;
use crate::UserId;
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
        by_hand: Vec::new(),
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
    set.by_hand = vec![by_hand("2026-02-01", "major", "夜间住人")];
    let now = trail(&pack, &set, "2026-03-01");
    assert_eq!(
        standing(&now),
        ("major", GradeReason::Overridden, "2026-02-01".to_owned())
    );
    assert_eq!(told(&now).len(), 2);
    assert_eq!(now.changes[1].by_hand.as_ref(), set.by_hand.first());
    assert_eq!(now.changes[0].by_hand, None);
}

fn by_hand(on: &str, grade: &str, reason: &str) -> GradeOverride {
    GradeOverride {
        on: day(on),
        grade: grade.to_owned(),
        reason: reason.to_owned(),
        by: Some(UserId::from_bytes([7; 16])),
    }
}

/// S0-18: what was set by hand is history; the next time takes nothing of it away.
#[test]
fn a_second_grade_by_hand_leaves_the_first_in_the_history() {
    let pack = default_pack();
    let mut set = record(Vec::new(), &[]);
    set.by_hand = vec![
        by_hand("2026-02-08", "major", "夜间住人"),
        by_hand("2026-02-10", "low", "误判"),
    ];
    let reasons = |trail: &GradeTrail| -> Vec<(String, String)> {
        let changes = trail.changes.iter();
        let by_hand = changes.filter_map(|it| it.by_hand.as_ref().map(|set| (it, set)));
        by_hand
            .map(|(it, set)| (it.on.to_string(), set.reason.clone()))
            .collect()
    };
    let said = |on: &str, why: &str| (on.to_owned(), why.to_owned());
    let first = said("2026-02-08", "夜间住人");
    assert_eq!(
        reasons(&trail(&pack, &set, "2026-02-09")),
        std::slice::from_ref(&first),
        "the second has not begun"
    );
    let now = trail(&pack, &set, "2026-03-01");
    let low = ("low", GradeReason::Overridden, "2026-02-10".to_owned());
    assert_eq!(standing(&now), low);
    assert_eq!(
        told(&now),
        [
            ("2026-01-01".to_owned(), "low"),
            ("2026-02-08".to_owned(), "major"),
            ("2026-02-10".to_owned(), "low"),
        ]
    );
    assert_eq!(reasons(&now), [first.clone(), said("2026-02-10", "误判")]);
    // Two of one day both stand, and so does one that leaves the grade as it was.
    set.by_hand[1].on = day("2026-02-08");
    set.by_hand.push(by_hand("2026-02-20", "low", "复核"));
    let now = trail(&pack, &set, "2026-03-01");
    assert_eq!(
        reasons(&now),
        [
            first,
            said("2026-02-08", "误判"),
            said("2026-02-20", "复核")
        ]
    );
    assert_eq!(now.settled.since, day("2026-02-08"));
}

/// S0-18: it rises by what happens, also above what somebody set.
#[test]
fn a_grade_by_hand_ends_when_more_is_computed_than_on_its_day() {
    let pack = default_pack();
    let more = |count: usize, ended: Option<&str>| {
        let first = threat("2026-03-01", None);
        let later = (0..count).map(|_| HazardSpan {
            overdue_since: Some(day("2026-03-20")),
            ..threat("2026-03-20", ended)
        });
        record([first].into_iter().chain(later).collect(), &[])
    };
    let computed = |count: usize, on: &str| trail(&pack, &more(count, None), on).score.grade;
    assert_eq!(computed(0, "2026-03-10"), "general");
    assert_eq!(computed(1, "2026-03-20"), "general");
    assert_eq!(computed(3, "2026-03-20"), "elevated");
    let set = |count: usize, ended: Option<&str>, grade: &str| {
        let mut it = more(count, ended);
        it.by_hand = vec![by_hand("2026-03-10", grade, "现场研判")];
        it
    };
    for (count, grade, holds, reason) in [
        (0, "low", "low", GradeReason::Overridden),
        // One more of the same grade lifts nothing.
        (1, "low", "low", GradeReason::Overridden),
        (3, "low", "elevated", GradeReason::Computed),
        // Set above what is computed, it stays.
        (3, "major", "major", GradeReason::Overridden),
    ] {
        let now = trail(&pack, &set(count, None, grade), "2026-03-25");
        let found = (now.settled.grade.as_str(), now.settled.reason);
        assert_eq!(found, (holds, reason), "{count} {grade}");
        let before = trail(&pack, &set(count, None, grade), "2026-03-19");
        assert_eq!(before.settled.grade, grade, "{count}");
    }
    // It has ended, and does not come back when they are put right: the rule of the pack goes on.
    let ended = set(3, Some("2026-03-21"), "low");
    let now = trail(&pack, &ended, "2026-03-25");
    assert_eq!(now.score.grade, "general");
    let held = ("elevated", GradeReason::HeldUp, "2026-03-20".to_owned());
    assert_eq!(standing(&now), held);
    // Whoever may, sets it again.
    let mut again = set(3, None, "low");
    again.by_hand.push(by_hand("2026-03-22", "low", "已停用"));
    let now = trail(&pack, &again, "2026-03-25");
    let low = ("low", GradeReason::Overridden, "2026-03-22".to_owned());
    assert_eq!(standing(&now), low);
    // A pack may let it stand; one that does not say reads as of before.
    let mut lasting = default_pack();
    let written = serde_json::to_value(&lasting.risk).unwrap();
    assert!(written.get("override_outlives_rise").is_none(), "{written}");
    lasting.risk.override_outlives_rise = true;
    let now = trail(&lasting, &set(3, None, "low"), "2026-03-25");
    assert_eq!(now.settled.grade, "low");
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
