//! S3-14 执法人员和检查人员库: a certificate counts to its last day; papers of compulsion ask for
//! an enforcement certificate.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use wangge_domain::UserId;
use wangge_domain::people::{Credential, Role, Scope};
use wangge_mobile_core::{CoreError, NoticeInput};
use wangge_sync_server::RelayStartError;
use wangge_sync_server::admin::{ImportFile, NewUser};

use crate::quick_hazard::quick_hazard;
use crate::support::{invalid, notice, shop};
use crate::world::{World, WorldClock};

const QINGFENG: &[u8] = include_bytes!("../../fixtures/townships/qingfeng-import.json");
const GAOCHENG: &[u8] = include_bytes!("../../fixtures/townships/gaocheng-import.json");

fn issue(world: &World, user: UserId, kind: &str) {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
    let credential = Credential {
        user,
        kind: kind.to_owned(),
        number: format!("演示字第0098号（{user}）"),
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_14_an_expiry_is_told_ahead() {
    // The certificates of the fixture end with the year: sixty days ahead it is told.
    let world = World::start_at(WorldClock::at_china(2026, 10, 31, 8)).await;
    let (worker, _) = world.worker_phone(0).await;
    let told = || {
        let status = worker.core.status().expect("it is open");
        (status.certificate_days_left, status.certificate_warning)
    };
    let id = worker.user.to_string();
    let at_desk = async || {
        let desk = world.officer_desk(0).await;
        let people = desk.read("/api/v1/people").await;
        let people = people["items"].as_array().expect("people").clone();
        let one = people.into_iter().find(|it| it["id"] == id.as_str());
        let held = one.expect("the worker")["credentials"].clone();
        let held = held.as_array().expect("certificates").clone();
        let mut soon = held.iter().map(|it| it["expires_soon"] == true);
        soon.any(|it| it)
    };
    assert_eq!(told(), (Some(61), false));
    assert!(!at_desk().await);
    world.clock.advance_days(1);
    worker.sync().await;
    assert_eq!(told(), (Some(60), true));
    assert!(at_desk().await, "its station knows it too");
    issue(&world, worker.user, Credential::INSPECTION);
    worker.sync().await;
    assert!(!told().1, "it was renewed in time");
    assert!(!at_desk().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_14_a_number_is_taken_from_nobody() {
    let world = World::start().await;
    let admin = world.admin();
    let (worker, _) = world.worker(0);
    let (other, _) = world.worker(1);
    let credentials = &world.township.credentials;
    let held = credentials.iter().find(|it| it.user == worker);
    let held = held.expect("the worker is certified").clone();
    let people = &world.township.people;
    let name = people.iter().find(|it| it.user == worker);
    let name = name.expect("the worker is known").name.clone();
    let before = admin.status().expect("it opens").control_seq;
    let stolen = Credential {
        user: other,
        ..held.clone()
    };
    let taken = |error: RelayStartError| match error {
        RelayStartError::CredentialTaken { number, holder } => (number, holder),
        error => panic!("{error:?}"),
    };
    let whose = (held.number.clone(), name);

    let by_command = admin.issue_credential(stolen.clone());
    let by_command = by_command.expect_err("it is somebody else's");
    let said = by_command.to_string();
    assert!(said.contains(&whose.1), "the holder is named: {said}");
    assert_eq!(taken(by_command), whose);
    let file = |credentials: &[Credential]| ImportFile {
        credentials: credentials.to_vec(),
        ..ImportFile::default()
    };
    let by_file = admin.import(&file(&[stolen]));
    assert_eq!(taken(by_file.expect_err("nor by a file")), whose);
    // Nor from who stands before in the same file.
    let fresh = |user| Credential {
        user,
        number: "演示字第0142号".to_owned(),
        ..held.clone()
    };
    let twice = admin.import(&file(&[fresh(worker), fresh(other)]));
    let twice = taken(twice.expect_err("of one file neither"));
    assert_eq!(twice, ("演示字第0142号".to_owned(), whose.1.clone()));
    let after = admin.status().expect("it opens").control_seq;
    assert_eq!(after, before, "nothing of it");

    // The own one is renewed under its number, and the same file reads again.
    let renewed = Credential {
        valid_until: NaiveDate::from_ymd_opt(2029, 12, 31).expect("a day"),
        ..held.clone()
    };
    admin.issue_credential(renewed).expect("it is renewed");
    let first = admin.import(&file(&[fresh(worker)]));
    assert_eq!(first.expect("a free number").rows, 1);
    let again = admin.import(&file(&[fresh(worker)]));
    assert_eq!(again.expect("it stands already").rows, 0);

    // The two townships that are shipped have numbers of their own: one tenant holds both.
    let shipped = |text: &[u8]| -> ImportFile { serde_json::from_slice(text).expect("it reads") };
    let both = [QINGFENG, GAOCHENG].map(|text| shipped(text).credentials);
    let numbers = both.map(|all| all.into_iter().map(|it| it.number).collect::<BTreeSet<_>>());
    assert!(numbers[0].is_disjoint(&numbers[1]));
}
