//! S0-14 专属网格员: an enterprise's safety officer checks the own enterprise and no other.

use wangge_domain::people::{Credential, Role, RoleGrant, Scope};
use wangge_sync_server::admin::{ImportFile, NewUser};

use crate::support::shop;
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_14_enterprise_officer_checks_only_the_own_enterprise() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let own = shop(&worker, grid, "本厂", &[]);
    let other = shop(&worker, grid, "别家", &[]);
    worker.sync().await;

    let admin = world.admin();
    let user = admin
        .add_user(&NewUser {
            name: "厂安全员".to_owned(),
            ..NewUser::default()
        })
        .expect("a person can be entered");
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
            number: "企-001".to_owned(),
            issuer: "消防救援大队".to_owned(),
            valid_from: day,
            valid_until: day + chrono::Days::new(365),
        }],
        ..ImportFile::default()
    };
    admin.import(&file).expect("the grant is entered");

    let officer = world.phone(user).await;
    officer
        .start(own)
        .expect("the own enterprise may be checked");
    assert!(
        officer.start(other).is_err(),
        "another enterprise is out of scope"
    );
    assert!(
        officer
            .core
            .create_premises(grid, &std::collections::BTreeMap::new())
            .is_err(),
        "self-check only: no premises is put on file"
    );
}
