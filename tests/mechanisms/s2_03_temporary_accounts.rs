//! S2-03 抽调人员进驻专班: a temporary account ends by itself with its last day, online and offline.

use wangge_domain::control::ControlError;
use wangge_domain::people::{Credential, Role, Scope};
use wangge_domain::{RecordId, Timestamp, UserId};
use wangge_sync_engine::RelayError;
use wangge_sync_server::RelayStartError;
use wangge_sync_server::admin::NewUser;

use crate::support::{api_refusal, reason, shop};
use crate::world::{Desk, World};

const PASSWORD: &str = "青峰-抽调-2026";

fn on_loan(world: &World) -> UserId {
    let admin = world.admin();
    let new = NewUser {
        name: "演示抽调干部".to_owned(),
        account: Some("loan".to_owned()),
        password: Some(PASSWORD.to_owned()),
        ..NewUser::default()
    };
    let user = admin.add_user(&new).expect("a person");
    let day = |month, day| chrono::NaiveDate::from_ymd_opt(2026, month, day).expect("a day");
    let until = Timestamp::end_of_china_day(day(9, 10));
    let scope = Scope::Subtree(world.township.grids[0].grid);
    admin
        .grant(user, Role::StationOfficer, scope, None, Some(until))
        .expect("a role with an end");
    let credential = Credential {
        user,
        kind: Credential::INSPECTION.to_owned(),
        number: "演示字第0203号".to_owned(),
        issuer: "永川区消防救援大队（演示）".to_owned(),
        valid_from: day(1, 1),
        valid_until: day(12, 31),
    };
    admin.issue_credential(credential).expect("a certificate");
    user
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_03_temporary_accounts() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let user = on_loan(&world);
    let phone = world.phone(user).await;
    phone.start(premises).expect("on loan");
    let desk = Desk::sign_in(&world.relay().address, "loan", PASSWORD).await;
    desk.card(premises).await;

    // The last day counts; the day after it is over, on a phone that never saw the network again.
    world.clock.advance_days(9);
    phone.start(premises).expect("the last day");
    world.clock.advance_days(1);
    let refused = phone.start(premises).expect_err("it is over");
    assert_eq!(reason(refused), "no_permission");
    let desk = Desk::sign_in(&world.relay().address, "loan", PASSWORD).await;
    let listed = desk.get("/api/v1/premises").await;
    assert_eq!(api_refusal(listed), "403 forbidden");
    // Without a role nothing is looked up: what is there and what never was look alike.
    for record in [premises, RecordId::from_bytes([7; 16])] {
        let shown = desk.get(&format!("/api/v1/records/{record}")).await;
        assert_eq!(
            api_refusal(shown),
            "403 forbidden",
            "as if it did not exist"
        );
    }

    // A grant that ends before it begins is none.
    let admin = world.admin();
    let scope = Scope::Subtree(world.township.grids[0].grid);
    let past = Some(Timestamp(0));
    let refused = admin.grant(user, Role::StationOfficer, scope, None, past);
    match refused.expect_err("it ends before it begins") {
        RelayStartError::Engine(RelayError::Control(error)) => {
            assert_eq!(error, ControlError::EmptyPeriod);
        }
        other => panic!("refused by the control stream, not {other:?}"),
    }
}
