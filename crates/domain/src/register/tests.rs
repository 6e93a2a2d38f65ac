use chrono::NaiveDate;

use super::*;
use crate::control::{ControlError, ControlEvent, ControlRow, ControlState, Grid, GridLevel};
use crate::{GridId, Timestamp};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn township() -> ControlState {
    let mut state = ControlState::default();
    let grid = Grid {
        grid: GridId::from_bytes([1; 16]),
        level: GridLevel::Large,
        parent: None,
        code: "1".to_owned(),
        name: "镇".to_owned(),
        head: None,
        valid_from: day("2026-01-01"),
        valid_until: None,
        boundary: Vec::new(),
    };
    apply(&mut state, ControlEvent::GridSet(grid)).unwrap();
    state
}

fn apply(state: &mut ControlState, event: ControlEvent) -> Result<(), ControlError> {
    let row = ControlRow {
        seq: state.seq + 1,
        received_at: Timestamp(0),
        event,
    };
    state.apply(&row)
}

fn unknown(key: &str, from: &str, until: Option<&str>, entry: &str) -> RegisterRow {
    RegisterRow {
        register: "of_a_later_version".to_owned(),
        key: key.to_owned(),
        from: day(from),
        until: until.map(day),
        entry: entry.to_owned(),
        set_by: None,
        reason: String::new(),
    }
}

#[test]
fn the_last_row_that_has_begun_decides_and_history_stays() {
    let mut state = township();
    for row in [
        unknown("a", "2026-01-01", None, "1"),
        unknown("a", "2026-06-01", None, "2"),
        unknown("a", "2026-06-01", Some("2026-07-31"), "3"),
    ] {
        apply(&mut state, ControlEvent::RegisterSet(row)).unwrap();
    }
    let on = |date| {
        let line = state
            .registers
            .line_on("of_a_later_version", "a", day(date));
        line.map(|line| line.row.entry.clone())
    };
    assert_eq!(on("2025-12-31"), None);
    assert_eq!(on("2026-05-31").as_deref(), Some("1"));
    assert_eq!(on("2026-07-31").as_deref(), Some("3"));
    assert_eq!(
        on("2026-08-01"),
        None,
        "ended, and the first does not come back"
    );
    assert_eq!(state.registers.history("of_a_later_version").count(), 3);
}

#[test]
fn rows_without_a_key_or_with_an_end_before_the_start_change_nothing() {
    let mut state = township();
    let before = state.registers.clone();
    let mut odd = unknown("a", "2026-06-02", Some("2026-06-01"), "1");
    let refused = apply(&mut state, ControlEvent::RegisterSet(odd.clone()));
    assert_eq!(
        refused,
        Err(ControlError::Register(RegisterError::EmptyPeriod))
    );
    odd.until = None;
    odd.key = " ".to_owned();
    assert!(apply(&mut state, ControlEvent::RegisterSet(odd.clone())).is_err());
    odd.key = "a".to_owned();
    odd.entry = "x".repeat(RegisterRow::MAX_ENTRY_BYTES + 1);
    assert!(apply(&mut state, ControlEvent::RegisterSet(odd)).is_err());
    assert_eq!(state.registers, before);
}

#[test]
fn a_mistyped_key_of_an_entry_is_found_before_it_is_written() {
    let kind = register_kind("department_plan").unwrap();
    let policy = crate::policy::default_pack();
    let mut row = RegisterRow::of(
        "CIVIL",
        day("2026-01-01"),
        &DepartmentPlan {
            department: "CIVIL".to_owned(),
            categories: vec!["nursing_home".to_owned()],
            every: crate::policy::Period::Month,
            contact: String::new(),
        },
    )
    .unwrap();
    assert_eq!(kind.check_write(&row, &township(), &policy), Ok(None));
    row.entry = row.entry.replace("contact", "contct");
    let refused = kind.check_write(&row, &township(), &policy).unwrap_err();
    assert_eq!(refused.code(), "entry_unreadable");
    assert!(refused.to_string().contains("contct"), "{refused}");
    assert_eq!(refused.zh(), "条目内容无法识别：contct");
    // The place alone in Chinese words; what the reader says of it is in the English ones.
    row.entry = row.entry.replace("\"month\"", "\"fortnight\"");
    let refused = kind.check_write(&row, &township(), &policy).unwrap_err();
    assert_eq!(refused.zh(), "条目内容无法识别：every");
    assert!(refused.to_string().contains("fortnight"), "{refused}");
    row.entry = "[]".to_owned();
    let refused = kind.check_write(&row, &township(), &policy).unwrap_err();
    assert!(refused.zh().starts_with("条目内容无法识别"), "{refused}");
}

#[test]
fn registers_are_listed_once_and_by_name() {
    let names: Vec<_> = known_registers().iter().map(|kind| kind.name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(names, sorted);
}

#[test]
fn a_measure_opens_at_once_and_is_lifted_after_calm_days_in_a_row() {
    let rule = DynamicRule {
        zh: "隐患集中".to_owned(),
        open_when: crate::checklist::Condition::parse("open_general>=3").unwrap(),
        keep_when: crate::checklist::Condition::parse("open_general>=1").unwrap(),
        calm_days: 5,
        grade: "elevated".to_owned(),
        measure: "约谈".to_owned(),
        every: crate::policy::Period::Week,
    };
    let place = (
        crate::RecordId::from_bytes([3; 16]),
        GridId::from_bytes([1; 16]),
    );
    let step = |open: i64, standing: Option<&ControlMeasure>, on: &str| {
        let mut facts = crate::premises::PremisesFacts::default();
        facts.set_number("open_general", open);
        evaluate_dynamic("many", &rule, place, &facts, standing, day(on))
    };
    assert_eq!(step(2, None, "2026-09-01"), None);
    let open = step(3, None, "2026-09-01").unwrap();
    assert_eq!(
        step(1, Some(&open), "2026-09-02"),
        None,
        "kept below the threshold"
    );
    let calm = step(0, Some(&open), "2026-09-03").unwrap();
    assert_eq!(calm.calm_since, Some(day("2026-09-03")));
    let again = step(1, Some(&calm), "2026-09-05").unwrap();
    assert_eq!(again.calm_since, None, "the count begins anew");
    assert_eq!(step(0, Some(&calm), "2026-09-07"), None);
    let lifted = step(0, Some(&calm), "2026-09-08").unwrap();
    assert!(lifted.lifted);
    assert_eq!(step(2, Some(&lifted), "2026-09-09"), None);
    assert!(
        !step(3, Some(&lifted), "2026-09-10").unwrap().lifted,
        "it may open again"
    );
}

/// A station's power over stop-use, resting on this document and naming these words.
fn stop_use(basis: &str, words: &[&str]) -> RegisterRow {
    let power = DelegatedPower {
        township: GridId::from_bytes([1; 16]),
        power: "stop_use".to_owned(),
        zh: "临时停用".to_owned(),
        body: "station".to_owned(),
        source: PowerSource::Conferred,
        basis: basis.to_owned(),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
    };
    RegisterRow::of(&power.key(), day("2026-01-01"), &power).unwrap()
}

#[test]
fn a_power_rests_on_a_document_that_can_be_read() {
    let grid = GridId::from_bytes([1; 16]);
    let policy = crate::policy::default_pack();
    let kind = register_kind("delegated_power").unwrap();
    let on = day("2026-09-01");
    for (basis, founded) in [("县政发〔2026〕9号", true), ("\u{200b}\u{3164}", false)] {
        let mut state = township();
        let row = stop_use(basis, &[]);
        let written = kind.check_write(&row, &state, &policy);
        assert_eq!(written.is_ok(), founded, "{basis:?}");
        // What an older version has let into the log stays there, and opens nothing.
        apply(&mut state, ControlEvent::RegisterSet(row)).unwrap();
        let asked = may_issue(&state, "stop_use", "station", grid, on);
        assert_eq!(asked.is_ok(), founded, "{basis:?}");
        let user = crate::UserId(uuid::Uuid::from_u128(1));
        state.credentials.push(crate::people::Credential {
            user,
            kind: crate::people::Credential::ENFORCEMENT.to_owned(),
            number: "执1".to_owned(),
            issuer: String::new(),
            valid_from: day("2026-01-01"),
            valid_until: day("2027-01-01"),
        });
        let held = held_powers(&state, user, ("station", grid), on);
        assert_eq!(held.len(), usize::from(founded), "{basis:?}");
    }
    let made_up = stop_use("县政发〔2026〕9号", &["处死"]);
    let refused = kind
        .check_write(&made_up, &township(), &policy)
        .unwrap_err();
    assert_eq!(refused.code(), "power_words_unknown");
}

/// The code of the refusal of a row that is about to be written; empty: it is taken.
fn refused<E: RegisterEntry>(control: &ControlState, key: &str, entry: &E) -> &'static str {
    let kind = register_kind(E::REGISTER).unwrap();
    let row = RegisterRow::of(key, day("2026-09-01"), entry).unwrap();
    let policy = crate::policy::default_pack();
    let written = kind.check_write(&row, control, &policy);
    written.err().map_or("", |error| error.code())
}

/// A role of the person of these tests over a grid.
fn role_over(grid: GridId) -> crate::people::RoleGrant {
    crate::people::RoleGrant {
        user: crate::UserId(uuid::Uuid::from_u128(1)),
        role: crate::people::Role::StationOfficer,
        scope: crate::people::Scope::Subtree(grid),
        from: Timestamp(0),
        until: None,
        department: None,
    }
}

/// A township with a village in it: its state, and the two grids.
fn township_and_village() -> (ControlState, GridId, GridId) {
    let (town, village) = (GridId::from_bytes([1; 16]), GridId::from_bytes([2; 16]));
    let mut state = township();
    let mut grid = state.grids[&town].clone();
    grid.grid = village;
    grid.level = GridLevel::Medium;
    grid.parent = Some(town);
    grid.code = "2".to_owned();
    apply(&mut state, ControlEvent::GridSet(grid)).unwrap();
    (state, town, village)
}

#[test]
fn what_is_about_a_township_names_one() {
    let (mut state, town, village) = township_and_village();
    state.grants.push(role_over(town));
    for (grid, code) in [(town, ""), (village, "township_unknown")] {
        let profile = StationProfile {
            township: grid,
            station_class: "class1".to_owned(),
            town_class: None,
            fire_station: None,
            rounding: None,
            note: String::new(),
        };
        assert_eq!(refused(&state, &grid.to_string(), &profile), code);
        let posting = PostingEntry {
            user: crate::UserId(uuid::Uuid::from_u128(1)),
            post: crate::staffing::Post::Clerk,
            township: grid,
        };
        assert_eq!(refused(&state, "p1", &posting), code);
        let quota = EnforcementQuota {
            year: 2026,
            township: Some(grid),
            cases: 12,
            months: vec![1; 12],
        };
        assert_eq!(refused(&state, &quota.key(), &quota), code);
    }
}

#[test]
fn a_quota_is_of_a_year_that_is_near_and_more_than_nothing() {
    let (mut state, town, _) = township_and_village();
    let total = |year: i32, cases: u32, months: Vec<u32>| EnforcementQuota {
        year,
        township: None,
        cases,
        months,
    };
    for (quota, code) in [
        (total(2026, 6, Vec::new()), ""),
        (total(2027, 6, Vec::new()), ""),
        (total(2025, 6, Vec::new()), "quota_year"),
        (total(20_260, 6, Vec::new()), "quota_year"),
        (total(2026, 0, Vec::new()), "quota_total"),
        (total(2026, 6, vec![6]), "quota_total"),
    ] {
        assert_eq!(refused(&state, &quota.key(), &quota), code, "{quota:?}");
    }
    let share = EnforcementQuota {
        year: 2026,
        township: Some(town),
        cases: 6,
        months: [vec![0; 11], vec![6]].concat(),
    };
    for quota in [total(2026, 6, Vec::new()), share] {
        let row = RegisterRow::of(&quota.key(), day("2026-09-01"), &quota).unwrap();
        apply(&mut state, ControlEvent::RegisterSet(row)).unwrap();
    }
    let less = total(2026, 5, Vec::new());
    assert_eq!(refused(&state, "2026", &less), "split_exceeds_total");
}

#[test]
fn a_fine_has_an_amount_and_nothing_else_has_one() {
    let state = township();
    let case = |result: &str, fine_fen: u64| EnforcementCase {
        township: GridId::from_bytes([1; 16]),
        power: "fire_lane_penalty".to_owned(),
        body: "station".to_owned(),
        premises: crate::RecordId::from_bytes([3; 16]),
        hazard: None,
        officers: Vec::new(),
        result: result.to_owned(),
        fine_fen,
        case_number: None,
    };
    for (result, fen, code) in [
        ("fine", 50_000, ""),
        ("警告并处罚款", 50_000, ""),
        ("warning", 0, ""),
        ("不予处罚", 0, ""),
        ("fine", 0, "fine_does_not_fit"),
        ("罚款", 0, "fine_does_not_fit"),
        ("warning", 50_000, "fine_does_not_fit"),
        ("fine", 100_000_000, ""),
        ("fine", 100_000_001, "fine_too_large"),
        ("罚款", u64::MAX, "fine_too_large"),
    ] {
        let found = refused(&state, "青罚〔2026〕1号", &case(result, fen));
        assert_eq!(found, code, "{result} {fen}");
    }
    // The limit is data of the pack; one from before it has none.
    let kind = register_kind(EnforcementCase::REGISTER).unwrap();
    let row = RegisterRow::of("青罚〔2026〕1号", day("2026-09-01"), &case("fine", 60_000)).unwrap();
    for (most, code) in [(0, ""), (600, ""), (599, "fine_too_large")] {
        let mut policy = crate::policy::default_pack();
        policy.cases.most_fine_yuan = most;
        let written = kind.check_write(&row, &state, &policy);
        assert_eq!(
            written.err().map_or("", |error| error.code()),
            code,
            "{most}"
        );
    }
}

#[test]
fn a_threshold_is_kept_below_where_it_opens() {
    let state = township();
    let rule = |open: &str, keep: &str, calm_days: u32| DynamicRule {
        zh: "隐患集中".to_owned(),
        open_when: crate::checklist::Condition::parse(open).unwrap(),
        keep_when: crate::checklist::Condition::parse(keep).unwrap(),
        calm_days,
        grade: "elevated".to_owned(),
        measure: "约谈".to_owned(),
        every: crate::policy::Period::Week,
    };
    let flat = "threshold_without_hysteresis";
    for (open, keep, calm, code) in [
        ("open_general>=3", "open_general>=1", 5, ""),
        ("open_general>=3", "open_general>1", 5, ""),
        ("open_general>=3 && floors>=2", "open_general>=2", 5, ""),
        ("police_listed", "police_listed", 5, ""),
        ("open_general>=3", "open_general>=3", 5, flat),
        ("open_general>=3", "open_general>2", 5, flat),
        ("open_general>=3", "open_general>=4", 5, flat),
        ("open_general>=3", "floors>=2", 5, flat),
        (
            "open_general>=3 && floors>=2",
            "open_general>=1 && floors>=2",
            5,
            flat,
        ),
        ("open_general>=3", "open_general>=1", 0, "calm_days_missing"),
    ] {
        let found = refused(&state, "many", &rule(open, keep, calm));
        assert_eq!(found, code, "{open} / {keep} / {calm}");
    }
}

#[test]
fn the_same_case_is_not_entered_twice() {
    let mut state = township();
    let case = |premises: u8, power: &str, number: Option<&str>| EnforcementCase {
        township: GridId::from_bytes([1; 16]),
        power: power.to_owned(),
        body: "station".to_owned(),
        premises: crate::RecordId::from_bytes([premises; 16]),
        hazard: None,
        officers: Vec::new(),
        result: "warning".to_owned(),
        fine_fen: 0,
        case_number: number.map(str::to_owned),
    };
    let mut enter = |key: &str, case: &EnforcementCase| {
        state.registers.enter(RegisterLine {
            row: RegisterRow::of(key, day("2026-09-01"), case).unwrap(),
            seq: 1,
            received_at: Timestamp(0),
        });
    };
    enter("e6", &case(3, "fire_lane_penalty", None));
    enter("n6", &case(4, "fire_lane_penalty", Some("案1")));
    for (again, code) in [
        (case(3, "fire_lane_penalty", None), "case_alike"),
        // A number of the second alone tells nothing.
        (case(3, "fire_lane_penalty", Some("案2")), "case_alike"),
        (case(4, "fire_lane_penalty", Some(" 案1 ")), "case_alike"),
        (case(4, "fire_lane_penalty", Some(" ")), "case_alike"),
        (case(4, "fire_lane_penalty", Some("案2")), ""),
        (case(5, "fire_lane_penalty", None), ""),
        (case(3, "stop_use", None), ""),
    ] {
        assert_eq!(refused(&state, "e7", &again), code, "{again:?}");
    }
    let kind = register_kind(EnforcementCase::REGISTER).unwrap();
    let again = case(3, "fire_lane_penalty", None);
    let write = |on: &str| {
        let row = RegisterRow::of("e7", day(on), &again).unwrap();
        kind.check_write(&row, &state, &crate::policy::default_pack())
    };
    assert!(
        write("2026-09-01").unwrap_err().zh().contains("e6"),
        "named"
    );
    assert!(write("2026-09-02").is_ok(), "another day is another case");
}

#[test]
fn a_result_on_paper_is_one_that_the_lesson_can_have() {
    let mut state = township();
    let lesson = Lesson {
        title: "电动自行车火灾防范".to_owned(),
        text: String::new(),
        questions: vec![
            Question {
                text: "火警电话".to_owned(),
                options: vec!["110".to_owned(), "119".to_owned()],
                answer: 1,
            };
            2
        ],
        pass_mark: 2,
        certificate_days: 0,
    };
    let row = RegisterRow::of("L1", day("2026-01-01"), &lesson).unwrap();
    apply(&mut state, ControlEvent::RegisterSet(row)).unwrap();
    let held = Some(("张主任", "镇政府二楼会议室"));
    for (lesson, score, passed, held, code) in [
        ("L1", 2, true, held, ""),
        ("L1", 1, false, held, ""),
        ("L1", 99, true, held, "score_out_of_range"),
        ("L1", 3, true, held, "score_out_of_range"),
        ("L1", 1, true, held, "pass_mark_not_kept"),
        ("L1", 2, false, held, "pass_mark_not_kept"),
        ("L1", 2, true, None, "exam_without_holder"),
        ("L1", 2, true, Some(("张主任", "。")), "exam_without_holder"),
        ("L1", 2, true, Some((" ", "镇政府")), "exam_without_holder"),
        // Attendance at a course has no marks.
        ("秋训", 0, true, None, ""),
        ("秋训", 1, true, held, "score_out_of_range"),
    ] {
        let record = TrainingRecord {
            user: crate::UserId(uuid::Uuid::from_u128(1)),
            lesson: lesson.to_owned(),
            answers: None,
            score,
            passed,
            examiner: held.map(|(who, _)| who.to_owned()),
            exam_place: held.map(|(_, place)| place.to_owned()),
        };
        let key = record.key(day("2026-09-01"));
        assert_eq!(refused(&state, &key, &record), code, "{record:?}");
    }
}

#[test]
fn what_has_happened_has_not_happened_on_a_day_to_come() {
    let user = crate::UserId(uuid::Uuid::from_u128(1));
    let record = TrainingRecord {
        user,
        lesson: "秋训".to_owned(),
        answers: None,
        score: 0,
        passed: true,
        examiner: None,
        exam_place: None,
    };
    let on = day("2026-09-01");
    let row = RegisterRow::of(&record.key(on), on, &record).unwrap();
    let kind = register_kind("training_record").unwrap();
    for (today, code) in [
        ("2026-08-31", "day_to_come"),
        ("2026-09-01", ""),
        ("2026-09-02", ""),
    ] {
        let checked = kind.check_day(&row, day(today));
        let found = checked.err().map_or("", |error| error.code());
        assert_eq!(found, code, "{today}");
    }
    // One of before that stands ahead of its day counts when the day has come.
    let mut book = RegisterBook::default();
    book.enter(RegisterLine {
        row,
        seq: 1,
        received_at: Timestamp(0),
    });
    let people = [user].into();
    let year = (day("2026-01-01"), day("2026-12-31"));
    for (today, count) in [("2026-08-31", 0), ("2026-09-01", 1)] {
        let trained = trained_between(&book, &people, year, day(today));
        assert_eq!(trained.len(), count, "{today}");
    }
    // What is to be done has its day ahead of it.
    let plan = unknown("a", "2026-10-01", None, "{}");
    let job = RegisterRow {
        register: "lesson".to_owned(),
        entry: r#"{"title":"课","text":"","questions":[],"pass_mark":1}"#.to_owned(),
        ..plan
    };
    let kind = register_kind("lesson").unwrap();
    assert_eq!(kind.check_day(&job, on), Ok(()));
}

#[test]
fn an_objection_is_decided_once_for_a_day_by_another_with_a_reason() {
    let mut state = township();
    let decided = |on: &str, by: u8, reason: &str| DecidedObjection {
        record: crate::RecordId::from_bytes([7; 16]),
        worker: crate::UserId::from_bytes([1; 16]),
        code: "overdue_task".to_owned(),
        day: day(on),
        by: crate::UserId::from_bytes([by; 16]),
        upheld: true,
        reason: reason.to_owned(),
    };
    let row = |one: &DecidedObjection| RegisterRow::of(&one.key(), day("2026-10-09"), one).unwrap();
    let first = row(&decided("2026-10-01", 9, "属实"));
    assert_eq!(check_row(&first, &state), Ok(()));
    apply(&mut state, ControlEvent::RegisterSet(first)).unwrap();
    for (one, code) in [
        (decided("2026-10-01", 9, "改主意"), "objection_decided"),
        (decided("2026-11-01", 1, "属实"), "own_objection"),
        (decided("2026-11-01", 9, " "), "objection_needs_reason"),
    ] {
        let refused = check_row(&row(&one), &state).unwrap_err();
        assert_eq!(refused.code(), code);
    }
    let another = decided("2026-11-01", 9, "属实");
    assert_eq!(check_row(&row(&another), &state), Ok(()), "another day");
    let mut elsewhere = row(&another);
    elsewhere.key.push('x');
    let refused = check_row(&elsewhere, &state).unwrap_err();
    assert_eq!(refused.code(), "key_mismatch");
}
