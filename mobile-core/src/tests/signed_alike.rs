//! Two names over one and the same strokes are no two signatures.

use wangge_domain::RecordId;
use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::lifecycle::{Responsible, Status};

use super::inspection_loop::{answer_all, start};
use super::refusals::reason;
use crate::testing::{STROKES, Scene, TestPhone, photo, strokes_of};
use crate::{CoreError, NoticeInput, QuickReport, ServiceInput, SignatureInput, SubmitInspection};

fn signed(
    phone: &TestPhone,
    record: RecordId,
    who: (&str, &str),
    strokes: &[u8],
) -> SignatureInput {
    SignatureInput {
        strokes: strokes.to_vec(),
        signer: who.0.to_owned(),
        role: who.1.to_owned(),
        statement: phone.core.get_record(record).unwrap().statement,
    }
}

#[tokio::test]
async fn a_visit_signed_in_one_hand_under_two_names_is_not_handed_in() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let visit = start(&worker, premises);
    answer_all(&worker, visit, &[]);
    let sign = |who, strokes: &[u8]| {
        let input = signed(&worker, visit, who, strokes);
        worker.core.sign(visit, &input).unwrap()
    };
    sign(("王秀英", "owner"), STROKES);
    let copied = sign(("李某", "inspector"), STROKES);
    let submit = SubmitInspection::default();
    let refused = worker.core.submit_inspection(visit, &submit);
    let Err(CoreError::NotAllowed(why)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        (why.code.as_str(), why.rule.as_str()),
        ("signed_alike", "S4-06")
    );
    let view = worker.core.get_record(visit).unwrap();
    assert_eq!(view.state.status, Status::Draft);
    assert_eq!(view.signatures.len(), 2, "what was signed is kept");

    // Whoever signs in their own hand hands it in.
    worker.core.drop_signature(visit, copied).unwrap();
    sign(("李某", "inspector"), &strokes_of("李某"));
    worker.core.submit_inspection(visit, &submit).unwrap();
    worker.sync().await;
    let state = worker.core.get_record(visit).unwrap().state;
    assert_eq!(state.status, Status::Submitted);
}

#[tokio::test]
async fn two_witnesses_in_one_hand_prove_no_service() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let report = QuickReport {
        premises,
        photo: photo(1),
        description: "楼道堆放杂物".to_owned(),
        life_threat: false,
    };
    let hazard = worker.core.quick_report(&report).unwrap();
    let notice = NoticeInput {
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
    };
    worker.core.issue_notice(hazard, &notice).unwrap();
    let refusal = |second: &[u8]| ServiceInput::Refused {
        witnesses: vec![
            signed(&worker, hazard, ("见证人甲", "witness"), STROKES),
            signed(&worker, hazard, ("见证人乙", "witness"), second),
        ],
        note: "当事人拒绝签字".to_owned(),
    };
    let alike = worker.core.serve_notice(hazard, &refusal(STROKES));
    assert_eq!(reason(alike), "signed_alike");
    let view = worker.core.get_record(hazard).unwrap();
    assert!(view.signatures.is_empty(), "nothing was written");
    let own = refusal(&strokes_of("见证人乙"));
    worker.core.serve_notice(hazard, &own).unwrap();

    // Nor does the owner sign with what another has drawn under the same words.
    let other = worker.premises("李记小吃店");
    let report = QuickReport {
        premises: other,
        photo: photo(2),
        ..report
    };
    let second = worker.core.quick_report(&report).unwrap();
    worker.core.issue_notice(second, &notice).unwrap();
    let early = signed(&worker, second, ("来人", "tenant"), STROKES);
    worker.core.sign(second, &early).unwrap();
    let owner = signed(&worker, second, ("王秀英", "owner"), STROKES);
    let copied = worker
        .core
        .serve_notice(second, &ServiceInput::Signed(owner));
    assert_eq!(reason(copied), "signed_alike");
    worker.sync().await;
    let state = worker.core.get_record(hazard).unwrap().state;
    assert_eq!(state.status, Status::Served);
}
