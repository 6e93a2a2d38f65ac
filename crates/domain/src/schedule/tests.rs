use chrono::NaiveDate;

use super::*;
use crate::RecordId;
use crate::policy::{CreditGrade, PolicyPack, Visitor, default_pack};
use crate::premises::PremisesFacts;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

struct Case<'a> {
    by: Visitor,
    grade: &'a str,
    credit: Option<CreditGrade>,
    last: Option<&'a str>,
    listed: bool,
    complaint: Option<&'a str>,
    steps: &'a [GradeStep],
}

const GRID: Case<'_> = Case {
    by: Visitor::Grid,
    grade: "low",
    credit: Some(CreditGrade::B),
    last: Some("2026-03-10"),
    listed: false,
    complaint: None,
    steps: &[],
};

fn due_with(pack: &PolicyPack, case: &Case<'_>) -> Option<NextDue> {
    let mut facts = PremisesFacts::default();
    facts.set_flag("police_listed", case.listed);
    let input = VisitInput {
        by: case.by,
        grade: case.grade,
        steps: case.steps,
        credit: case.credit,
        facts: &facts,
        last_visit: case.last.map(day),
        on_file_since: day("2026-03-10"),
        open_complaint: case.complaint.map(day),
    };
    next_due(&input, pack, &pack.working_calendar())
}

fn due(case: &Case<'_>) -> Option<(String, String)> {
    due_with(&default_pack(), case).map(|due| (due.date.to_string(), due.reason))
}

#[track_caller]
fn assert_due(case: &Case<'_>, date: &str, reason: &str) {
    assert_eq!(due(case), Some((date.to_owned(), reason.to_owned())));
}

/// S0-19, S2-27.
#[test]
fn grade_and_credit_give_the_interval() {
    use CreditGrade::{A, B, C, D};
    for (grade, credit, date) in [
        ("low", A, "2027-03-10"),
        ("low", B, "2026-09-10"),
        ("low", C, "2026-07-10"),
        ("low", D, "2026-06-10"),
        ("general", A, "2026-09-10"),
        ("elevated", B, "2026-05-10"),
        ("elevated", C, "2026-04-10"),
        ("major", C, "2026-03-24"),
        ("major", D, "2026-03-17"),
    ] {
        let case = Case {
            grade,
            credit: Some(credit),
            ..GRID
        };
        assert_due(&case, date, "grade_credit");
    }
    assert_due(
        &Case {
            credit: None,
            ..GRID
        },
        "2026-09-10",
        "grade_credit",
    );
    assert_due(&Case { last: None, ..GRID }, "2026-09-10", "grade_credit");
    let month_end = Case {
        grade: "elevated",
        credit: Some(C),
        last: Some("2026-01-31"),
        ..GRID
    };
    assert_due(&month_end, "2026-02-28", "grade_credit");
}

#[test]
fn the_township_comes_only_where_the_table_says_so() {
    let town = Case {
        by: Visitor::Town,
        ..GRID
    };
    assert_eq!(due(&town), None);
    let major = Case {
        grade: "major",
        credit: Some(CreditGrade::A),
        ..town
    };
    assert_due(&major, "2026-06-10", "grade_credit");
}

#[test]
fn self_checks_have_their_own_rhythm() {
    let own = Case {
        by: Visitor::SelfCheck,
        ..GRID
    };
    assert_due(&own, "2026-06-10", "self_check");
    let complaint = Case {
        complaint: Some("2026-03-11"),
        ..own
    };
    assert_due(&complaint, "2026-06-10", "self_check");
}

/// S3-11.
#[test]
fn the_police_visit_what_they_list_in_every_month() {
    let police = Case {
        by: Visitor::Police,
        ..GRID
    };
    assert_eq!(due(&police), None, "not listed");
    let listed = Case {
        listed: true,
        ..police
    };
    assert_due(&listed, "2026-04-30", "police_listed_monthly");
    assert_due(
        &Case {
            last: Some("2026-01-31"),
            ..listed
        },
        "2026-02-28",
        "police_listed_monthly",
    );
    assert_due(
        &Case {
            last: Some("2026-12-01"),
            ..listed
        },
        "2027-01-31",
        "police_listed_monthly",
    );
    assert_due(
        &Case {
            last: None,
            ..listed
        },
        "2026-03-31",
        "police_listed_monthly",
    );
}

#[test]
fn everything_is_visited_once_a_year_whatever_the_table_says() {
    let mut pack = default_pack();
    pack.frequency.visits.clear();
    let due = due_with(&pack, &GRID).unwrap();
    assert_eq!(
        (due.date, due.reason.as_str()),
        (day("2027-12-31"), "yearly")
    );
    let never = due_with(&pack, &Case { last: None, ..GRID }).unwrap();
    assert_eq!(never.date, day("2026-12-31"));
}

/// S2-27: 无事不扰, and a complaint overrides it.
#[test]
fn a_complaint_overrides_and_good_ones_are_left_in_peace() {
    let pack = default_pack();
    let good = Case {
        credit: Some(CreditGrade::A),
        ..GRID
    };
    assert!(due_with(&pack, &good).unwrap().leave_in_peace);
    assert!(!due_with(&pack, &GRID).unwrap().leave_in_peace, "credit B");
    let plan = due_with(&pack, &good).unwrap();
    let eve = plan.date.pred_opt().unwrap();
    assert!(plan.is_left_in_peace_on(eve));
    assert!(!plan.is_left_in_peace_on(plan.date), "the plan's own visit");
    let other = due_with(&pack, &GRID).unwrap();
    assert!(!other.is_left_in_peace_on(other.date.pred_opt().unwrap()));
    let complained = Case {
        complaint: Some("2026-04-30"),
        ..good
    };
    let due = due_with(&pack, &complained).unwrap();
    // Three working days from the eve of the May holidays.
    assert_eq!(
        (due.date, due.reason.as_str()),
        (day("2026-05-08"), "complaint")
    );
    assert!(!due.leave_in_peace);
}

/// S0-15.
#[test]
fn the_due_list_is_in_the_order_of_work() {
    let rules = default_pack().risk;
    let at = |date: &str| NextDue {
        date: day(date),
        reason: "grade_credit".to_owned(),
        times_a_year: Some(1),
        leave_in_peace: false,
    };
    let list = due_list(
        [
            (id(1), "low".to_owned(), at("2026-09-08")),
            (id(2), "low".to_owned(), at("2026-09-07")),
            (id(4), "major".to_owned(), at("2026-09-07")),
            (id(3), "major".to_owned(), at("2026-09-07")),
            (id(5), "low".to_owned(), at("2026-09-01")),
        ],
        &rules,
        day("2026-09-07"),
    );
    let order: Vec<RecordId> = list.iter().map(|entry| entry.premises).collect();
    assert_eq!(order, [id(5), id(3), id(4), id(2), id(1)]);
    assert_eq!(list[0].state, DueState::Overdue { days: 6 });
    assert_eq!(list[1].state, DueState::Today);
    assert_eq!(list[4].state, DueState::Later { days: 1 });
}

/// S4-05, S4-07.
#[test]
fn the_month_has_a_check_day_and_a_recheck_day() {
    let pack = default_pack();
    let calendar = pack.working_calendar();
    let plan = |inspected: &[&str], today: &str| {
        let inspected: Vec<NaiveDate> = inspected.iter().map(|text| day(text)).collect();
        month_plan(&pack.calendar, &calendar, &inspected, day(today))
    };
    let early = plan(&["2026-08-07"], "2026-09-01");
    assert_eq!(early.check_day, Some(day("2026-09-07")));
    assert_eq!(
        early.check_day_state,
        CheckDayState::Upcoming,
        "August does not count"
    );
    assert_eq!(early.recheck_day, Some(day("2026-09-21")));
    assert_eq!(early.recheck_until, Some(day("2026-09-30")));
    assert_eq!(
        plan(&[], "2026-09-07").check_day_state,
        CheckDayState::Today
    );
    assert_eq!(
        plan(&["2026-09-11"], "2026-09-20").check_day_state,
        CheckDayState::Missed
    );
    let done = plan(&["2026-09-07", "2026-09-08"], "2026-09-20").check_day_state;
    assert_eq!(done, CheckDayState::Done(day("2026-09-08")));
    assert!(!plan(&[], "2027-03-01").calendar_known);
}

#[test]
fn rechecks_of_the_month() {
    let notice = |n: u8, issued: &str, due: &str, life_threat| OpenNotice {
        rectification: id(n),
        issued_on: day(issued),
        due_on: day(due),
        life_threat,
    };
    let open = [
        notice(1, "2026-09-07", "2026-09-22", false),
        notice(2, "2026-09-07", "2026-10-08", false),
        notice(3, "2026-08-07", "2026-08-22", false),
        notice(4, "2026-09-08", "2026-09-23", true),
    ];
    let list = recheck_list(&open, day("2026-09-21"));
    let order: Vec<RecordId> = list.iter().map(|notice| notice.rectification).collect();
    assert_eq!(order, [id(4), id(3), id(1)], "the one due in October waits");
}

/// S4-09.
#[test]
fn a_village_is_walked_from_monday_to_sunday() {
    // 2026-09-07 is a Monday.
    assert_eq!(
        week_of(day("2026-09-13")),
        (day("2026-09-07"), day("2026-09-13"))
    );
    assert_eq!(week_of(day("2026-09-07")).0, day("2026-09-07"));
    let week = |walked: &[&str], today: &str| {
        let walked: Vec<NaiveDate> = walked.iter().map(|text| day(text)).collect();
        village_week(&walked, day(today))
    };
    let done = week(&["2026-09-06", "2026-09-08"], "2026-09-10");
    assert_eq!(
        (done.done_on, done.weeks_missed),
        (Some(day("2026-09-08")), Some(0))
    );
    let missed = week(&["2026-08-20"], "2026-09-10");
    assert_eq!((missed.done_on, missed.weeks_missed), (None, Some(2)));
    assert_eq!(week(&["2026-09-11"], "2026-09-10").done_on, None, "not yet");
    assert_eq!(week(&[], "2026-09-10").weeks_missed, None);
}

#[test]
fn a_week_begins_on_the_day_of_the_policy() {
    let week = |date: &str, starts_on| {
        let (first, last) = week_starting(day(date), starts_on);
        (first.to_string(), last.to_string())
    };
    let texts = |first: &str, last: &str| (first.to_owned(), last.to_owned());
    // 2026-09-10 is a Thursday.
    for (starts_on, first, last) in [
        (0, "2026-09-07", "2026-09-13"),
        (1, "2026-09-07", "2026-09-13"),
        (4, "2026-09-10", "2026-09-16"),
        (5, "2026-09-04", "2026-09-10"),
        (7, "2026-09-06", "2026-09-12"),
    ] {
        assert_eq!(week("2026-09-10", starts_on), texts(first, last));
        assert_eq!(week(first, starts_on), texts(first, last), "its first day");
        assert_eq!(week(last, starts_on), texts(first, last), "its last day");
    }
    // Over the end of a year.
    assert_eq!(week("2027-01-01", 1), texts("2026-12-28", "2027-01-03"));
}

/// S0-18, S0-19: nobody is late on the day a grade rises with what it asks for since then.
#[test]
fn a_rise_of_the_grade_asks_for_nothing_before_it() {
    let step = |on: &str, grade: &str| GradeStep {
        on: day(on),
        grade: grade.to_owned(),
    };
    let due_after = |steps: &[GradeStep], last: &str| {
        let case = Case {
            grade: steps.last().map_or("low", |it| it.grade.as_str()),
            last: Some(last),
            steps,
            ..GRID
        };
        due(&case).unwrap()
    };
    let table: [(&[GradeStep], &str, &str, &str); 7] = [
        // Every second month since March: over in May, but asked for in August only.
        (
            &[step("2026-01-01", "low"), step("2026-08-02", "elevated")],
            "2026-03-10",
            "2026-08-09",
            "grade_raised",
        ),
        // The new interval is not over yet when the grade rises.
        (
            &[step("2026-01-01", "low"), step("2026-04-02", "elevated")],
            "2026-03-10",
            "2026-05-10",
            "grade_credit",
        ),
        // What was owed by the grade before stays owed, also if it is late.
        (
            &[step("2026-01-01", "low"), step("2026-09-08", "elevated")],
            "2026-03-10",
            "2026-09-10",
            "grade_credit",
        ),
        (
            &[step("2026-01-01", "low"), step("2026-10-02", "elevated")],
            "2026-03-10",
            "2026-09-10",
            "grade_credit",
        ),
        // A rise upon a rise does not put off the first one.
        (
            &[
                step("2026-01-01", "low"),
                step("2026-08-02", "elevated"),
                step("2026-08-06", "major"),
            ],
            "2026-03-10",
            "2026-08-09",
            "grade_raised",
        ),
        // Since the last visit nothing has changed.
        (
            &[step("2026-01-01", "low"), step("2026-03-10", "elevated")],
            "2026-03-10",
            "2026-05-10",
            "grade_credit",
        ),
        // What has fallen again asks for what it does now.
        (
            &[
                step("2026-01-01", "low"),
                step("2026-06-02", "elevated"),
                step("2026-06-30", "low"),
            ],
            "2026-03-10",
            "2026-09-10",
            "grade_credit",
        ),
    ];
    for (steps, last, date, reason) in table {
        let expected = (date.to_owned(), reason.to_owned());
        assert_eq!(due_after(steps, last), expected, "{steps:?}");
    }
    // The grace is the pack's, and never longer than the new interval.
    let mut pack = default_pack();
    let steps = [step("2026-01-01", "low"), step("2026-08-02", "major")];
    let with = |pack: &PolicyPack, credit| {
        let case = Case {
            grade: "major",
            credit: Some(credit),
            last: Some("2026-07-01"),
            steps: &steps,
            ..GRID
        };
        due_with(pack, &case).unwrap().date
    };
    assert_eq!(pack.frequency.raised_grace_days, 7);
    pack.frequency.raised_grace_days = 20;
    assert_eq!(with(&pack, CreditGrade::A), day("2026-08-22"));
    assert_eq!(with(&pack, CreditGrade::D), day("2026-08-09"), "每周");
    pack.frequency.raised_grace_days = 0;
    assert_eq!(with(&pack, CreditGrade::A), day("2026-08-02"), "that day");
    // A pack of before has it, and one with the usual days reads as of before.
    let written = |pack: &PolicyPack| serde_json::to_value(&pack.frequency).unwrap();
    assert_eq!(written(&pack)["raised_grace_days"], 0);
    let usual = written(&default_pack());
    assert!(usual.get("raised_grace_days").is_none(), "{usual}");
    pack.frequency.raised_grace_days = 367;
    assert!(PolicyPack::parse(pack.to_json().as_bytes()).is_err());
}
