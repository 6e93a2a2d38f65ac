//! S2-30 告诫承诺制度: a letter signed on the screen without a network, numbered, and checked when its time is up;
//! breaking it cites what was found.

use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{RecordId, UserId};
use wangge_mobile_core::{CaseFilter, CaseSubject, SignatureInput, StepInput};

use crate::officials::say;
use crate::quick_hazard::quick_hazard;
use crate::support::{code_and_rule, reason, shop};
use crate::world::{Phone, World};
use serde_json::json;

fn sign(phone: &Phone, letter: RecordId, role: &str) {
    sign_as(phone, letter, "王老板", role);
}

fn sign_as(phone: &Phone, letter: RecordId, signer: &str, role: &str) {
    let statement = phone.core.get_record(letter).expect("it is here").statement;
    let signature = SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: signer.to_owned(),
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
    let before = quick_hazard(&worker, premises, "楼道停车");
    worker.sync().await;
    world.clock.advance_days(1);

    // Without any exchange: written, signed, numbered for the time being.
    let text = [
        ("matter".to_owned(), Scalar::from("楼道停放电动自行车")),
        ("promise".to_owned(), Scalar::from("不再在楼道充电")),
    ];
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
    let milder = StepInput::saying(&[
        ("matter", "楼道停放电动自行车"),
        ("promise", "尽量不在楼道充电"),
        ("issuer", "village"),
    ]);
    let refused = worker
        .core
        .step(letter, "letter.warn", &milder)
        .expect_err("nobody has signed that");
    assert_eq!(reason(refused), "not_as_signed");
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

    // Nobody says that it was kept while the watch runs.
    let kept = say("letter.kept", json!({"text": "已核查"}));
    let early = desk.step_refused(letter, kept.clone()).await;
    assert_eq!(early, "watch_still_runs");

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
    let refused = worker
        .core
        .step(letter, "letter.breach", &broken(before))
        .expect_err("it was there when the promise was made");
    assert_eq!(reason(refused), "before_the_promise");
    let found = quick_hazard(&worker, premises, "楼道充电");
    worker
        .core
        .step(letter, "letter.breach", &broken(found))
        .expect("it was broken");
    worker.sync().await;
    assert_eq!(desk.card(letter).await["status"], "breached");
    assert_eq!(desk.step_refused(letter, kept).await, "case_ended");

    // Nobody promises the same again at once, however it is put; after the time of the pack they may.
    let next = worker
        .core
        .open_case(
            &RecordKind::Letter,
            CaseSubject::Premises(premises),
            &[
                ("matter".to_owned(), Scalar::from("楼道 停放电动自行车")),
                ("promise".to_owned(), Scalar::from("不再在楼道充电")),
            ]
            .into(),
        )
        .expect("a letter can be drafted");
    sign(&worker, next, "owner");
    let again = StepInput::saying(&[
        ("matter", "楼道 停放电动自行车"),
        ("promise", "不再在楼道充电"),
        ("issuer", "village"),
    ]);
    let refused = worker
        .core
        .step(next, "letter.warn", &again)
        .expect_err("the last one was broken today");
    assert_eq!(reason(refused), "broken_lately");
    let draft = worker.core.get_record(next).expect("it is here").state;
    assert_eq!(draft.status, Status::Draft, "what was written stays");
    worker.sync().await;
    world.clock.advance_days(31);
    worker.sync().await;
    worker
        .core
        .step(next, "letter.warn", &again)
        .expect("the time is up");
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

fn name_of(phone: &Phone, user: UserId) -> String {
    let control = phone.core.control().expect("the phone is enrolled");
    control.people[&user].name.clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_30_whoever_issues_a_letter_does_not_sign_it_as_the_other_side() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let text = [
        ("matter".to_owned(), Scalar::from("楼道停放电动自行车")),
        ("promise".to_owned(), Scalar::from("不再在楼道充电")),
    ];
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
    let own = name_of(&worker, worker.user);
    let spread = own.chars().map(String::from).collect::<Vec<_>>().join(" ");
    for name in [own, spread] {
        sign_as(&worker, letter, &name, "owner");
        let refused = worker
            .core
            .step(letter, "letter.warn", &warn)
            .expect_err("the own name");
        let rule = ("signer_serves".to_owned(), "S2-30".to_owned());
        assert_eq!(code_and_rule(refused), rule);
        let held = worker.core.get_record(letter).expect("it is here");
        assert_eq!(held.state.status, Status::Draft, "what was written stays");
        assert!(
            held.signatures.is_empty(),
            "the strokes go with the refusal"
        );
    }
    sign(&worker, letter, "owner");
    worker
        .core
        .step(letter, "letter.warn", &warn)
        .expect("the owner has signed");

    // At the relay: what bears the name of the officer is not issued by the officer (S2-32).
    let home = worker
        .core
        .open_case(
            &RecordKind::Letter,
            CaseSubject::Premises(premises),
            &[].into(),
        )
        .expect("a form can be begun");
    let officer = name_of(&worker, world.person(Role::StationOfficer, 0));
    sign_as(&worker, home, &officer, "tenant");
    let knock = [
        ("drive", "敲门行动"),
        ("household", "1-101"),
        ("outcome", "nobody_home"),
    ];
    worker
        .core
        .step(home, "letter.knock", &StepInput::saying(&knock))
        .expect("a knock is a fact");
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let fields = json!({"drive": "敲门行动", "household": "1-101"});
    let refused = desk
        .step_refused(home, say("letter.doorstep", fields))
        .await;
    assert_eq!(refused, "signer_serves");
}
