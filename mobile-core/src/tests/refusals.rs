//! Every operation's refused case: typed, with its reason, and nothing is changed.

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::hazard::keys as hazard_keys;
use wangge_domain::inspection::InspectionMode;
use wangge_domain::lifecycle::{Event, Responsible, ReturnReason, Status};
use wangge_domain::people::Role;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_domain::{Digest, GridId, RecordId};

use super::inspection_loop::{answer_all, start};
use crate::testing::{STROKES, Scene, TestPhone, photo, premises_fields};
use crate::{
    AnswerInput, CoreError, HazardInput, NoticeInput, QuickReport, RecheckInput, ServiceInput,
    SignatureInput, StartInspection, SubmitInspection,
};

#[track_caller]
pub(super) fn reason<T: std::fmt::Debug>(result: Result<T, CoreError>) -> String {
    match result {
        Err(CoreError::NotAllowed(reason)) => reason.code,
        other => panic!("expected a refusal with a reason: {other:?}"),
    }
}

pub(super) fn begin() -> StartInspection {
    StartInspection {
        mode: InspectionMode::Regular,
        checklist: None,
        position: None,
        inspectors: String::new(),
    }
}

fn hazard_of(phone: &TestPhone, premises: RecordId, number: u8) -> RecordId {
    let report = QuickReport {
        premises,
        photo: photo(number),
        description: "楼道堆放杂物".to_owned(),
        life_threat: false,
    };
    phone.core.quick_report(&report).unwrap()
}

pub(super) fn notice(days: u32) -> NoticeInput {
    NoticeInput {
        issuer: "village".to_owned(),
        deadline: DeadlineSpec::Days {
            days,
            calendar: DayKind::Natural,
        },
        responsible: Responsible {
            unit: "张记小吃店".to_owned(),
            leader: "张某".to_owned(),
            person: "李某".to_owned(),
            phone: String::new(),
        },
    }
}

/// S3-15.
#[tokio::test]
async fn without_a_certificate_on_that_day_nobody_starts_an_inspection() {
    let scene = Scene::new().await;
    let certified = scene.worker(0).await;
    let premises = certified.premises("张记小吃店");
    certified.sync().await;
    let grid = scene.relay.grid(0);
    let worker = scene.person(Role::GridWorker, grid, false).await;
    assert_eq!(
        reason(worker.core.start_inspection(premises, &begin())),
        "no_certificate"
    );
    certified.core.start_inspection(premises, &begin()).unwrap();
    // The certificate of the other one runs out while the phone is offline.
    scene.pass(31 * 24 * 3600 * 1000);
    assert_eq!(
        reason(certified.core.start_inspection(premises, &begin())),
        "no_certificate"
    );
    assert!(
        certified
            .core
            .list_inspections(Some(premises), 10)
            .unwrap()
            .len()
            == 1
    );
}

#[tokio::test]
async fn grids_and_premises_beyond_ones_own_are_refused() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let other = scene.relay.with(|world| world.grids[1]);
    let fields = premises_fields("张记小吃店");
    let elsewhere = worker.core.create_premises(other, &fields);
    assert_eq!(elsewhere, Err(CoreError::UnknownGrid));
    let nowhere = worker
        .core
        .create_premises(GridId::from_bytes([9; 16]), &fields);
    assert_eq!(nowhere, Err(CoreError::UnknownGrid));
    let unknown = RecordId::from_bytes([9; 16]);
    assert_eq!(
        worker.core.start_inspection(unknown, &begin()),
        Err(CoreError::UnknownRecord)
    );
    assert_eq!(
        worker.core.get_premises(unknown),
        Err(CoreError::UnknownRecord)
    );
    assert_eq!(
        worker.core.get_record(unknown),
        Err(CoreError::UnknownRecord)
    );
    let grid = scene.relay.grid(0);
    let auditor = scene.person(Role::Auditor, grid, true).await;
    let premises = worker.premises("张记小吃店");
    worker.sync().await;
    auditor.sync().await;
    let refused = auditor.core.start_inspection(premises, &begin());
    assert_eq!(reason(refused), "no_permission");
    let edits = [(keys::NAME.to_owned(), Scalar::from("改名"))]
        .into_iter()
        .collect();
    assert_eq!(
        reason(auditor.core.edit_premises(premises, &edits)),
        "no_permission"
    );
    assert_eq!(auditor.core.status().unwrap().pending, 0);
}

#[tokio::test]
async fn an_incomplete_premises_is_not_put_on_file() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let grid = worker.core.my_grids().unwrap()[0].grid;
    let mut fields = premises_fields("张记小吃店");
    fields.insert(keys::CATEGORY.to_owned(), "no_such_category".into());
    fields.remove(keys::NAME);
    let CoreError::Incomplete(findings) = worker.core.create_premises(grid, &fields).unwrap_err()
    else {
        panic!("it is incomplete");
    };
    let codes: Vec<&str> = findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
    assert_eq!(codes, ["value_missing", "category_unknown"]);
    assert!(
        worker
            .core
            .list_premises(None, None, 10)
            .unwrap()
            .is_empty()
    );
    let premises = worker.premises("张记小吃店");
    let same = premises_fields("张记小吃店");
    assert_eq!(
        reason(worker.core.edit_premises(premises, &same)),
        "same_version"
    );
    let near = worker.core.near_duplicates(grid, &same, None).unwrap();
    assert_eq!(
        near[0].premises, premises,
        "and the same house is found before"
    );
    assert!(
        worker
            .core
            .near_duplicates(grid, &same, Some(premises))
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn checklists_of_another_version_and_answers_that_do_not_fit_are_refused() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let old = StartInspection {
        checklist: Some(("RH".to_owned(), "1999.1".to_owned())),
        ..begin()
    };
    let CoreError::WrongChecklist { wanted, in_force } =
        worker.core.start_inspection(premises, &old).unwrap_err()
    else {
        panic!("the version is not in force");
    };
    assert_eq!(
        (wanted.as_str(), in_force.starts_with("RH ")),
        ("RH 1999.1", true)
    );
    let nowhere = StartInspection {
        position: Some((999_999_999, 105_927_000, 12)),
        ..begin()
    };
    let refused = worker
        .core
        .start_inspection(premises, &nowhere)
        .unwrap_err();
    assert!(refused.to_string().contains("定位"), "{refused}");
    let report = worker.core.withdraw(premises, "重复\u{7}登记").unwrap_err();
    assert!(report.to_string().contains("看不见"), "{report}");
    let inspection = start(&worker, premises);
    let answer = |item: &str, value: Option<Scalar>| {
        let input = AnswerInput {
            item: item.to_owned(),
            value,
            ..AnswerInput::default()
        };
        worker.core.answer(inspection, &input)
    };
    assert!(matches!(
        answer("XX-99", None),
        Err(CoreError::UnknownItem { item }) if item == "XX-99"
    ));
    assert!(matches!(
        answer("RH-13", Some("两个".into())),
        Err(CoreError::InvalidInput(_))
    ));
    answer("RH-13", Some(Scalar::Int(2))).unwrap();
    let note = AnswerInput {
        item: "RH-13".to_owned(),
        note: Some("\u{1b}[2J合格".to_owned()),
        ..AnswerInput::default()
    };
    let refused = worker.core.answer(inspection, &note).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("看不见的控制字符：检查项 RH-13"),
        "{refused}"
    );
    // Half answered, it cannot be submitted, and everything missing is named.
    let submit = SubmitInspection::default();
    let CoreError::Incomplete(findings) = worker
        .core
        .submit_inspection(inspection, &submit)
        .unwrap_err()
    else {
        panic!("it is incomplete");
    };
    assert!(findings.len() > 10);
    assert_eq!(
        worker.core.get_record(inspection).unwrap().state.status,
        Status::Draft
    );
    // A visit that ended at the door needs its evidence.
    let locked = SubmitInspection {
        outcome: Some(("locked".to_owned(), String::new())),
        ..SubmitInspection::default()
    };
    assert_eq!(
        worker
            .core
            .submit_inspection(inspection, &locked)
            .unwrap_err()
            .code(),
        "incomplete"
    );
    worker.photo_of(inspection, "", 1);
    worker.core.submit_inspection(inspection, &locked).unwrap();
}

#[tokio::test]
async fn signatures_under_something_else_are_void() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let inspection = start(&worker, premises);
    let statement = worker.core.get_record(inspection).unwrap().statement;
    let signature = SignatureInput {
        strokes: STROKES.to_vec(),
        signer: "王秀英".to_owned(),
        role: "owner".to_owned(),
        statement,
    };
    let forged = SignatureInput {
        statement: Digest([1; 32]),
        ..signature.clone()
    };
    assert_eq!(
        worker.core.sign(inspection, &forged),
        Err(CoreError::SignatureVoid)
    );
    for (strokes, why) in [
        (&b""[..], "nothing"),
        (b"M0,0 L10,10", "not what a paper can draw"),
        (
            br#"{"format":1,"width":9,"height":9,"strokes":[[[5,5]]]}"#,
            "a tap",
        ),
    ] {
        let bad = SignatureInput {
            strokes: strokes.to_vec(),
            ..signature.clone()
        };
        let refused = worker.core.sign(inspection, &bad).unwrap_err();
        assert!(matches!(refused, CoreError::InvalidInput(_)), "{why}");
        assert!(refused.to_string().contains("笔迹"), "{refused}");
    }
    let somebody = SignatureInput {
        role: "emperor".to_owned(),
        ..signature.clone()
    };
    let refused = worker.core.sign(inspection, &somebody).unwrap_err();
    assert!(refused.to_string().contains("签名人身份"), "{refused}");
    let nameless = SignatureInput {
        signer: " ".to_owned(),
        ..signature.clone()
    };
    assert!(matches!(
        worker.core.sign(inspection, &nameless),
        Err(CoreError::InvalidInput(_))
    ));
    worker.core.sign(inspection, &signature).unwrap();
    // Two people may sign the same.
    let second = SignatureInput {
        signer: "李某".to_owned(),
        ..signature
    };
    worker.core.sign(inspection, &second).unwrap();
    let view = worker.core.get_record(inspection).unwrap();
    assert!(view.signatures.len() == 2 && view.signatures.iter().all(|it| it.holds));
    answer_all(&worker, inspection, &[]);
    let submitted = worker
        .core
        .submit_inspection(inspection, &SubmitInspection::default());
    assert_eq!(submitted, Err(CoreError::SignatureVoid));
    let unknown = worker.core.drop_signature(inspection, uuid::Uuid::nil());
    assert_eq!(unknown, Err(CoreError::UnknownRecord));
}

#[tokio::test]
async fn every_step_of_the_loop_out_of_turn_is_refused_with_its_reason() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let officer = scene.officer().await;
    let core = &worker.core;
    let premises = worker.premises("张记小吃店");
    let hazard = hazard_of(&worker, premises, 1);
    let pending = core.status().unwrap().pending;
    assert_eq!(
        reason(core.feedback(hazard, "好了", Vec::new(), true)),
        "not_in_this_state"
    );
    assert_eq!(
        reason(core.request_extension(hazard, 5, "缺料")),
        "not_in_this_state"
    );
    let mailed = ServiceInput::Mailed {
        tracking: "EMS1000001".to_owned(),
    };
    assert_eq!(
        reason(core.serve_notice(hazard, &mailed)),
        "not_in_this_state"
    );
    assert_eq!(
        reason(core.verify_fix(hazard, None, "")),
        "not_in_this_state"
    );
    assert_eq!(reason(core.reject_fix(hazard, "假的")), "not_in_this_state");
    assert_eq!(reason(core.accept(hazard)), "nothing_submitted");
    assert_eq!(reason(core.void(hazard, "误报")), "no_permission");
    assert_eq!(reason(core.urge(hazard, 3)), "no_permission");
    assert_eq!(
        reason(core.escalate(hazard, "PSB", "逾期")),
        "no_permission"
    );
    assert_eq!(reason(core.approve_extension(hazard, 3)), "no_permission");
    assert_eq!(
        reason(core.refuse_extension(hazard, "不准")),
        "no_permission"
    );
    let passed = RecheckInput::Passed {
        with: Vec::new(),
        photos: Vec::new(),
    };
    assert_eq!(reason(core.recheck(hazard, passed)), "no_permission");
    let nobody = Responsible::default();
    assert_eq!(
        reason(core.set_responsible(hazard, nobody)),
        "responsible_missing"
    );
    assert_eq!(
        reason(core.issue_notice(hazard, &notice(400))),
        "deadline_out_of_limits"
    );
    let unknown = NoticeInput {
        issuer: "nobody".to_owned(),
        ..notice(15)
    };
    assert_eq!(
        reason(core.issue_notice(hazard, &unknown)),
        "unknown_issuer"
    );
    assert_eq!(
        core.status().unwrap().pending,
        pending,
        "nothing of it was sealed"
    );
    let number = core.issue_notice(hazard, &notice(15)).unwrap();
    assert!(
        number.ends_with("-1"),
        "refusals use up no numbers: {number}"
    );
    assert_eq!(
        reason(core.issue_notice(hazard, &notice(15))),
        "not_in_this_state"
    );
    let unmailed = ServiceInput::Mailed {
        tracking: " ".to_owned(),
    };
    assert_eq!(
        reason(core.serve_notice(hazard, &unmailed)),
        "tracking_missing"
    );
    let foreign = ServiceInput::Posted {
        photo: RecordId::from_bytes([8; 16]),
    };
    assert_eq!(
        core.serve_notice(hazard, &foreign),
        Err(CoreError::UnknownRecord)
    );
    core.serve_notice(hazard, &mailed).unwrap();
    assert_eq!(
        reason(core.request_extension(hazard, 99, "缺料")),
        "extension_days"
    );
    assert_eq!(
        reason(core.request_extension(hazard, 5, " ")),
        "reason_missing"
    );
    core.request_extension(hazard, 5, "缺料").unwrap();
    worker.sync().await;
    officer.sync().await;
    assert_eq!(
        reason(officer.core.approve_extension(hazard, 6)),
        "extension_days"
    );
    officer.core.approve_extension(hazard, 5).unwrap();
    let alone = RecheckInput::Passed {
        with: Vec::new(),
        photos: Vec::new(),
    };
    assert_eq!(
        reason(officer.core.recheck(hazard, alone)),
        "not_in_this_state"
    );
    assert_eq!(reason(officer.core.urge(hazard, 3)), "not_in_this_state");
    officer.sync().await;
    worker.sync().await;
    core.feedback(hazard, "已清理", Vec::new(), true).unwrap();
    worker.sync().await;
    officer.sync().await;
    let alone = RecheckInput::Passed {
        with: Vec::new(),
        photos: Vec::new(),
    };
    assert_eq!(
        reason(officer.core.recheck(hazard, alone)),
        "too_few_people"
    );
    let worker_id = core.status().unwrap().user.unwrap();
    let unfit = RecheckInput::Passed {
        with: vec![worker_id],
        photos: Vec::new(),
    };
    let code = reason(officer.core.recheck(hazard, unfit));
    assert!(["unqualified_checker", "same_person", "photo_after_missing"].contains(&code.as_str()));
}

#[tokio::test]
async fn reviews_need_what_they_cite() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let officer = scene.officer().await;
    let premises = worker.premises("张记小吃店");
    worker.sync().await;
    officer.sync().await;
    assert_eq!(reason(worker.core.accept(premises)), "no_permission");
    let none: Vec<ReturnReason> = Vec::new();
    assert_eq!(
        reason(officer.core.return_record(premises, none)),
        "reason_missing"
    );
    officer.core.accept(premises).unwrap();
    // A premises without its four responsible parties is not accepted (S0-05).
    let grid = worker.core.my_grids().unwrap()[0].grid;
    let mut fields = premises_fields("李家出租房");
    fields.remove(keys::TERRITORY_NAME);
    let lacking = worker.core.create_premises(grid, &fields).unwrap();
    worker.sync().await;
    officer.sync().await;
    assert_eq!(reason(officer.core.accept(lacking)), "responsible_missing");
    let withdrawn = worker.core.withdraw(lacking, "登记错误");
    assert_eq!(reason(withdrawn), "change_status_instead");
    let event = Event::PremisesStatus {
        status: Status::Closed,
        reason: "停业".to_owned(),
        merged_into: None,
        open_hazards: Vec::new(),
    };
    assert_eq!(
        reason(worker.core.act(lacking, event.clone())),
        "no_permission"
    );
    officer.core.act(lacking, event).unwrap();
}

#[tokio::test]
async fn a_visit_of_a_census_needs_its_evidence() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let core = &worker.core;
    assert_eq!(
        core.census_visit(premises, "abducted", "")
            .unwrap_err()
            .code(),
        "incomplete"
    );
    assert_eq!(
        core.census_visit(premises, "locked", "")
            .unwrap_err()
            .code(),
        "incomplete"
    );
    assert_eq!(
        core.census_visit(premises, "refused", " ")
            .unwrap_err()
            .code(),
        "incomplete"
    );
    core.census_visit(premises, "refused", "户主不开门")
        .unwrap();
    worker.photo_of(premises, "", 1);
    core.census_visit(premises, "moved", "").unwrap();
    let row = core.list_premises(None, None, 10).unwrap().remove(0);
    // The visit says what was found; closing the file is an officer's act.
    assert_eq!(row.status, Status::Active);
    assert_eq!(row.census.unwrap().0, "moved");
}

#[tokio::test]
async fn hazards_without_photo_or_department_stay_drafts() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let hazard = worker
        .core
        .draft_hazard(&HazardInput::new(premises, "占用通道"))
        .unwrap();
    let CoreError::Incomplete(findings) = worker.core.raise_hazard(hazard).unwrap_err() else {
        panic!("a photo is missing");
    };
    assert_eq!(findings[0].code, "photo_missing");
    worker.photo_of(hazard, "", 1);
    let edits = [(hazard_keys::DEPARTMENT.to_owned(), Scalar::from("NOBODY"))].into();
    worker.core.edit_hazard(hazard, &edits).unwrap();
    assert_eq!(
        worker.core.raise_hazard(hazard).unwrap_err().code(),
        "incomplete"
    );
    let edits = [(hazard_keys::DEPARTMENT.to_owned(), Scalar::from("PSB"))].into();
    worker.core.edit_hazard(hazard, &edits).unwrap();
    let raised = worker.core.raise_hazard(hazard).unwrap();
    assert!(
        raised
            .advice
            .iter()
            .any(|finding| finding.code == "photos_few")
    );
    assert_eq!(
        reason(worker.core.raise_hazard(hazard)),
        "not_in_this_state"
    );
    let edits = [("no conflict".to_owned(), Scalar::Null)];
    let resolved = worker
        .core
        .resolve_conflict(hazard, &edits[0].0, &edits[0].1);
    assert!(matches!(resolved, Err(CoreError::InvalidInput(_))));
}
