//! A phone that does not make the same of the log as its relay says so.

use wangge_domain::RecordId;
use wangge_domain::lifecycle::RecordState;
use wangge_domain::record::Content;
use wangge_sync_engine::store::{RecordUpdate, RelayCommit};

use crate::SyncEnd;
use crate::testing::Scene;

const DAY_MS: i64 = 24 * 3600 * 1000;

/// The relay forgets what a record says; its rows stay.
fn empty_on_the_relay(scene: &Scene, record: RecordId) {
    scene.relay.with(move |world| {
        let held = world.store.record(record).unwrap().unwrap();
        let emptied = RecordUpdate {
            record,
            stream: held.stream,
            kind: held.kind.clone(),
            document: Vec::new(),
            heads: Vec::new(),
            content: Content::default(),
            state: RecordState::new(held.kind),
            last_seq: held.last_seq,
            pending: false,
        };
        let commit = RelayCommit {
            records: vec![emptied],
            ..RelayCommit::default()
        };
        world.store.commit(commit).unwrap();
    });
}

#[tokio::test]
async fn a_difference_from_the_relay_is_told_as_long_as_it_lasts() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    worker.sync().await;
    let report = worker.sync().await;
    assert_eq!(report.end, SyncEnd::Complete);
    assert!(report.diverged.is_empty() && report.mended.is_empty());
    assert_eq!(worker.core.status().unwrap().diverged, 0);
    scene.pass(DAY_MS);
    empty_on_the_relay(&scene, premises);
    let report = worker.sync().await;
    assert_eq!(report.end, SyncEnd::Complete, "work goes on");
    let stream = scene.relay.with(|world| world.stream(0));
    assert_eq!(report.diverged, [stream]);
    assert_eq!(worker.core.status().unwrap().diverged, 1);
    let report = worker.sync().await;
    assert!(report.diverged.is_empty(), "it was compared today");
    let worker = worker.reopen();
    assert_eq!(
        worker.core.status().unwrap().diverged,
        1,
        "and is told until it is gone"
    );
    assert!(
        worker.core.get_premises(premises).is_ok(),
        "nothing is lost here"
    );
}
