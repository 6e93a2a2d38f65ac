//! S4-06 送达: whoever serves a notice, or issued it, signs neither for it nor as a witness; told by the
//! names of the directory, on the phone and at the relay alike.

use wangge_domain::lifecycle::{Event, ServiceProof, SignatureRef, Status};
use wangge_domain::people::Role;
use wangge_domain::{Digest, RecordId, UserId};
use wangge_mobile_core::{ServiceInput, SignatureInput};

use crate::quick_hazard::quick_hazard;
use crate::support::{code_and_rule, notice, shop};
use crate::world::{Phone, World};

fn name_of(phone: &Phone, user: UserId) -> String {
    let control = phone.core.control().expect("the phone is enrolled");
    control.people[&user].name.clone()
}

fn signed(phone: &Phone, hazard: RecordId, signer: &str, role: &str) -> SignatureInput {
    SignatureInput {
        strokes: wangge_tests::strokes_of(signer),
        signer: signer.to_owned(),
        role: role.to_owned(),
        statement: phone.core.get_record(hazard).expect("here").statement,
    }
}

/// A service as a program of one's own would send it.
fn sent(signer: &str) -> serde_json::Value {
    let signature = SignatureRef {
        signer: signer.to_owned(),
        role: "owner".to_owned(),
        strokes: Digest([1; 32]),
        statement: Digest([2; 32]),
    };
    let event = Event::Served(ServiceProof::Signed(signature));
    serde_json::to_value(event).expect("it is JSON")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_whoever_serves_or_issued_a_notice_signs_neither_for_it_nor_as_a_witness() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    worker
        .core
        .issue_notice(hazard, &notice(15))
        .expect("the notice is complete");
    let rule = ("signer_serves".to_owned(), "S4-06".to_owned());
    let own = name_of(&worker, worker.user);
    let spread = own.chars().map(String::from).collect::<Vec<_>>().join(" ");
    let by = |name: &str, role: &str| signed(&worker, hazard, name, role);
    for service in [
        ServiceInput::Signed(by(&own, "owner")),
        ServiceInput::Signed(by(&spread, "owner")),
        ServiceInput::Refused {
            witnesses: vec![by("张大爷", "witness"), by(&own, "witness")],
            note: "称老板不在".to_owned(),
        },
    ] {
        let refused = worker.core.serve_notice(hazard, &service);
        assert_eq!(code_and_rule(refused.expect_err("the own name")), rule);
    }
    let held = worker.core.get_record(hazard).expect("here");
    assert!(held.signatures.is_empty(), "nothing was written");

    // At the relay: the officer serves what the worker issued, and neither of them signs for it.
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let officer = world.person(Role::StationOfficer, 0);
    for name in [own, name_of(&worker, officer)] {
        assert_eq!(desk.act_refused(hazard, sent(&name)).await, rule.0);
    }
    worker
        .core
        .serve_notice(hazard, &ServiceInput::Signed(by("王老板", "owner")))
        .expect("the owner signs");
    worker.sync().await;
    let served = worker.core.get_record(hazard).expect("here");
    assert_eq!(served.state.status, Status::Served);
}
