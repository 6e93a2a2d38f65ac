//! S0-09 大综合一体化联合监管执法、力量下沉: people sent down for a time take part in a joint visit, each agency signs its
//! record, and after their last day they can no more. Who signs what is S2-26, how accounts end S2-03.

use std::collections::BTreeSet;

use wangge_domain::inspection::InspectionMode;
use wangge_domain::people::{Credential, Role, Scope};
use wangge_domain::{RecordId, Timestamp};
use wangge_mobile_core::{SignatureInput, StartInspection, SubmitInspection};
use wangge_sync_server::admin::NewUser;

use crate::support::{reason, shop};
use crate::world::{Phone, World};

fn sign(phone: &Phone, visit: RecordId, agency: &str) {
    let statement = phone.core.get_record(visit).expect("there").statement;
    let signature = SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: "执法人员".to_owned(),
        role: format!("inspector:{agency}"),
        statement,
    };
    phone.core.sign(visit, &signature).expect("it is shown");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_09_joint_enforcement() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "联合检查店", &[]);
    let later = shop(&worker, grid, "下次检查店", &[]);
    worker.sync().await;
    let admin = world.admin();
    let new = NewUser {
        name: "下沉民警".to_owned(),
        ..NewUser::default()
    };
    let user = admin.add_user(&new).expect("a person");
    let day = |month, day| chrono::NaiveDate::from_ymd_opt(2026, month, day).expect("a day");
    let until = Timestamp::end_of_china_day(day(9, 15));
    let scope = Scope::Subtree(world.township.grids[0].grid);
    admin
        .grant(user, Role::Police, scope, None, Some(until))
        .expect("a role with an end");
    let credential = Credential {
        user,
        kind: Credential::INSPECTION.to_owned(),
        number: "演示字第0009号".to_owned(),
        issuer: "永川区消防救援大队（演示）".to_owned(),
        valid_from: day(1, 1),
        valid_until: day(12, 31),
    };
    admin.issue_credential(credential).expect("a certificate");
    let phone = world.phone(user).await;
    let both: BTreeSet<String> = ["PSB", "URBAN"].map(str::to_owned).into();
    let input = StartInspection {
        mode: InspectionMode::Regular,
        checklist: None,
        position: None,
        inspectors: "下沉民警、执法队员".to_owned(),
    };

    // Without network: both agencies sign the one record.
    let visit = phone
        .core
        .start_joint_inspection(premises, &both, &input)
        .expect("sent down");
    phone.answer_all(premises, visit, &[]);
    sign(&phone, visit, "PSB");
    let half = phone
        .core
        .submit_inspection(visit, &SubmitInspection::default());
    assert_eq!(
        reason(half.expect_err("one signed")),
        "joint_signature_missing"
    );
    sign(&phone, visit, "URBAN");
    phone
        .core
        .submit_inspection(visit, &SubmitInspection::default())
        .expect("both signed");
    phone.sync().await;
    worker.sync().await;
    let seen = worker
        .core
        .recent_visit(premises)
        .expect("enrolled")
        .expect("today");
    assert_eq!(seen.agencies, both, "it counts for both");

    // After the last day the account speaks for no agency, and begins nothing at all.
    world.clock.advance_days(15);
    let over = phone.core.start_joint_inspection(later, &both, &input);
    assert_eq!(
        reason(over.expect_err("the time is over")),
        "joint_visit_of_others"
    );
    let alone = phone.start(later);
    assert_eq!(
        reason(alone.expect_err("the time is over")),
        "no_permission"
    );
}
