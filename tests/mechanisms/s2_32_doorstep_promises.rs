//! S2-32 敲门入户、签字承诺: one record a household, knocked at until somebody signs; coverage by household.

use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{CaseSubject, SignatureInput, StepInput};

use crate::support::{reason, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_32_doorstep_promises() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let house = shop(&worker, grid, "出租楼", &[]);
    let drive = "敲门行动";
    let open = || {
        worker
            .core
            .open_case(
                &RecordKind::Letter,
                CaseSubject::Premises(house),
                &[].into(),
            )
            .expect("a form can be begun")
    };
    let knock = |household: &str, outcome: &str| {
        StepInput::saying(&[
            ("drive", drive),
            ("household", household),
            ("outcome", outcome),
        ])
    };
    let at = |household: &str| StepInput::saying(&[("drive", drive), ("household", household)]);

    // Nobody home, and again nobody home; then somebody signs.
    let first = open();
    worker
        .core
        .step(first, "letter.knock", &knock("1-101", "nobody_home"))
        .expect("a knock is a fact");
    let refused = worker
        .core
        .step(first, "letter.knock", &knock("1-101", "shrugged"))
        .expect_err("no such outcome");
    assert_eq!(reason(refused), "not_in_list");
    let second = open();
    worker
        .core
        .step(second, "letter.knock", &knock("1-102", "refused"))
        .expect("a refusal is a fact");
    let coverage = worker
        .core
        .letter_coverage(drive, "household")
        .expect("it can be told");
    assert_eq!(coverage.basis_points(), Some(0));

    let refused = worker
        .core
        .step(first, "letter.doorstep", &at("1-101"))
        .expect_err("there is no signature");
    assert_eq!(reason(refused), "signature_missing");
    let statement = worker.core.get_record(first).expect("it is here").statement;
    let signature = SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: "租户".to_owned(),
        role: "tenant".to_owned(),
        statement,
    };
    worker
        .core
        .sign(first, &signature)
        .expect("signed as shown");
    let refused = worker
        .core
        .step(first, "letter.doorstep", &at("101室"))
        .expect_err("the household has a name already");
    assert_eq!(reason(refused), "not_as_before");
    worker
        .core
        .step(first, "letter.doorstep", &at("1-101"))
        .expect("the tenant promised");
    let refused = worker
        .core
        .step(first, "letter.knock", &knock("1-101", "vacant"))
        .expect_err("it is signed");
    assert_eq!(reason(refused), "not_in_this_state");
    let coverage = worker
        .core
        .letter_coverage(drive, "household")
        .expect("it can be told");
    assert_eq!(coverage.basis_points(), Some(5_000));
    assert_eq!(coverage.missing, ["1-102"]);

    // The same at the relay.
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let path = format!("/api/v1/letters/coverage?drive={drive}&level=household");
    let found = desk.read(&path).await;
    assert_eq!(
        (found["signed"].as_u64(), found["expected"].as_u64()),
        (Some(1), Some(2))
    );
    let card = desk.card(first).await;
    assert_eq!(card["status"], Status::Signed.as_str());
}
