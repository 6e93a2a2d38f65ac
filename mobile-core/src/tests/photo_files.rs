//! Photo files: the same bytes once, what a loss leaves, what the trash lets go of.

use std::path::{Path, PathBuf};

use wangge_domain::{RecordId, StreamId, Timestamp};
use wangge_protocol::{Refusal, sha256};
use wangge_sync_engine::store::{ClientCommit, ClientStore as _, DecidedEnvelope};

use super::inspection_loop::start;
use crate::media::{BlobContext, BlobKey, BlobLabel, seal_bytes};
use crate::store::BlobRole;
use crate::testing::{Scene, TestPhone, photo};
use crate::{
    AttachedPhoto, CancellationToken, CoreError, ExportKey, PhotoInput, PhotoRole, SyncOptions,
};

const DAY_MS: i64 = 24 * 3600 * 1000;

fn blobs(worker: &TestPhone) -> PathBuf {
    worker.folder.path().join("data/blobs")
}

fn trash(worker: &TestPhone) -> PathBuf {
    worker.folder.path().join("data/blobs.trash")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn attach(worker: &TestPhone, target: RecordId, number: u8) -> AttachedPhoto {
    let input = PhotoInput {
        original: photo(number),
        item: "RH-01".to_owned(),
        ..PhotoInput::default()
    };
    worker.core.attach_photo(target, &input).unwrap()
}

fn records_only() -> SyncOptions {
    SyncOptions {
        photos: false,
        ..SyncOptions::default()
    }
}

#[tokio::test]
async fn the_same_picture_in_two_records_is_one_file() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let inspection = start(&worker, worker.premises("张记小吃店"));
    let first = attach(&worker, inspection, 1);
    assert_eq!(files(&blobs(&worker)).len(), 3);
    let second = attach(&worker, inspection, 1);
    assert_ne!(first.photo, second.photo);
    assert_eq!(files(&blobs(&worker)).len(), 3, "no byte is stored twice");
    let worker = worker.reopen();
    assert_eq!(worker.core.open_report().files_to_trash, 0);
    for photo_record in [first.photo, second.photo] {
        let bytes = worker.core.photo_bytes(photo_record, PhotoRole::Original);
        assert_eq!(bytes.unwrap(), photo(1));
    }
    let sent = worker.sync().await.photos;
    assert_eq!((sent.sent, sent.left), (3, 0));
}

#[tokio::test]
async fn a_file_that_is_damaged_is_written_anew_when_its_picture_comes_again() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let inspection = start(&worker, worker.premises("张记小吃店"));
    let first = attach(&worker, inspection, 1);
    damage_all(&worker);
    attach(&worker, inspection, 1);
    assert_eq!(
        worker
            .core
            .photo_bytes(first.photo, PhotoRole::Original)
            .unwrap(),
        photo(1)
    );
    assert_eq!(files(&blobs(&worker)).len(), 3);
    assert_eq!(files(&trash(&worker)).len(), 3, "nothing is deleted");
}

#[tokio::test]
async fn a_photo_that_is_refused_hands_its_files_on() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let inspection = start(&worker, worker.premises("张记小吃店"));
    let first = attach(&worker, inspection, 1);
    let second = attach(&worker, inspection, 1);
    let store = &worker.core.inner.store;
    let owner = || store.blob(sha256(&photo(1))).unwrap().unwrap().photo;
    assert_eq!(owner(), first.photo);
    let waiting = store.outbox(100).unwrap();
    let mut of_first = waiting
        .iter()
        .filter(|it| it.envelope.header.record == first.photo);
    let id = of_first.next().unwrap().envelope.id();
    let refused = ClientCommit {
        decided: vec![DecidedEnvelope::Refused {
            id,
            reason: Refusal::TooLarge,
            quarantined: false,
            at: Timestamp(1),
        }],
        ..ClientCommit::default()
    };
    store.commit(refused).unwrap();
    assert_eq!(owner(), second.photo);
    let roles = [BlobRole::Thumbnail, BlobRole::View, BlobRole::Original];
    let to_send = store.blobs_to_send(&roles, 10).unwrap();
    assert_eq!(to_send.len(), 3, "the other photo needs them");
}

fn damage_all(worker: &TestPhone) {
    for path in files(&blobs(worker)) {
        let mut bytes = std::fs::read(&path).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        std::fs::write(&path, bytes).unwrap();
    }
}

#[tokio::test]
async fn a_damaged_photo_is_fetched_and_the_damaged_file_kept_apart() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let sent = worker.photo_of(premises, "front", 1);
    worker.sync().await;
    let unsent = worker.photo_of(premises, "exit", 2);
    damage_all(&worker);
    let cancel = CancellationToken::new();
    let here = worker.core.photo_bytes(sent, PhotoRole::Original);
    assert!(
        matches!(here, Err(CoreError::PhotoRefused { .. })),
        "{here:?}"
    );
    let fetched = worker
        .core
        .fetch_photo(sent, PhotoRole::Original, &cancel)
        .await
        .unwrap();
    assert_eq!(fetched, photo(1));
    assert_eq!(
        worker.core.photo_bytes(sent, PhotoRole::Original).unwrap(),
        photo(1)
    );
    assert_eq!(files(&trash(&worker)).len(), 1, "the damaged file is kept");
    // What the relay never had cannot be mended: that is said, and not that the relay lacks it.
    let lost = worker
        .core
        .fetch_photo(unsent, PhotoRole::Original, &cancel)
        .await;
    assert!(
        matches!(lost, Err(CoreError::PhotoRefused { .. })),
        "{lost:?}"
    );
}

#[tokio::test]
async fn an_export_carries_the_photos_of_refused_work() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    worker.sync().await;
    // The lease runs out in the field: the photo's record is set apart.
    scene.pass(31 * DAY_MS);
    worker.photo_of(premises, "front", 1);
    worker.try_sync(&records_only()).await.unwrap();
    assert!(!worker.core.refused_work().unwrap().is_empty());
    let out = worker.folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let report = worker.core.export_pending(&out, ExportKey::Plain).unwrap();
    assert_eq!(
        (report.photos, report.unreadable, report.without_key),
        (3, 0, 0)
    );
    let name = format!("{}.blob", sha256(&photo(1)));
    assert_eq!(std::fs::read(report.folder.join(name)).unwrap(), photo(1));
    let list = std::fs::read_to_string(report.folder.join("photos.json")).unwrap();
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 3, "{list}");
}

/// The phone opens again without its database.
fn lose_the_database(worker: TestPhone) -> TestPhone {
    worker.core.close().unwrap();
    for name in ["wangge.db", "wangge.db-wal", "wangge.db-shm"] {
        let _none = std::fs::remove_file(worker.folder.path().join("data").join(name));
    }
    worker.reopen()
}

#[tokio::test]
async fn originals_are_found_again_after_the_database_is_lost() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let known = worker.photo_of(premises, "front", 1);
    worker.try_sync(&records_only()).await.unwrap();
    worker.photo_of(premises, "exit", 2);
    // One as files were before they had labels: its key stood in the database alone.
    let plain = photo(3);
    let context = BlobContext {
        tenant: worker.core.status().unwrap().tenant.unwrap(),
        digest: sha256(&plain),
        length: plain.len() as u64,
    };
    let mut old = Vec::new();
    seal_bytes(
        &mut old,
        &BlobKey::from_bytes([5; 32]),
        &context,
        b"",
        &plain,
    )
    .unwrap();
    std::fs::write(blobs(&worker).join("00ee"), old).unwrap();

    let worker = lose_the_database(worker);
    let report = worker.core.open_report();
    assert!(report.database_gone);
    // Both pictures show the same scene: they share view copy and thumbnail.
    assert_eq!((report.found_photos, report.files_without_key), (4, 1));
    worker.sync().await;
    assert_eq!(
        worker.core.photo_bytes(known, PhotoRole::Original).unwrap(),
        photo(1)
    );
    let status = worker.core.status().unwrap();
    assert_eq!(
        status.unfiled, 1,
        "the second one's record was lost: {status:?}"
    );
    assert!(status.originals.held >= 1, "the first one was sent");
    let out = worker.folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let report = worker.core.export_pending(&out, ExportKey::Plain).unwrap();
    let name = format!("{}.blob", sha256(&photo(2)));
    assert_eq!(std::fs::read(report.folder.join(name)).unwrap(), photo(2));
    assert_eq!(report.without_key, 1, "it is told, and stays");
    // However long it lies there.
    let worker = worker.reopen();
    scene.pass(400 * DAY_MS);
    worker.sync().await;
    let worker = worker.reopen();
    assert_eq!(files(&trash(&worker)).len(), 1);
    let bytes = worker.core.photo_bytes(known, PhotoRole::Original);
    assert_eq!(bytes.unwrap(), photo(1));
}

/// A whole file that no row names, as a kill leaves it.
fn orphan(worker: &TestPhone, plain: &[u8], role: BlobRole) -> String {
    let inner = &worker.core.inner;
    let tenant = worker.core.status().unwrap().tenant.unwrap();
    let random = inner.random.as_ref();
    let key = BlobKey::random(random);
    let context = BlobContext {
        tenant,
        digest: sha256(plain),
        length: plain.len() as u64,
    };
    let label = BlobLabel {
        digest: context.digest,
        length: context.length,
        role: role.as_str().to_owned(),
        photo: RecordId::from_bytes([1; 16]),
        stream: StreamId::from_bytes([2; 16]),
        made_at: Timestamp(3),
        fetched: false,
    };
    let label = inner.blob_vault.seal_label(&label, &key, tenant, random);
    inner
        .folder
        .put(&key, &context, &label, plain, random)
        .unwrap()
}

#[tokio::test]
async fn the_trash_lets_go_by_age_of_what_is_safe_and_of_nothing_else() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    worker.photo_of(premises, "front", 1);
    worker.sync().await;
    let held = orphan(&worker, &photo(1), BlobRole::Original);
    let unsent = orphan(&worker, &photo(2), BlobRole::Original);
    let copy = orphan(&worker, b"a view copy", BlobRole::View);
    std::fs::write(blobs(&worker).join("00ff.part"), b"half").unwrap();
    let worker = worker.reopen();
    assert_eq!(worker.core.open_report().files_to_trash, 4);
    let lies = |worker: &TestPhone, name: &str| {
        files(&trash(worker))
            .iter()
            .any(|it| it.display().to_string().contains(name))
    };
    // The relay's time counts, and what lies there is counted from when it was first seen.
    scene.pass(29 * DAY_MS);
    worker.sync().await;
    let worker = worker.reopen();
    assert_eq!(files(&trash(&worker)).len(), 4, "not for thirty days yet");
    scene.pass(2 * DAY_MS);
    worker.sync().await;
    let worker = worker.reopen();
    assert!(!lies(&worker, &held), "the relay holds its bytes");
    assert!(!lies(&worker, &copy), "it can be made again");
    assert!(!lies(&worker, "00ff"), "it was never whole");
    assert!(
        lies(&worker, &unsent),
        "an original that was not sent stays"
    );
    assert_eq!(files(&trash(&worker)).len(), 1);
}
