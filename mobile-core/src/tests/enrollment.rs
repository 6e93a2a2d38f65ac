use wangge_domain::people::Role;

use crate::testing::Scene;
use crate::{CancellationToken, CoreError};

fn cancel() -> CancellationToken {
    CancellationToken::new()
}

#[tokio::test]
async fn a_phone_is_enrolled_once_and_knows_its_grids() {
    let scene = Scene::new().await;
    let phone = scene.phone();
    assert!(phone.core.open_report().first_start);
    assert_eq!(phone.core.my_grids(), Err(CoreError::NotEnrolled));
    assert_eq!(phone.core.status().unwrap().tenant, None);
    let scope = scene.relay.grid(0);
    let (user, link) = scene.relay.invite(Role::GridWorker, scope, true);
    phone.core.enroll(&link, &cancel()).await.unwrap();
    phone.sync().await;
    let status = phone.core.status().unwrap();
    assert_eq!(status.user, Some(user));
    assert_eq!((status.tenant_name.as_str(), status.demo), ("青峰镇", true));
    assert!(
        status.lease_days_left >= 29 && !status.lease_warning,
        "{status:?}"
    );
    assert!(status.last_sync.is_some());
    let grids = phone.core.my_grids().unwrap();
    assert_eq!(grids.len(), 1);
    assert_eq!(grids[0].name, "网格2");
    assert_eq!(grids[0].above, ["网格1", "网格0"]);
    assert_eq!(grids[0].roles, [Role::GridWorker]);
    let again = phone.core.enroll(&scene.relay.link(user), &cancel()).await;
    assert_eq!(again, Err(CoreError::AlreadyEnrolled));
    // It stays enrolled over a restart.
    let phone = phone.reopen();
    assert_eq!(phone.core.status().unwrap().user, Some(user));
    assert!(!phone.core.open_report().first_start);
}

#[tokio::test]
async fn used_and_unknown_codes_and_strange_relays_are_told_apart() {
    let scene = Scene::new().await;
    let scope = scene.relay.grid(0);
    let (_, link) = scene.relay.invite(Role::GridWorker, scope, true);
    let first = scene.phone();
    first.core.enroll(&link, &cancel()).await.unwrap();
    let second = scene.phone();
    let used = second.core.enroll(&link, &cancel()).await;
    assert_eq!(
        used,
        Err(CoreError::CodeRejected {
            code: "code_used".to_owned()
        })
    );
    let mut unknown = link.clone();
    unknown.pop();
    unknown.push('Z');
    let unknown = second.core.enroll(&unknown, &cancel()).await;
    assert_eq!(
        unknown,
        Err(CoreError::CodeRejected {
            code: "code_unknown".to_owned()
        })
    );
    // Another key answers than the link says; another root than the relay hangs on.
    let pin = link
        .split("pin=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    let wrong_pin = link.replace(pin, &"0".repeat(64));
    assert_eq!(
        second.core.enroll(&wrong_pin, &cancel()).await,
        Err(CoreError::WrongRelay)
    );
    let (user, fresh) = scene
        .relay
        .invite(Role::GridWorker, scene.relay.grid(1), true);
    let root = fresh
        .split("root=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap()
        .to_owned();
    let wrong_root = fresh.replace(&root, &"1".repeat(64));
    assert_eq!(
        second.core.enroll(&wrong_root, &cancel()).await,
        Err(CoreError::WrongRelay)
    );
    assert!(matches!(
        second.core.enroll("https://example.org", &cancel()).await,
        Err(CoreError::InvalidInput(_))
    ));
    assert_eq!(
        second.core.status().unwrap().user,
        None,
        "nothing of it was taken"
    );
    second
        .core
        .enroll(&scene.relay.link(user), &cancel())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_cloned_phone_signs_nothing_until_it_is_enrolled_anew() {
    let scene = Scene::new().await;
    let phone = scene.worker(0).await;
    let user = phone.core.status().unwrap().user.unwrap();
    let device = phone.core.status().unwrap().device.unwrap();
    let premises = phone.premises("张记小吃店");
    let folder = phone.folder.path().to_owned();
    phone.core.close().unwrap();
    // A backup was put on another phone: everything but the nonce of the installation.
    std::fs::remove_file(folder.join("vault/instance-nonce.key")).unwrap();
    let phone = phone.reopen();
    assert!(phone.core.status().unwrap().cloned);
    assert_eq!(
        phone.core.withdraw(premises, "x").unwrap_err().code(),
        "not_allowed"
    );
    let grid = phone.core.my_grids().unwrap()[0].grid;
    let refused = phone
        .core
        .create_premises(grid, &crate::testing::premises_fields("李家"));
    assert_eq!(refused, Err(CoreError::Cloned));
    assert_eq!(
        phone.core.status().unwrap().pending,
        1,
        "what was sealed before still waits"
    );
    phone
        .core
        .enroll(&scene.relay.link(user), &cancel())
        .await
        .unwrap();
    let status = phone.core.status().unwrap();
    assert!(!status.cloned);
    assert_ne!(status.device, Some(device), "it is a device of its own now");
    phone.premises("李家");
    let report = phone.sync().await;
    assert_eq!(
        (report.envelopes, report.refused.len()),
        (2, 0),
        "{report:?}"
    );
}
