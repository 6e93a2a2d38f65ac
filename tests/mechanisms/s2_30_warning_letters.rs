//! S2-30 告诫承诺制度: a letter signed on the screen without a network, numbered, and checked when its time is up;
//! breaking it cites what was found.

use wangge_domain::RecordId;
use wangge_domain::lifecycle::Status;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_mobile_core::{CaseFilter, CaseSubject, SignatureInput, StepInput};

use crate::officials::say;
use crate::quick_hazard::quick_hazard;
use crate::support::{reason, shop};
use crate::world::{Phone, World};
use serde_json::json;

fn sign(phone: &Phone, letter: RecordId, role: &str) {
    let statement = phone.core.get_record(letter).expect("it is here").statement;
    let signature = SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: "王老板".to_owned(),
        role: role.to_owned(),
        statement,
    };
    phone
        .core
        .sign(letter, &signature)
        .expect("it is signed as shown");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_30_warning_letters() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;

    // Without any exchange: written, signed, numbered for the time being.
    let text = [("promise".to_owned(), Scalar::from("不再在楼道充电"))];
    let letter = worker
        .core
        .open_case(
            &RecordKind::Letter,
            CaseSubject::Premises(premises),
            &text.into(),
        )
        .expect("a letter can be drafted");
    let warn = StepInput::saying(&[
        ("matter", "楼道停放电动自行车"),
        ("promise", "不再在楼道充电"),
        ("issuer", "village"),
    ]);
    let refused = worker
        .core
        .step(letter, "letter.warn", &warn)
        .expect_err("nobody has signed");
    assert_eq!(reason(refused), "signature_missing");
    sign(&worker, letter, "owner");
    let other = [("promise".to_owned(), Scalar::from("尽量不在楼道充电"))];
    worker
        .core
        .edit_case(letter, &other.into())
        .expect("it is a draft");
    let refused = worker
        .core
        .step(letter, "letter.warn", &warn)
        .expect_err("it was signed under other words");
    assert_eq!(reason(refused), "signature_missing");
    let again = [("promise".to_owned(), Scalar::from("不再在楼道充电"))];
    worker
        .core
        .edit_case(letter, &again.into())
        .expect("as it was");
    worker
        .core
        .step(letter, "letter.warn", &warn)
        .expect("signed as it stands");
    let held = worker.core.get_record(letter).expect("it is here").state;
    let provisional = held
        .provisional_number
        .clone()
        .expect("a number for the paper");
    assert!(provisional.starts_with("暂-"), "{provisional}");
    assert_eq!(held.status, Status::Signed);
    assert_eq!(held.notice_number, None);

    // The final number comes with the network; both are known.
    let desk = world.officer_desk(0).await;
    worker.sync().await;
    let card = desk.card(letter).await;
    assert_eq!(card["number"], "青村消诺字〔2026〕第0001号");
    worker_sees(&worker, letter, &provisional);

    // When its time is up the relay asks for the check; what is found breaks the promise.
    world.clock.advance_days(95);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.card(letter).await["overdue"], true);
    worker.sync().await;
    let elsewhere = shop(&worker, grid, "另一小店", &[]);
    let stray = quick_hazard(&worker, elsewhere, "楼道充电");
    let broken = |hazard: RecordId| {
        StepInput::saying(&[("reason", "仍在楼道充电"), ("hazard", &hazard.to_string())])
    };
    let refused = worker
        .core
        .step(letter, "letter.breach", &broken(stray))
        .expect_err("that is somebody else's");
    assert_eq!(reason(refused), "other_premises");
    let found = quick_hazard(&worker, premises, "楼道充电");
    worker
        .core
        .step(letter, "letter.breach", &broken(found))
        .expect("it was broken");
    worker.sync().await;
    assert_eq!(desk.card(letter).await["status"], "breached");
    let kept = say("letter.kept", json!({"text": "已核查"}));
    assert_eq!(desk.step_refused(letter, kept).await, "case_ended");
}

fn worker_sees(phone: &Phone, letter: RecordId, provisional: &str) {
    let state = phone.core.get_record(letter).expect("it is here").state;
    assert_eq!(state.provisional_number.as_deref(), Some(provisional));
    assert_eq!(
        state.notice_number.as_deref(),
        Some("青村消诺字〔2026〕第0001号")
    );
    let rows = phone
        .core
        .list_cases(&RecordKind::Letter, &CaseFilter::default(), 10)
        .expect("the list can be read");
    assert_eq!(rows[0].number, state.notice_number);
}
