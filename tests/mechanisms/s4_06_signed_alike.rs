//! S4-06 亲笔签名: the same strokes stand for one person only; under two names they hand in no visit and prove no
//! service, on the phone and at the relay alike.

use wangge_domain::Digest;
use wangge_domain::lifecycle::{Event, ServiceProof, SignatureRef, Status};
use wangge_mobile_core::{ServiceInput, SignatureInput, SubmitInspection};

use crate::quick_hazard::quick_hazard;
use crate::support::{code_and_rule, notice, shop};
use crate::world::{Phone, World};

fn signed(
    phone: &Phone,
    record: wangge_domain::RecordId,
    signer: &str,
    hand: &str,
) -> SignatureInput {
    SignatureInput {
        strokes: wangge_tests::strokes_of(hand),
        signer: signer.to_owned(),
        role: "witness".to_owned(),
        statement: phone.core.get_record(record).expect("here").statement,
    }
}

/// A refusal before two witnesses, as a program of one's own would send it.
fn sent(hands: [u8; 2]) -> serde_json::Value {
    let witnesses = [("张大爷", hands[0]), ("刘婶", hands[1])];
    let witnesses = witnesses.map(|(signer, hand)| SignatureRef {
        signer: signer.to_owned(),
        role: "witness".to_owned(),
        strokes: Digest([hand; 32]),
        statement: Digest([9; 32]),
    });
    let event = Event::Served(ServiceProof::Refused {
        witnesses: witnesses.into(),
        note: "称老板不在".to_owned(),
    });
    serde_json::to_value(event).expect("it is JSON")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_the_same_strokes_stand_for_one_person_only() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let rule = ("signed_alike".to_owned(), "S4-06".to_owned());

    // A visit that two people signed in one hand.
    let visit = worker.start(premises).expect("the visit may begin");
    worker.answer_all(premises, visit, &[]);
    for signer in ["张大爷", "刘婶"] {
        let input = signed(&worker, visit, signer, "张大爷");
        worker.core.sign(visit, &input).expect("it is shown");
    }
    let input = SubmitInspection::default();
    let refused = worker.core.submit_inspection(visit, &input);
    assert_eq!(code_and_rule(refused.expect_err("one hand")), rule);
    let view = worker.core.get_record(visit).expect("here");
    let copied = view.signatures.iter().find(|it| it.signer == "刘婶");
    let copied = copied.expect("she is said to have signed").id;
    worker
        .core
        .drop_signature(visit, copied)
        .expect("a draft is signed anew");
    let own = signed(&worker, visit, "刘婶", "刘婶");
    worker.core.sign(visit, &own).expect("it is shown");
    worker
        .core
        .submit_inspection(visit, &input)
        .expect("two hands");

    // Witnesses of a refusal, on the phone and at the relay.
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    worker
        .core
        .issue_notice(hazard, &notice(15))
        .expect("the notice is complete");
    let refusal = |hand: &str| ServiceInput::Refused {
        witnesses: vec![
            signed(&worker, hazard, "张大爷", "张大爷"),
            signed(&worker, hazard, "刘婶", hand),
        ],
        note: "称老板不在".to_owned(),
    };
    let refused = worker.core.serve_notice(hazard, &refusal("张大爷"));
    assert_eq!(code_and_rule(refused.expect_err("one hand")), rule);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.act_refused(hazard, sent([1, 1])).await, rule.0);
    worker
        .core
        .serve_notice(hazard, &refusal("刘婶"))
        .expect("two hands");
    worker.sync().await;
    let served = worker.core.get_record(hazard).expect("here");
    assert_eq!(served.state.status, Status::Served);
}
