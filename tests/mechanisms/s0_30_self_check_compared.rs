//! S0-30 企业负责人对标对表自查: an owner's own check under an account of that enterprise alone, compared item by item with
//! the official visit after it, at the door and at the desk.

use wangge_domain::inspection::InspectionMode;
use wangge_domain::people::{Credential, Role, RoleGrant, Scope};
use wangge_mobile_core::{StartInspection, SubmitInspection};
use wangge_sync_server::admin::{ImportFile, NewUser};

use crate::support::{plain_item, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_30_self_check_compared() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let own = shop(&worker, grid, "自查小店", &[]);
    let other = shop(&worker, grid, "别家", &[]);
    worker.sync().await;
    let admin = world.admin();
    let new = NewUser {
        name: "王老板".to_owned(),
        ..NewUser::default()
    };
    let user = admin.add_user(&new).expect("a person");
    let day = world.clock.now().china_date();
    let file = ImportFile {
        grants: vec![RoleGrant {
            user,
            role: Role::EnterpriseSafetyOfficer,
            scope: Scope::Premises(own),
            from: world.clock.now(),
            until: None,
            department: None,
        }],
        credentials: vec![Credential {
            user,
            kind: Credential::INSPECTION.to_owned(),
            number: "企-030".to_owned(),
            issuer: "消防救援大队".to_owned(),
            valid_from: day,
            valid_until: day + chrono::Days::new(365),
        }],
        ..ImportFile::default()
    };
    admin.import(&file).expect("the grant is entered");
    let owner = world.phone(user).await;
    let input = StartInspection {
        mode: InspectionMode::SelfCheck,
        checklist: None,
        position: None,
        inspectors: String::new(),
    };
    assert!(
        owner.core.start_inspection(other, &input).is_err(),
        "the own enterprise only"
    );
    let check = owner
        .core
        .start_inspection(own, &input)
        .expect("the own enterprise");
    owner.answer_all(own, check, &[]);
    owner
        .core
        .submit_inspection(check, &SubmitInspection::default())
        .expect("all in order, he says");
    owner.sync().await;
    worker.sync().await;
    let before = worker.core.self_check_comparison(own).expect("on file");
    assert!(before.is_none(), "nothing to compare with yet");

    world.clock.advance_hours(24);
    let item = plain_item(&worker, own);
    let (visit, _) = worker.inspect(own, &[&item]);
    let pair = worker
        .core
        .self_check_comparison(own)
        .expect("on file")
        .expect("both are there");
    assert_eq!((pair.self_check, pair.visit), (check, visit));
    assert_eq!(
        pair.comparison.missed,
        [item.clone()],
        "what the owner had called in order"
    );
    assert_eq!(pair.comparison.agree + 1, pair.comparison.compared);
    assert!(
        worker
            .core
            .self_check_comparison(other)
            .expect("on file")
            .is_none()
    );
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let view = desk.read(&format!("/api/v1/self-checks/{own}")).await;
    assert_eq!(
        view[0]["comparison"]["missed"],
        serde_json::json!([item]),
        "{view}"
    );
}
