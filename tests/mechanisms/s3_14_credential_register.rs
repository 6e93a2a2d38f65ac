//! S3-14 执法人员和检查人员库: a certificate counts to its last day; papers of compulsion ask for
//! an enforcement certificate.

use chrono::NaiveDate;
use wangge_domain::UserId;
use wangge_domain::people::{Credential, Role, Scope};
use wangge_mobile_core::{CoreError, NoticeInput};
use wangge_sync_server::admin::NewUser;

use crate::quick_hazard::quick_hazard;
use crate::support::{invalid, notice, shop};
use crate::world::{World, WorldClock};

fn issue(world: &World, user: UserId, kind: &str) {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
    let credential = Credential {
        user,
        kind: kind.to_owned(),
        number: "演示字第0098号".to_owned(),
        issuer: "永川区消防救援大队（演示）".to_owned(),
        valid_from: day(2026, 12, 1),
        valid_until: day(2027, 12, 31),
    };
    world
        .admin()
        .issue_credential(credential)
        .expect("the kind is known");
}

fn rule(error: CoreError) -> (String, String) {
    match error {
        CoreError::NotAllowed(reason) => (reason.code, reason.rule),
        other => panic!("refused by a rule, not {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_14_a_credential_counts_to_its_last_day() {
    // The certificates of the fixture end with this day.
    let world = World::start_at(WorldClock::at_china(2026, 12, 31, 8)).await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "线路老化");
    worker.sync().await;

    // A police officer without an enforcement certificate signs no notice.
    let new = NewUser {
        name: "演示民警".to_owned(),
        ..NewUser::default()
    };
    let admin = world.admin();
    let user = admin.add_user(&new).expect("a person");
    let town = world.township.grids[0].grid;
    admin
        .grant(user, Role::Police, Scope::Subtree(town), None, None)
        .expect("a role");
    issue(&world, user, Credential::INSPECTION);
    let police = world.phone(user).await;
    let refused = police
        .core
        .issue_notice(hazard, &notice(7))
        .expect_err("no such certificate");
    assert_eq!(
        rule(refused),
        ("no_certificate".to_owned(), "S3-14".to_owned())
    );
    issue(&world, user, Credential::ENFORCEMENT);
    police.sync().await;
    // The certificate makes nobody another body: the station's papers are the station's.
    let foreign = police.core.issue_notice(hazard, &notice(7));
    assert_eq!(
        rule(foreign.expect_err("not their body")),
        ("issuer_not_yours".to_owned(), "S4-06".to_owned())
    );
    let own = NoticeInput {
        issuer: "police".to_owned(),
        ..notice(7)
    };
    police
        .core
        .issue_notice(hazard, &own)
        .expect("now the certificate is there");
    police.sync().await;

    // The last day counts, the day after does not.
    worker.start(premises).expect("it is the last day");
    world.clock.advance_days(1);
    let refused = worker
        .start(premises)
        .expect_err("it ran out with the year");
    assert_eq!(
        rule(refused),
        ("no_certificate".to_owned(), "S3-15".to_owned())
    );
    issue(&world, worker.user, Credential::INSPECTION);
    worker.sync().await;
    worker.start(premises).expect("it was renewed");

    // The register knows two kinds.
    let odd = Credential {
        user,
        kind: "driving".to_owned(),
        number: String::new(),
        issuer: String::new(),
        valid_from: NaiveDate::MIN,
        valid_until: NaiveDate::MAX,
    };
    let refused = world.admin().issue_credential(odd);
    let said = invalid(refused.expect_err("a licence to drive is none of them"));
    assert!(said.contains("kind is inspection or enforcement"), "{said}");
}
