//! S3-21 达不到安全条件 不得经营使用: an order by who may give it, posted with a photo, and lifted only after a check by
//! two others.

use serde_json::json;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{CaseSubject, StepInput};

use crate::officials::{official, say, seated};
use crate::support::{reason, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_21_stop_use() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let order = StepInput::saying(&[
        ("part", "二层阁楼"),
        ("reason", "违规住人且无第二出口"),
        ("basis", "安全条件不符合规定"),
        ("issuer", "station"),
    ]);

    // A worker may not, nor anybody without the certificate; it is decided offline by who may.
    let subject = CaseSubject::Premises(premises);
    let refused = worker
        .core
        .open_case(&RecordKind::StopUse, subject, &[].into())
        .map(|case| worker.core.step(case, "stop_use.order", &order));
    match refused {
        Ok(step) => assert_eq!(reason(step.expect_err("not a worker's")), "no_permission"),
        Err(error) => assert_eq!(reason(error), "no_permission"),
    }
    let plain = official(&world, "无证", Role::FireOfficer, None);
    let uncertified = crate::officials::desk_of(&world, "无证").await;
    let tried = json!({
        "about": premises.to_string(),
        "first": say("stop_use.order", json!({
            "part": "二层", "reason": "危险", "basis": "规定", "issuer": "fire",
        })),
    });
    assert_eq!(
        uncertified.open_refused("stop_use", tried).await,
        "no_certificate"
    );
    assert_ne!(plain, officer.user);
    let case = officer
        .core
        .open_case(&RecordKind::StopUse, subject, &[].into())
        .expect("a case can be opened offline");
    officer
        .core
        .step(case, "stop_use.order", &order)
        .expect("a certified officer decides");
    officer.sync().await;

    // Posted with a photo of it, by the worker, offline.
    worker.sync().await;
    let refused = worker
        .core
        .step(case, "stop_use.post", &StepInput::default())
        .expect_err("there is no photo of it");
    assert_eq!(reason(refused), "photo_missing");
    let photo = worker.photo(case, "", PhotoStage::Service);
    let posted = StepInput {
        photos: vec![photo],
        ..StepInput::default()
    };
    worker
        .core
        .step(case, "stop_use.post", &posted)
        .expect("it hangs");
    let asked = StepInput::saying(&[("done", "已拆除隔断")]);
    worker
        .core
        .step(case, "stop_use.request_lift", &asked)
        .expect("the owner has done it");
    worker.sync().await;

    // The one who ordered it does not check it, and one alone does not either.
    officer.sync().await;
    let check = officer.photo(case, "", PhotoStage::Recheck);
    let (mate, brigade) = seated(&world, "大队", Role::FireOfficer, None).await;
    let passed = |with| StepInput {
        with,
        photos: vec![check],
        ..StepInput::saying(&[("text", "阁楼已拆除")])
    };
    let refused = officer
        .core
        .step(case, "stop_use.check_passed", &passed(vec![mate]))
        .expect_err("who ordered it does not lift it");
    assert_eq!(reason(refused), "same_person");
    officer.sync().await;
    let second = world.officer_phone(1).await;
    let refused = second
        .core
        .step(case, "stop_use.check_passed", &passed(Vec::new()))
        .expect_err("two people check");
    assert_eq!(reason(refused), "too_few_people");
    second
        .core
        .step(case, "stop_use.check_passed", &passed(vec![mate]))
        .expect("two others check");
    second.sync().await;
    let card = brigade.card(case).await;
    assert_eq!(card["status"], "lifted");
    assert_eq!(card["number"], "青消停字〔2026〕第0001号");
    worker.sync().await;
    let seen = worker.core.get_record(case).expect("it is here");
    assert_eq!(seen.state.status, Status::Lifted);
}
