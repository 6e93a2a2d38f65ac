//! Rules of a later version than the app hold up nothing else, and are called what they are.

use wangge_domain::Timestamp;
use wangge_domain::control::ControlEvent;
use wangge_domain::people::Role;
use wangge_protocol::sha256;

use super::inspection_loop::start;
use crate::testing::Scene;
use crate::{CancellationToken, CoreError, NetworkKind, SyncEnd, SyncOptions};

/// Puts the pack of a later release in force, and gives the revision of the one before it.
fn activate_newer(scene: &Scene) -> u32 {
    let (json, before) = scene
        .relay
        .with(|world| (world.policy.to_json(), world.policy.revision));
    let newer = json.replacen('{', r#"{"of_tomorrow":1,"#, 1);
    let digest = sha256(newer.as_bytes());
    let packs = &scene.relay.state.packs;
    packs
        .lock()
        .unwrap()
        .insert(digest.to_string(), newer.into_bytes());
    scene.relay.with(move |world| {
        world.control(&ControlEvent::PolicyActivated {
            revision: before + 1,
            digest,
            from: Timestamp(0),
        });
    });
    before
}

#[tokio::test]
async fn a_pack_with_keys_of_tomorrow_asks_for_a_newer_app_and_photos_are_sent_all_the_same() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let before = activate_newer(&scene);
    let inspection = start(&worker, worker.premises("张记小吃店"));
    worker.photo_of(inspection, "RH-01", 1);
    let options = SyncOptions {
        network: NetworkKind::Wifi,
        ..SyncOptions::default()
    };
    let report = worker.try_sync(&options).await.unwrap();
    let SyncEnd::Failed(error @ CoreError::NewerPolicy(_)) = report.end.clone() else {
        panic!("{:?}", report.end);
    };
    assert_eq!(error.code(), "newer_policy");
    assert!(error.zh().contains("请升级应用"), "{error}");
    assert!(error.en().contains("of_tomorrow"), "{}", error.en());
    assert!(report.photos.sent > 0, "{:?}", report.photos);
    assert!(report.envelopes > 0);
    // Work goes on by the pack that this app reads.
    assert_eq!(worker.core.policy().unwrap().revision, before);
    worker.premises("李记小吃店");
}

#[tokio::test]
async fn an_app_that_cannot_read_the_pack_in_force_is_enrolled_all_the_same() {
    let scene = Scene::new().await;
    activate_newer(&scene);
    let grid = scene.relay.grid(0);
    let (user, link) = scene.relay.invite(Role::GridWorker, grid, true);
    let phone = scene.phone();
    let enrolled = phone.core.enroll(&link, &CancellationToken::new()).await;
    assert_eq!(enrolled, Ok(()), "the code is not lost");
    let options = SyncOptions {
        network: NetworkKind::Wifi,
        ..SyncOptions::default()
    };
    let report = phone.try_sync(&options).await.unwrap();
    assert!(
        matches!(&report.end, SyncEnd::Failed(CoreError::NewerPolicy(_))),
        "{:?}",
        report.end
    );
    // It works by the rules that came with the app, over a restart too.
    phone.premises("张记小吃店");
    let phone = phone.reopen();
    assert_eq!(phone.core.status().unwrap().user, Some(user));
    let report = phone.try_sync(&options).await.unwrap();
    assert_eq!(report.envelopes, 1, "{:?}", report.end);
}
