use super::kit::{date, id, ratio, rules, user};
use crate::evaluation::{
    EvaluationError, LineNote, Objection, ObjectionDecision, WorkerCard, WorkerEvent, WorkerScore,
    explain_line, worker_score,
};

fn event(n: u8, code: &str, on: &str) -> WorkerEvent {
    WorkerEvent {
        worker: user(1),
        code: code.to_owned(),
        record: id(n),
        premises: Some(id(100 + n)),
        on: date(on),
        verified: true,
        reopens_own: false,
    }
}

fn at(place: u8, event: WorkerEvent) -> WorkerEvent {
    WorkerEvent {
        premises: Some(id(place)),
        ..event
    }
}

fn score(events: &[WorkerEvent]) -> WorkerScore {
    worker_score(user(1), date("2026-03-15"), events, &[], &rules().worker).unwrap()
}

fn notes(score: &WorkerScore) -> Vec<(i64, LineNote)> {
    score
        .lines
        .iter()
        .map(|line| (line.given, line.note))
        .collect()
}

#[test]
fn each_award_gives_its_points() {
    for (code, earned, deducted, review) in [
        ("valid_hazard", 2, 0, false),
        ("life_threat", 5, 0, false),
        ("suspected_major", 10, 0, false),
        ("closed_in_time", 1, 0, false),
        ("first_file", 1, 0, false),
        ("false_or_duplicate", 0, -2, false),
        ("fabricated_photo", 0, -20, true),
        ("overdue_task", 0, -2, false),
    ] {
        let score = score(&[event(1, code, "2026-03-01")]);
        assert_eq!(
            (score.earned, score.deducted, score.review),
            (earned, deducted, review),
            "{code}"
        );
        assert_eq!(score.points, earned, "never below the floor");
    }
    let unknown = worker_score(
        user(1),
        date("2026-03-15"),
        &[event(1, "smile", "2026-03-01")],
        &[],
        &rules().worker,
    );
    assert_eq!(
        unknown.unwrap_err(),
        EvaluationError::UnknownAward {
            code: "smile".to_owned()
        }
    );
}

#[test]
fn only_verified_events_of_this_worker_and_month_count() {
    let hazard = |on| event(1, "valid_hazard", on);
    let mut others = event(2, "valid_hazard", "2026-03-01");
    others.worker = user(2);
    let mut unverified = event(3, "valid_hazard", "2026-03-01");
    unverified.verified = false;
    let mut reopened = event(4, "valid_hazard", "2026-03-02");
    reopened.reopens_own = true;
    let events = [
        others,
        unverified,
        reopened,
        event(5, "valid_hazard", "2026-04-01"),
        hazard("2026-03-31"),
    ];
    let score = score(&events);
    assert_eq!(
        notes(&score),
        [
            (0, LineNote::NotVerified),
            (0, LineNote::OwnReopened),
            (2, LineNote::Counted)
        ]
    );
    assert_eq!((score.year, score.month, score.points), (2026, 3, 2));
}

#[test]
fn one_record_counts_once_by_its_greatest_award() {
    let table: [(&[WorkerEvent], i64); 5] = [
        (
            &[
                event(1, "valid_hazard", "2026-03-01"),
                event(1, "valid_hazard", "2026-03-09"),
            ],
            2,
        ),
        (
            &[
                event(1, "valid_hazard", "2026-03-01"),
                event(1, "life_threat", "2026-03-09"),
            ],
            5,
        ),
        (
            &[
                event(1, "closed_in_time", "2026-03-01"),
                event(1, "life_threat", "2026-03-09"),
            ],
            5,
        ),
        // Counted a month ago, by this or another award of the group.
        (
            &[
                event(1, "valid_hazard", "2026-02-28"),
                event(1, "valid_hazard", "2026-03-01"),
            ],
            0,
        ),
        (
            &[
                event(1, "valid_hazard", "2026-02-28"),
                event(1, "life_threat", "2026-03-01"),
            ],
            0,
        ),
    ];
    for (events, points) in table {
        assert_eq!(score(events).points, points, "{events:?}");
    }
    // An unverified copy displaces nothing, before or after.
    let mut copy = event(1, "life_threat", "2026-03-01");
    copy.verified = false;
    assert_eq!(
        score(&[copy, event(1, "valid_hazard", "2026-03-01")]).points,
        2
    );
}

#[test]
fn one_premises_gives_so_many_points_a_month() {
    let events = [
        at(100, event(1, "valid_hazard", "2026-03-01")),
        at(100, event(2, "valid_hazard", "2026-03-02")),
        at(100, event(3, "valid_hazard", "2026-03-03")),
        at(100, event(4, "valid_hazard", "2026-03-04")),
        at(101, event(5, "valid_hazard", "2026-03-05")),
        at(100, event(6, "suspected_major", "2026-03-06")),
    ];
    let score = score(&events);
    assert_eq!(
        notes(&score),
        [
            (2, LineNote::Counted),
            (2, LineNote::Counted),
            (1, LineNote::PlaceCap),
            (0, LineNote::PlaceCap),
            (2, LineNote::Counted),
            (10, LineNote::Counted),
        ]
    );
    assert_eq!(score.points, 17);
}

#[test]
fn awards_and_months_have_caps_and_deductions_come_off_after_them() {
    let files: Vec<_> = (1..=25)
        .map(|n| event(n, "first_file", "2026-03-01"))
        .collect();
    assert_eq!(score(&files).points, 20);
    assert_eq!(notes(&score(&files))[20], (0, LineNote::AwardCap));
    let mut majors: Vec<_> = (1..=12)
        .map(|n| event(n, "suspected_major", "2026-03-02"))
        .collect();
    assert_eq!(score(&majors).points, 100);
    assert_eq!(notes(&score(&majors))[10], (0, LineNote::MonthCap));
    // Nobody saves up points beyond the cap against a later deduction.
    majors.push(event(50, "fabricated_photo", "2026-03-03"));
    let with_fraud = score(&majors);
    assert_eq!(
        (with_fraud.earned, with_fraud.deducted, with_fraud.points),
        (100, -20, 80)
    );
    assert!(with_fraud.review);
}

#[test]
fn the_order_in_which_events_come_does_not_matter() {
    let mut events: Vec<_> = (1..=9)
        .map(|n| at(100 + n % 2, event(n, "valid_hazard", "2026-03-01")))
        .collect();
    events.push(event(1, "life_threat", "2026-03-02"));
    let forward = score(&events);
    events.reverse();
    assert_eq!(score(&events), forward);
}

fn objection(upheld: Option<bool>, by: u8, reason: &str) -> Objection {
    let decision = upheld.map(|upheld| ObjectionDecision {
        by: user(by),
        on: date("2026-04-03"),
        upheld,
        reason: reason.to_owned(),
    });
    Objection {
        code: "overdue_task".to_owned(),
        record: id(2),
        day: date("2026-03-02"),
        raised_on: date("2026-04-01"),
        text: "当日住院".to_owned(),
        decision,
    }
}

#[test]
fn an_objection_is_decided_by_another_with_a_reason() {
    let events = [
        event(1, "life_threat", "2026-03-01"),
        event(2, "overdue_task", "2026-03-02"),
    ];
    let judged = |objection| {
        worker_score(
            user(1),
            date("2026-03-01"),
            &events,
            &[objection],
            &rules().worker,
        )
        .map(|score| (score.points, score.lines[1].note, score.lines[1].disputed))
    };
    assert_eq!(
        judged(objection(None, 9, "")),
        Ok((3, LineNote::Counted, true))
    );
    assert_eq!(
        judged(objection(Some(false), 9, "无证明")),
        Ok((3, LineNote::Counted, false))
    );
    assert_eq!(
        judged(objection(Some(true), 9, "属实")),
        Ok((5, LineNote::TakenBack, false))
    );
    assert_eq!(
        judged(objection(Some(true), 9, " ")),
        Err(EvaluationError::ObjectionNeedsReason)
    );
    let own = EvaluationError::OwnObjection { worker: user(1) };
    assert_eq!(judged(objection(Some(true), 1, "属实")), Err(own));
}

#[test]
fn the_worker_reads_where_every_point_came_from() {
    let mut unverified = event(4, "valid_hazard", "2026-03-04");
    unverified.verified = false;
    let events = [
        at(100, event(1, "life_threat", "2026-03-01")),
        at(100, event(2, "valid_hazard", "2026-03-02")),
        event(3, "overdue_task", "2026-03-03"),
        unverified,
    ];
    let objections = [Objection {
        record: id(3),
        day: date("2026-03-03"),
        ..objection(None, 9, "")
    }];
    let month = worker_score(
        user(1),
        date("2026-03-01"),
        &events,
        &objections,
        &rules().worker,
    )
    .unwrap();
    let card = WorkerCard {
        coverage: ratio(&[1], &[2]),
        on_time: ratio(&[1], &[]),
        returned: ratio(&[], &[1]),
        truth: ratio(&[], &[]),
        months: vec![month],
    };
    assert_eq!(card.points(), 3);
    assert_eq!(
        card.lines(&rules().worker),
        [
            "检查覆盖率 1/2（50.00%）",
            "任务按时完成率 1/1（100.00%）",
            "检查退回率 0/1（0.00%）",
            "真实销号率 0/0（无应计对象）",
            "2026年3月 得5分，扣2分，合计3分",
            "2026-03-01 危及生命的有效隐患 +5分",
            "2026-03-02 有效隐患 +0分（应得+2分，同一场所本月最多5分）",
            "2026-03-03 本人任务逾期 -2分〔申诉处理中〕",
            "2026-03-04 有效隐患 +0分（应得+2分，尚未核实，暂不计分）",
        ]
    );
}

#[test]
fn an_objection_covers_the_deduction_of_its_day_alone() {
    let events = [
        event(2, "overdue_task", "2026-02-01"),
        event(2, "overdue_task", "2026-03-02"),
        event(2, "overdue_task", "2026-03-20"),
    ];
    let open = Objection {
        day: date("2026-03-20"),
        ..objection(None, 9, "")
    };
    let upheld = objection(Some(true), 9, "属实");
    let month = |on: &str, objections: &[Objection]| {
        worker_score(user(1), date(on), &events, objections, &rules().worker).unwrap()
    };
    let march = month("2026-03-01", &[upheld.clone(), open]);
    let lines: Vec<_> = march
        .lines
        .iter()
        .map(|it| (it.note, it.disputed, it.decision.is_some()))
        .collect();
    assert_eq!(
        lines,
        [
            (LineNote::TakenBack, false, true),
            (LineNote::Counted, true, false)
        ]
    );
    assert_eq!(march.deducted, -2);
    let february = month("2026-02-01", &[upheld]);
    assert_eq!(notes(&february), [(-2, LineNote::Counted)], "another month");

    // What was decided is told with its reason, upheld or not.
    let told = |upheld| {
        let score = month("2026-03-01", &[objection(Some(upheld), 9, "无证明")]);
        explain_line(&score.lines[0], &rules().worker)
    };
    assert_eq!(
        told(false),
        "2026-03-02 本人任务逾期 -2分〔申诉不成立：无证明〕"
    );
    assert_eq!(
        told(true),
        "2026-03-02 本人任务逾期 +0分（原扣2分，申诉成立，已撤销）〔申诉成立：无证明〕"
    );
}
