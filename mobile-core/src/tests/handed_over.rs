//! Photos that the operating system's uploader has: they stay with it.

use super::inspection_loop::start;
use crate::testing::{Scene, TestPhone};
use crate::{CancellationToken, NetworkKind, OsUpload, OwnFolder, SyncOptions};

fn wifi() -> SyncOptions {
    SyncOptions {
        network: NetworkKind::Wifi,
        ..SyncOptions::default()
    }
}

async fn prepare(worker: &TestPhone, most: usize) -> Vec<OsUpload> {
    let (cancel, wifi) = (CancellationToken::new(), wifi());
    let prepared = worker
        .core
        .prepare_uploads(most, &wifi, &OwnFolder, &cancel);
    prepared.await.unwrap()
}

/// A worker with two photos whose records the relay has.
async fn with_photos(scene: &Scene) -> TestPhone {
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let inspection = start(&worker, premises);
    worker.photo_of(inspection, "RH-01", 1);
    worker.photo_of(inspection, "RH-02", 2);
    let records_only = SyncOptions {
        photos: false,
        ..SyncOptions::default()
    };
    worker.try_sync(&records_only).await.unwrap();
    worker
}

#[tokio::test]
async fn what_was_handed_over_is_not_handed_over_again_and_keeps_its_body() {
    let scene = Scene::new().await;
    let worker = with_photos(&scene).await;
    let first = prepare(&worker, 1).await;
    assert_eq!(first.len(), 1);
    let rest = prepare(&worker, 8).await;
    assert!(!rest.is_empty());
    assert!(rest.iter().all(|it| it.digest != first[0].digest));
    assert!(first[0].body.exists(), "the system reads it at this moment");
    assert_eq!(prepare(&worker, 8).await, []);
    // The system does not know it any more: it is given again.
    let cancel = CancellationToken::new();
    let digest = first[0].digest;
    assert!(!worker.core.upload_finished(digest, &cancel).await.unwrap());
    assert_eq!(prepare(&worker, 8).await[0].digest, digest);
    // After a day nobody trusts that it still comes.
    scene.pass(25 * 3_600_000);
    assert!(!prepare(&worker, 8).await.is_empty());
}

#[tokio::test]
async fn two_callers_at_once_do_not_get_the_same_photo() {
    let scene = Scene::new().await;
    let worker = with_photos(&scene).await;
    let (one, other) = tokio::join!(prepare(&worker, 8), prepare(&worker, 8));
    assert!(one.is_empty() != other.is_empty(), "{one:?} {other:?}");
    for upload in one.iter().chain(&other) {
        assert!(upload.body.exists());
    }
}

#[tokio::test]
async fn what_is_being_written_is_swept_at_the_start_alone() {
    let scene = Scene::new().await;
    let worker = with_photos(&scene).await;
    let uploads = prepare(&worker, 8).await;
    let unfinished = uploads[0].body.with_extension("part");
    std::fs::write(&unfinished, b"half").unwrap();
    let digests = worker.core.waiting_uploads();
    assert_eq!(digests.len(), uploads.len(), "half a body is none");
    worker.try_sync(&wifi()).await.unwrap();
    assert!(unfinished.exists(), "somebody may be writing it");
    let worker = worker.reopen();
    assert!(!unfinished.exists());
    assert_eq!(worker.core.waiting_uploads().len(), uploads.len());
}
