//! The main job: inspect offline, sync, review, rectify, recheck, close.

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::checklist::{AnswerResult, AnswerType, PhotoRule};
use wangge_domain::control::ControlEvent;
use wangge_domain::inspection::{InspectionMode, PhotoStage};
use wangge_domain::lifecycle::{Event, Responsible, ReturnReason, Status};
use wangge_domain::people::{Role, RoleGrant, Scope};
use wangge_domain::record::Scalar;
use wangge_domain::{RecordId, Timestamp};

use crate::testing::{Scene, TestPhone, photo, strokes_of};
use crate::{
    AnswerInput, HazardFilter, HazardInput, NoticeInput, PhotoInput, RecheckInput, ServiceInput,
    SignatureInput, StartInspection, SubmitInspection,
};

pub(super) fn start(phone: &TestPhone, premises: RecordId) -> RecordId {
    let input = StartInspection {
        mode: InspectionMode::CheckDay,
        checklist: None,
        position: Some((29_356_000, 105_927_000, 12)),
        inspectors: String::new(),
    };
    phone.core.start_inspection(premises, &input).unwrap()
}

/// Answers every item, `failed` ones with fail; photographs what must be photographed.
pub(super) fn answer_all(phone: &TestPhone, inspection: RecordId, failed: &[&str]) {
    let policy = phone.core.policy().unwrap();
    let list = policy.checklists.by_code("RH").unwrap();
    for (number, item) in (0..).zip(&list.items) {
        let fails = failed.contains(&item.id.as_str());
        let value = match item.answer_type {
            AnswerType::PassFailNa => None,
            AnswerType::Number => Some(Scalar::Int(1)),
            AnswerType::Text => Some("正常".into()),
        };
        let result = if fails {
            AnswerResult::Fail
        } else {
            AnswerResult::Pass
        };
        let answer = AnswerInput {
            item: item.id.clone(),
            result: Some(result),
            value,
            ..AnswerInput::default()
        };
        phone.core.answer(inspection, &answer).unwrap();
        if fails || item.photo == PhotoRule::Always {
            phone.photo_of(inspection, &item.id, number);
        }
    }
}

fn sign(phone: &TestPhone, record: RecordId, signer: &str) -> SignatureInput {
    SignatureInput {
        strokes: strokes_of(signer),
        signer: signer.to_owned(),
        role: "owner".to_owned(),
        statement: phone.core.get_record(record).unwrap().statement,
    }
}

fn notice() -> NoticeInput {
    NoticeInput {
        issuer: "village".to_owned(),
        deadline: DeadlineSpec::Days {
            days: 15,
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

#[tokio::test]
async fn the_whole_loop_from_a_failed_item_to_its_closing() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let officer = scene.officer().await;
    let other = scene.officer().await;
    let policy = worker.core.policy().unwrap();
    let list = policy.checklists.by_code("RH").unwrap();
    let general = list
        .items
        .iter()
        .find(|item| {
            item.severity_on_fail == wangge_domain::checklist::ItemSeverity::General
                && !item.life_threat
        })
        .unwrap();

    // Offline: premises, inspection, hazard, notice.
    let premises = worker.premises("张记小吃店");
    let inspection = start(&worker, premises);
    answer_all(&worker, inspection, &[&general.id]);
    let signature = sign(&worker, inspection, "王秀英");
    worker.core.sign(inspection, &signature).unwrap();
    assert!(worker.core.get_record(inspection).unwrap().signatures[0].holds);
    let submit = SubmitInspection {
        raise_hazards: true,
        ..SubmitInspection::default()
    };
    let submitted = worker.core.submit_inspection(inspection, &submit).unwrap();
    assert_eq!(
        (submitted.hazards.len(), submitted.drafts.len()),
        (1, 0),
        "{submitted:?}"
    );
    let hazard = submitted.hazards[0];
    assert_eq!(
        worker.core.get_record(inspection).unwrap().state.status,
        Status::Submitted
    );
    let number = worker.core.issue_notice(hazard, &notice()).unwrap();
    assert!(
        number.starts_with("暂-K") && number.ends_with("-1"),
        "{number}"
    );
    let served = ServiceInput::Signed(sign(&worker, hazard, "王秀英"));
    worker.core.serve_notice(hazard, &served).unwrap();
    let rows = worker
        .core
        .list_hazards(&HazardFilter::default(), 10)
        .unwrap();
    assert_eq!(rows[0].notice_number.as_deref(), Some(number.as_str()));
    assert!(
        rows[0].pending && rows[0].status == Status::Served,
        "{rows:?}"
    );
    let waiting = worker.core.status().unwrap();
    assert!(waiting.pending > 3 && waiting.views.total > 0 && waiting.views.held == 0);

    // Online: everything arrives, the number becomes final, photos are held.
    let report = worker.sync().await;
    assert_eq!(report.refused, []);
    assert!(
        report.photos.sent > 0 && report.photos.left == 0,
        "{report:?}"
    );
    let status = worker.core.status().unwrap();
    assert_eq!((status.pending, status.drafts), (0, 0), "{status:?}");
    assert_eq!(status.views.held, status.views.total);
    assert_eq!(status.originals.held, status.originals.total);
    let rows = worker
        .core
        .list_hazards(&HazardFilter::default(), 10)
        .unwrap();
    let final_number = rows[0].notice_number.clone().unwrap();
    assert!(final_number.contains('〔'), "{final_number}");
    assert!(!rows[0].pending);

    // Review: returned once, corrected, accepted.
    officer.sync().await;
    let reasons = vec![ReturnReason {
        item: None,
        text: "请补充部位".to_owned(),
    }];
    // A reason about an item that the list does not have reaches nobody.
    let mut wrong = reasons.clone();
    wrong[0].item = Some("RH-999".to_owned());
    let refused = officer.core.return_record(inspection, wrong).unwrap_err();
    assert!(
        matches!(&refused, crate::CoreError::UnknownItem { item } if item == "RH-999"),
        "{refused:?}"
    );
    officer.core.return_record(inspection, reasons).unwrap();
    officer.sync().await;
    worker.sync().await;
    // The worker sees it without knowing where to look.
    assert_eq!(worker.core.status().unwrap().returned, 1);
    let waiting = worker.core.list_drafts(10).unwrap();
    let listed = waiting.iter().find(|row| row.record == inspection);
    assert_eq!(listed.unwrap().status, Status::Returned);
    let returned = worker.core.get_record(inspection).unwrap();
    assert_eq!(returned.state.status, Status::Returned);
    assert_eq!(returned.state.return_reasons[0].text, "请补充部位");
    let answer = AnswerInput {
        item: general.id.clone(),
        part: Some("二楼走廊".to_owned()),
        ..AnswerInput::default()
    };
    worker.core.answer(inspection, &answer).unwrap();
    // What was signed has changed: the signature is void, and a new one is needed.
    let void = worker
        .core
        .submit_inspection(inspection, &submit)
        .unwrap_err();
    assert_eq!(void.code(), "signature_void");
    let view = worker.core.get_record(inspection).unwrap();
    assert!(!view.signatures[0].holds);
    // The owner signs anew; the old signature stays as evidence and bars nothing.
    worker
        .core
        .sign(inspection, &sign(&worker, inspection, "王秀英"))
        .unwrap();
    let correction = SubmitInspection {
        correction: Some("补充部位".to_owned()),
        raise_hazards: true,
        ..SubmitInspection::default()
    };
    let again = worker
        .core
        .submit_inspection(inspection, &correction)
        .unwrap();
    assert!(again.hazards.is_empty(), "the hazard is not raised twice");
    worker.sync().await;
    officer.sync().await;
    officer.core.accept(inspection).unwrap();

    // Put right, rechecked by two, closed.
    let after = PhotoInput {
        original: photo(200),
        stage: PhotoStage::After,
        ..PhotoInput::default()
    };
    let after = worker.core.attach_photo(hazard, &after).unwrap().photo;
    worker
        .core
        .feedback(hazard, "已清理", vec![after], true)
        .unwrap();
    worker.sync().await;
    officer.sync().await;
    let view = officer.core.get_record(hazard).unwrap();
    // What the owner signed when the notice was served still stands beside the later photo.
    assert!(view.signatures.iter().all(|it| it.holds), "{view:?}");
    assert_eq!(view.signatures.len(), 1);
    assert_eq!(view.state.status, Status::Rechecking);
    assert!(
        view.allowed
            .iter()
            .any(|action| action.0 == "recheck_passed"),
        "{:?}",
        view.allowed
    );
    let recheck = |photo| RecheckInput::Passed {
        with: vec![other.core.status().unwrap().user.unwrap()],
        photos: vec![photo],
    };
    // What reported the work does not show that somebody looked at it.
    let refused = officer.core.recheck(hazard, recheck(after)).unwrap_err();
    assert!(
        format!("{refused:?}").contains("photo_same_file"),
        "{refused:?}"
    );
    let seen = PhotoInput {
        original: photo(201),
        stage: PhotoStage::Recheck,
        ..PhotoInput::default()
    };
    let seen = officer.core.attach_photo(hazard, &seen).unwrap().photo;
    officer.core.recheck(hazard, recheck(seen)).unwrap();
    officer.sync().await;
    worker.sync().await;
    let closed = worker.core.get_record(hazard).unwrap();
    assert_eq!(closed.state.status, Status::Closed);
    assert!(closed.state.close_out_number.is_some());
    assert_eq!(
        worker.core.get_record(inspection).unwrap().state.status,
        Status::Accepted
    );
    let history = worker.core.history(hazard).unwrap();
    let names: Vec<&str> = history.iter().map(|entry| entry.event.as_str()).collect();
    assert_eq!(
        names,
        [
            "found",
            "notice_issued",
            "served",
            "feedback",
            "recheck_passed"
        ]
    );
    let view = worker.core.get_premises(premises).unwrap();
    assert_eq!((view.hazards.len(), view.inspections.len()), (1, 1));
    assert!(view.row.last_visit.is_some());
}

/// Takes the old signature out of the record, as an app does before it is signed anew.
#[tokio::test]
async fn a_report_with_a_refused_photo_or_without_words_begins_nothing() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let report = |photo: Vec<u8>, description: &str| crate::QuickReport {
        premises,
        photo,
        description: description.to_owned(),
        life_threat: false,
    };
    let foreign = worker
        .core
        .quick_report(&report(b"GIF89a".to_vec(), "占用通道"));
    assert_eq!(foreign.unwrap_err().code(), "photo_refused");
    let silent = worker.core.quick_report(&report(photo(1), "  "));
    assert_eq!(silent.unwrap_err().code(), "incomplete");
    let all = crate::HazardFilter::default();
    assert!(worker.core.list_hazards(&all, 10).unwrap().is_empty());
}

#[tokio::test]
async fn refused_signatures_take_two_witnesses() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let hazard = worker
        .core
        .quick_report(&crate::QuickReport {
            premises,
            photo: photo(1),
            description: "楼道堆放杂物".to_owned(),
            life_threat: false,
        })
        .unwrap();
    worker.core.issue_notice(hazard, &notice()).unwrap();
    let refuse = |signers: &[&str]| ServiceInput::Refused {
        witnesses: signers
            .iter()
            .map(|signer| sign(&worker, hazard, signer))
            .collect(),
        note: "当事人拒绝签字".to_owned(),
    };
    let one = worker
        .core
        .serve_notice(hazard, &refuse(&["见证人甲"]))
        .unwrap_err();
    assert!(one.zh().contains("见证人"), "{one}");
    let same = worker
        .core
        .serve_notice(hazard, &refuse(&["见证人甲", "见证人甲"]));
    assert_eq!(same.unwrap_err().code(), "not_allowed");
    worker
        .core
        .serve_notice(hazard, &refuse(&["见证人甲", "见证人乙"]))
        .unwrap();
    let view = worker.core.get_record(hazard).unwrap();
    assert_eq!(view.state.status, Status::Served);
    assert_eq!(view.signatures.len(), 2);
    let report = worker.sync().await;
    assert_eq!(report.refused, []);
    assert_eq!(
        worker.core.get_record(hazard).unwrap().state.status,
        Status::Served
    );
}

#[tokio::test]
async fn neg_077_nobody_verifies_the_own_fix() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let officer = scene.officer().await;
    let premises = worker.premises("张记小吃店");
    let hazard = worker
        .core
        .quick_report(&crate::QuickReport {
            premises,
            photo: photo(1),
            description: "灭火器过期".to_owned(),
            life_threat: false,
        })
        .unwrap();
    let before = worker.core.get_record(hazard).unwrap().photos[0].row.record;
    let same = worker.core.fix_on_spot(hazard, before, before);
    assert_eq!(same.unwrap_err().code(), "not_allowed");
    let after = worker.photo_of(hazard, "", 2);
    worker.core.fix_on_spot(hazard, before, after).unwrap();
    let own = worker.core.verify_fix(hazard, Some("station"), "属实");
    assert_eq!(own.unwrap_err().code(), "not_allowed");
    worker.sync().await;
    officer.sync().await;
    officer
        .core
        .verify_fix(hazard, Some("station"), "属实")
        .unwrap();
    officer.sync().await;
    worker.sync().await;
    assert_eq!(
        worker.core.get_record(hazard).unwrap().state.status,
        Status::Closed
    );
    // What its papers show stands from now on: neither words nor photos are added.
    let words = (
        wangge_domain::hazard::keys::DESCRIPTION.to_owned(),
        Scalar::from("改写"),
    );
    let rewritten = worker.core.edit_hazard(hazard, &[words].into());
    let one_more = PhotoInput {
        original: photo(3),
        ..PhotoInput::default()
    };
    let photographed = worker.core.attach_photo(hazard, &one_more);
    for refused in [rewritten.unwrap_err(), photographed.unwrap_err()] {
        assert!(
            matches!(
                &refused,
                crate::CoreError::NotAllowed(reason)
                    if reason.code == "record_closed" && reason.rule == "S4-06"
            ),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn an_act_is_judged_before_its_photos_are_attached() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let officer = scene.officer().await;
    let premises = worker.premises("张记小吃店");
    let report = |number| crate::QuickReport {
        premises,
        photo: photo(number),
        description: "灭火器过期".to_owned(),
        life_threat: false,
    };
    let hazard = worker.core.quick_report(&report(1)).unwrap();
    let before = worker.core.get_record(hazard).unwrap().photos[0].row.record;
    let after = worker.photo_of(hazard, "", 2);
    worker.core.fix_on_spot(hazard, before, after).unwrap();
    // That the officer is of the police in another grid says nothing here.
    let user = officer.core.status().unwrap().user.unwrap();
    scene.relay.with(move |world| {
        world.control(&ControlEvent::RoleGranted(RoleGrant {
            user,
            role: Role::Police,
            scope: Scope::Subtree(world.grids[1]),
            from: Timestamp(0),
            until: None,
            department: None,
        }));
    });
    worker.sync().await;
    officer.sync().await;
    // Nobody named a body: the officer's own one numbers the closing.
    officer.core.verify_fix(hazard, None, "属实").unwrap();
    officer.sync().await;
    worker.sync().await;
    let state = worker.core.get_record(hazard).unwrap().state;
    assert_eq!(state.status, Status::Closed);
    assert!(
        state.close_out_number.is_some(),
        "no closing without a number"
    );
    let recheck = Event::RecheckFailed {
        reason: "又过期".to_owned(),
        photos: vec![wangge_domain::RecordId::from_bytes([7; 16])],
        with: Vec::new(),
    };
    let photos = officer.core.get_record(hazard).unwrap().photos.len();
    let refused = officer.core.may_act(hazard, &recheck).unwrap_err();
    assert_eq!(refused.code(), "not_allowed");
    assert_eq!(
        officer.core.get_record(hazard).unwrap().photos.len(),
        photos
    );
    assert_eq!(officer.core.status().unwrap().pending, 0);
    // A worker acts for no body: a clear word instead of a closing without a number.
    let second = officer.core.quick_report(&crate::QuickReport {
        photo: photo(3),
        ..report(3)
    });
    let second = second.unwrap();
    let before = officer.core.get_record(second).unwrap().photos[0]
        .row
        .record;
    let after = officer.photo_of(second, "", 4);
    officer.core.fix_on_spot(second, before, after).unwrap();
    officer.sync().await;
    worker.sync().await;
    let nobody = worker.core.verify_fix(second, None, "属实").unwrap_err();
    assert!(
        matches!(&nobody, crate::CoreError::NotAllowed(reason) if reason.code == "issuer_missing"),
        "{nobody:?}"
    );
}

#[tokio::test]
async fn one_item_open_twice_needs_a_word() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let core = &worker.core;
    let premises = worker.premises("张记小吃店");
    let draft = |number| {
        let mut input = HazardInput::new(premises, "出口锁闭");
        input.item = Some("RH-01".to_owned());
        input.interim_measures = "派人值守".to_owned();
        let hazard = core.draft_hazard(&input).unwrap();
        worker.photo_of(hazard, "RH-01", number);
        worker.photo_of(hazard, "RH-01", number + 1);
        hazard
    };
    let first = draft(10);
    core.raise_hazard(first).unwrap();
    let second = draft(20);
    let refused = core.raise_hazard(second).unwrap_err();
    let crate::CoreError::Incomplete(findings) = refused else {
        panic!("refused with what is open, not {refused:?}");
    };
    assert_eq!(findings[0].code, "hazard_open_already");
    assert_eq!(findings[0].detail, first.to_string());
    let another = (
        wangge_domain::hazard::keys::IS_ANOTHER.to_owned(),
        true.into(),
    );
    core.edit_hazard(second, &[another].into()).unwrap();
    core.raise_hazard(second).unwrap();
}

#[tokio::test]
async fn a_photo_too_small_to_show_anything_is_refused() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    // A whole PNG of one white pixel.
    let dot = [
        0x89, 0x50, 0x4e, 0x47, 0xd, 0xa, 0x1a, 0xa, 0, 0, 0, 0xd, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
        1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0xb, 0x49, 0x44, 0x41, 0x54,
        0x78, 0x9c, 0x63, 0xf8, 0xf, 4, 0, 9, 0xfb, 3, 0xfd, 0xfb, 0x5e, 0x6b, 0x2b, 0, 0, 0, 0,
        0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
    ];
    let input = PhotoInput {
        original: dot.to_vec(),
        ..PhotoInput::default()
    };
    let refused = worker.core.attach_photo(premises, &input).unwrap_err();
    assert!(
        matches!(&refused, crate::CoreError::PhotoRefused { code, .. } if code == "too_small"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_draft_is_counted_until_it_is_submitted() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    worker.sync().await;
    assert_eq!(worker.core.status().unwrap().drafts, 0);
    start(&worker, premises);
    assert_eq!(worker.core.status().unwrap().drafts, 1);
    worker.sync().await;
    assert_eq!(
        worker.core.status().unwrap().drafts,
        1,
        "carried along, not submitted"
    );
}
