//! One grade and one complaint behind every plan.

use super::*;
use crate::policy::Visitor;
use crate::risk::GradeOverride;
use crate::tally::{PlanBasis, ReportMeasure, left_in_peace, next_visits};

fn report(received: &str, status: Status) -> ReportMeasure {
    ReportMeasure {
        grid: grid(),
        premises: Some(record(1)),
        status,
        received_on: Some(day(received)),
        verified_on: None,
        answer_due: None,
        answered_on: None,
        answered_in_time: false,
    }
}

#[test]
fn complaints_count_whose_answer_was_due_in_the_period() {
    use crate::accounting::default_accounting;
    use crate::tally::record_figures;

    let mut measures = Measures::default();
    let mut put = |n: u8, due: Option<&str>, answered: Option<&str>, in_time: bool| {
        let it = ReportMeasure {
            answer_due: due.map(day),
            answered_on: answered.map(day),
            answered_in_time: in_time,
            ..report("2026-03-01", Status::Dispatched)
        };
        measures.put(record(n), Measure::Report(it));
    };
    put(1, Some("2026-03-10"), Some("2026-03-09"), true);
    put(2, Some("2026-03-10"), Some("2026-03-11"), false);
    // Overdue, and never answered.
    put(3, Some("2026-03-12"), None, false);
    // It still has time; it was due in another month; it has no deadline.
    put(4, Some("2026-03-20"), None, false);
    put(5, Some("2026-04-01"), Some("2026-03-09"), true);
    put(6, None, None, false);
    let march = EvaluationPeriod::of(PeriodKind::Month, day("2026-03-01"));
    let today = day("2026-03-15");
    let pack = crate::policy::default_pack();
    let figures = record_figures(&measures, &pack, &default_accounting(), &march, today);
    let ratio = &figures["public_reports"];
    assert_eq!((ratio.numerator, ratio.denominator), (1, 3));
    assert_eq!(ratio.met, [record(1).0]);
    assert_eq!(ratio.unmet, [record(2).0, record(3).0]);
}

/// A small shop with the best credit: left in peace.
fn trusted() -> Measures {
    let mut it = premises("small_shop");
    it.rules.set(keys::CREDIT_GRADE, "A");
    let mut measures = Measures::default();
    measures.put(record(1), Measure::Premises(Box::new(it)));
    measures
}

fn visit(premises: RecordId, on: &str, accepted: bool) -> Measure {
    Measure::Inspection(InspectionMeasure {
        grid: grid(),
        premises: Some(premises),
        status: Status::Submitted,
        author: None,
        mode: String::new(),
        visited_on: Some(day(on)),
        accepted,
        rounds: 0,
        failed_items: 0,
    })
}

#[test]
fn a_complaint_that_waits_overrides_being_left_in_peace() {
    let (pack, control) = (default_pack(), ControlState::default());
    let today = day("2026-09-10");
    let due = |measures: &Measures| {
        let list = next_visits(measures, &control, &pack, Visitor::Grid, today);
        let due = list[0].due.clone().unwrap();
        (due.reason, due.leave_in_peace)
    };
    let mut measures = trusted();
    assert!(due(&measures).1);
    for (status, waits) in [
        (Status::Received, false),
        (Status::Triaged, true),
        (Status::Dispatched, true),
        (Status::Replied, false),
        (Status::PassedOn, false),
        (Status::Closed, false),
    ] {
        measures.put(
            record(7),
            Measure::Report(report("2026-09-07", status.clone())),
        );
        let (reason, in_peace) = due(&measures);
        assert_eq!(reason == "complaint", waits, "{status:?}");
        assert_eq!(in_peace, !waits, "{status:?}");
    }
    // The earliest counts, until somebody has been there.
    let on = |measures: &Measures| {
        let basis = PlanBasis::new(&control, &pack, today, today);
        let it = &measures.premises[&record(1)];
        basis.planned(record(1), it, measures).open_complaint
    };
    let waiting = |received| Measure::Report(report(received, Status::Triaged));
    measures.put(record(7), waiting("2026-09-07"));
    measures.put(record(8), waiting("2026-09-05"));
    assert_eq!(on(&measures), Some(day("2026-09-05")));
    measures.put(record(9), visit(record(1), "2026-09-06", false));
    assert_eq!(on(&measures), Some(day("2026-09-07")));
    measures.put(record(9), visit(record(1), "2026-09-08", false));
    assert_eq!(on(&measures), None);
}

#[test]
fn a_grade_falls_after_a_visit_that_found_nothing_and_its_changes_are_told() {
    let pack = default_pack();
    let mut measures = Measures::default();
    let shop = premises("small_workshop");
    measures.put(record(1), Measure::Premises(Box::new(shop)));
    let mut closed = hazard(record(1));
    closed.life_threat = true;
    closed.status = Status::Closed;
    closed.closed = Some(crate::tally::Closing {
        on: day("2026-03-10"),
        feedback: None,
        clock_flagged: false,
    });
    closed.inspection = Some(record(8));
    measures.put(record(2), Measure::Hazard(Box::new(closed)));
    // The visit that found it passes for none that found nothing.
    measures.put(record(8), visit(record(1), "2026-03-01", true));
    let graded = |measures: &Measures, today: &str| {
        let it = &measures.premises[&record(1)];
        let fires = BTreeMap::new();
        grade(record(1), it, measures, &fires, None, &pack, day(today))
    };
    let held = graded(&measures, "2026-05-01");
    assert_eq!(
        (held.grade.as_str(), held.score.grade.as_str()),
        ("general", "low"),
        "it does not fall by itself"
    );
    assert_eq!(held.settled.since, day("2026-03-01"));
    measures.put(record(9), visit(record(1), "2026-04-20", false));
    assert_eq!(graded(&measures, "2026-05-01").grade, "general");
    measures.put(record(9), visit(record(1), "2026-04-20", true));
    let fell = graded(&measures, "2026-05-01");
    let changes = fell.changes.iter();
    let changes: Vec<_> = changes
        .map(|it| (it.on.to_string(), it.grade.clone()))
        .collect();
    let told = |on: &str, grade: &str| (on.to_owned(), grade.to_owned());
    assert_eq!(
        changes,
        [
            told("2026-01-05", "low"),
            told("2026-03-01", "general"),
            told("2026-04-20", "low"),
        ]
    );
}

#[test]
fn a_grade_by_hand_and_a_true_report_count_in_every_plan() {
    let (pack, control) = (default_pack(), ControlState::default());
    let today = day("2026-06-01");
    let planned = |measures: &Measures| {
        let basis = PlanBasis::new(&control, &pack, today, today);
        let it = &measures.premises[&record(1)];
        basis.planned(record(1), it, measures).graded
    };
    let mut measures = trusted();
    let bare = planned(&measures).score.score;
    let mut verified = report("2026-05-01", Status::Closed);
    verified.verified_on = Some(day("2026-05-03"));
    measures.put(record(7), Measure::Report(verified));
    let graded = planned(&measures);
    assert_eq!(graded.score.score, bare + 4);
    assert_eq!(graded.grade, "low");
    let mut it = premises("small_shop");
    it.by_hand = Some(("major".to_owned(), "夜间住人".to_owned()));
    it.by_hand_on = Some(day("2026-05-20"));
    measures.put(record(1), Measure::Premises(Box::new(it)));
    let graded = planned(&measures);
    assert_eq!(graded.grade, "major");
    assert_eq!(graded.settled.since, day("2026-05-20"));
    // As it was measured before its day was kept: from today.
    let mut it = premises("small_shop");
    it.by_hand = Some(("major".to_owned(), "夜间住人".to_owned()));
    assert!(it.lacks_overrides());
    measures.put(record(1), Measure::Premises(Box::new(it)));
    assert_eq!(planned(&measures).settled.since, today);
}

#[test]
fn all_grades_by_hand_are_measured_with_their_days() {
    let set = |on: &str, grade: &str| GradeOverride {
        on: day(on),
        grade: grade.to_owned(),
        reason: "现场研判".to_owned(),
        by: Some(UserId::from_bytes([3; 16])),
    };
    let mut state = RecordState::new(RecordKind::Premises);
    state.status = Status::Active;
    // One made offline comes in behind a later one.
    state.grade_overrides = vec![set("2026-05-10", "low"), set("2026-05-08", "major")];
    let found = measure(&RecordKind::Premises, grid(), &Content::default(), &state);
    let Some(Measure::Premises(mut it)) = found else {
        panic!("a premises has a measure");
    };
    assert!(!it.lacks_overrides());
    it.on_file_since = Some(day("2026-01-05"));
    let mut measures = Measures::default();
    measures.put(record(1), Measure::Premises(it));
    let pack = default_pack();
    let it = &measures.premises[&record(1)];
    let fires = BTreeMap::new();
    let today = day("2026-05-11");
    let graded = grade(record(1), it, &measures, &fires, None, &pack, today);
    let changes = graded.changes.iter();
    let changes: Vec<_> = changes
        .filter(|it| it.by_hand.is_some())
        .map(|it| (it.on.to_string(), it.grade.as_str()))
        .collect();
    let told = |on: &str, grade| (on.to_owned(), grade);
    assert_eq!(
        changes,
        [told("2026-05-08", "major"), told("2026-05-10", "low")]
    );
    assert_eq!(graded.grade, "low", "the last by its day");
}

#[test]
fn who_is_left_in_peace_is_found_by_the_same_plan() {
    let (pack, control) = (default_pack(), ControlState::default());
    let today = day("2026-09-10");
    let left = |measures: &Measures, on| left_in_peace(measures, &control, &pack, on);
    let mut measures = trusted();
    let due = next_visits(&measures, &control, &pack, Visitor::Grid, today);
    let due = due[0].due.clone().unwrap().date;
    let eve = due.pred_opt().unwrap();
    assert!(left(&measures, eve).contains(&record(1)));
    assert!(left(&measures, due).is_empty(), "the plan's own visit");
    measures.put(
        record(7),
        Measure::Report(report("2026-09-07", Status::Triaged)),
    );
    assert!(left(&measures, eve).is_empty(), "a complaint waits");
    let mut plain = Measures::default();
    let shop = Measure::Premises(Box::new(premises("small_shop")));
    plain.put(record(1), shop);
    assert!(left(&plain, today).is_empty(), "credit B");
}
