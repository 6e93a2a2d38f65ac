//! S0-14 专属网格员: an enterprise's safety officer checks the own enterprise and no other.

use wangge_domain::people::{Credential, Role, RoleGrant, Scope};
use wangge_domain::premises::keys;
use wangge_sync_server::admin::{ImportFile, NewUser};

use crate::support::{reason, shop};
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
    assert_eq!(
        reason(officer.start(other).expect_err("another enterprise")),
        "out_of_scope"
    );
    let visits = officer.core.list_inspections(Some(other), 10);
    assert!(visits.expect("a list").is_empty(), "nothing was begun");

    // Self-check only: no premises is put on file, and the own file is the worker's to keep.
    let file = officer.core.get_premises(own).expect("the own file");
    let refused = officer.core.create_premises(grid, &file.content.fields);
    assert_eq!(
        reason(refused.expect_err("it would be complete")),
        "no_permission"
    );
    let renamed = [(keys::NAME.to_owned(), "新厂名".into())].into();
    let refused = officer.core.edit_premises(own, &renamed);
    assert_eq!(
        reason(refused.expect_err("not the owner's")),
        "no_permission"
    );
    let after = officer.core.get_premises(own).expect("the own file");
    assert_eq!(after.content, file.content);
}
