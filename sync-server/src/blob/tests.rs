//! What every blob store has to keep（照片存储一致性测试）, asked of a folder and of S3 alike.

use std::path::Path;

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tempfile::TempDir;
use uuid::Uuid;
use wangge_domain::{Digest, TenantId};
use wangge_protocol::sha256;
use wangge_sync_engine::testing::{Defect, plant};
use wangge_tests::s3_server::{ACCESS_KEY, BUCKET, S3Server, SECRET_KEY};

use super::{BlobError, Blobs};
use crate::blob_choice::{BlobChoice, S3Choice};
use crate::data_folder::DataFolder;

/// A store under test, with what it stands on.
struct Held {
    blobs: Blobs,
    folder: TempDir,
    server: Option<S3Server>,
}

fn s3_choice(server: &S3Server, secret: &Path) -> BlobChoice {
    std::fs::write(secret, SECRET_KEY).unwrap();
    BlobChoice::S3(S3Choice {
        endpoint: server.endpoint(),
        region: "us-east-1".to_owned(),
        bucket: BUCKET.to_owned(),
        prefix: "qingfeng".to_owned(),
        access_key: ACCESS_KEY.to_owned(),
        secret_key_file: Some(secret.to_owned()),
        allow_http: true,
        certificate_file: None,
    })
}

fn make(on_s3: bool) -> Held {
    let folder = TempDir::new().unwrap();
    let data = DataFolder::new(folder.path().join("relay"));
    data.create().unwrap();
    let server = on_s3.then(|| S3Server::start(&folder.path().join("s3")));
    let choice = match &server {
        Some(server) => s3_choice(server, &folder.path().join("secret")),
        None => BlobChoice::Folder,
    };
    Held {
        blobs: Blobs::open(&data, &choice).unwrap(),
        folder,
        server,
    }
}

fn both() -> [(&'static str, Held); 2] {
    [("folder", make(false)), ("S3", make(true))]
}

fn tenant(number: u8) -> TenantId {
    TenantId::from_bytes([number; 16])
}

fn bytes(size: usize) -> Vec<u8> {
    let block = sha256(&[7]).0;
    block.iter().copied().cycle().take(size).collect()
}

async fn put(
    blobs: &Blobs,
    tenant: TenantId,
    digest: Digest,
    bytes: &[u8],
) -> Result<u64, BlobError> {
    let pieces: Vec<Result<Bytes, BlobError>> = bytes
        .chunks(100_000)
        .map(|piece| Ok(Bytes::copy_from_slice(piece)))
        .collect();
    blobs
        .put(tenant, digest, stream::iter(pieces).boxed())
        .await
}

async fn get(
    blobs: &Blobs,
    tenant: TenantId,
    digest: Digest,
    range: Option<std::ops::Range<u64>>,
) -> Option<Vec<u8>> {
    let read = blobs.read(tenant, digest, range).await.ok()?;
    let pieces: Vec<Bytes> = read.try_collect().await.ok()?;
    Some(pieces.concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_is_read_whole_and_by_range_by_its_tenant_alone() {
    for (name, held) in both() {
        // More than one part of a multipart upload, and next to nothing.
        for size in [12_000_000, 1] {
            let picture = bytes(size);
            let digest = sha256(&picture);
            let stored = put(&held.blobs, tenant(1), digest, &picture).await.unwrap();
            assert_eq!(stored, size as u64, "{name}");
            assert_eq!(
                get(&held.blobs, tenant(1), digest, None).await.unwrap(),
                picture
            );
            assert_eq!(
                get(&held.blobs, tenant(2), digest, None).await,
                None,
                "{name}"
            );
        }
        let picture = bytes(12_000_000);
        let middle = get(
            &held.blobs,
            tenant(1),
            sha256(&picture),
            Some(5_242_879..5_242_882),
        );
        assert_eq!(
            middle.await.unwrap(),
            &picture[5_242_879..5_242_882],
            "{name}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_wrong_at_the_end_never_become_readable_nor_replace_good_ones() {
    for (name, held) in both() {
        let picture = bytes(6_000_000);
        let digest = sha256(&picture);
        let mut wrong = picture.clone();
        *wrong.last_mut().unwrap() ^= 1;
        for _ in 0..2 {
            let refused = put(&held.blobs, tenant(1), digest, &wrong).await;
            assert!(matches!(refused, Err(BlobError::WrongHash)), "{name}");
            assert_eq!(
                get(&held.blobs, tenant(1), digest, None).await,
                None,
                "{name}"
            );
        }
        put(&held.blobs, tenant(1), digest, &picture).await.unwrap();
        let refused = put(&held.blobs, tenant(1), digest, &wrong).await;
        assert!(matches!(refused, Err(BlobError::WrongHash)), "{name}");
        assert_eq!(
            get(&held.blobs, tenant(1), digest, None).await.unwrap(),
            picture
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_in_many_requests_is_whole_again_and_leaves_nothing_behind() {
    for (name, held) in both() {
        let (picture, upload) = (bytes(1_000), Uuid::from_bytes([3; 16]));
        let digest = sha256(&picture);
        for (from, to) in [(0_usize, 400_usize), (400, 401), (401, 1_000)] {
            let mut came = held
                .blobs
                .staging
                .receive(upload, from as u64)
                .await
                .unwrap();
            came.file.append(&picture[from..to]).await.unwrap();
            held.blobs
                .staging
                .keep(tenant(1), upload, came, to as u64)
                .await
                .unwrap();
            // A request whose bytes do not count changes nothing.
            let mut lost = held.blobs.staging.receive(upload, to as u64).await.unwrap();
            lost.file.append(b"not of the picture").await.unwrap();
            held.blobs.staging.discard(lost).await.unwrap();
        }
        let read = held
            .blobs
            .staging
            .read(tenant(1), upload, 1_000)
            .await
            .unwrap();
        let size = held.blobs.put(tenant(1), digest, read).await.unwrap();
        assert_eq!(size, 1_000, "{name}");
        held.blobs.staging.forget(tenant(1), upload).await.unwrap();
        let again = held.blobs.staging.read(tenant(1), upload, 1_000).await;
        assert!(again.is_err(), "{name}: nothing of the upload is left");
        let parts = held.folder.path().join("relay/uploads");
        assert_eq!(std::fs::read_dir(parts).unwrap().count(), 0, "{name}");
    }
}

/// Files of the server that belong to objects in parts which nobody ended.
fn unfinished(held: &Held) -> usize {
    let entries = std::fs::read_dir(held.folder.path().join("s3")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".upload")).count()
}

fn notes(held: &Held) -> usize {
    let entries = std::fs::read_dir(held.folder.path().join("relay/uploads")).unwrap();
    entries
        .filter(|entry| super::begun::is_note(&entry.as_ref().unwrap().path()))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn objects_that_a_killed_relay_left_in_parts_are_given_up_after_a_day() {
    let held = make(true);
    let begun = held.blobs.begun.as_ref().unwrap();
    let at = super::store::location(tenant(1), sha256(b"x"));
    let mut upload = begun.start(&at).await.unwrap();
    upload.put_part(bytes(6_000_000).into()).await.unwrap();
    // Killed: nobody ends it.
    drop(upload);
    assert!(unfinished(&held) > 0);
    assert_eq!(notes(&held), 1);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = i64::try_from(now.unwrap().as_millis()).unwrap();
    let in_hours = |hours: i64| wangge_domain::Timestamp(now + hours * 3_600_000);
    // Files that requests were collecting go, the notes stay.
    held.blobs.staging.sweep_begun(in_hours(48)).await.unwrap();
    assert_eq!(begun.sweep(in_hours(23)).await.unwrap(), 0, "it may go on");
    assert!(unfinished(&held) > 0);
    assert_eq!(begun.sweep(in_hours(25)).await.unwrap(), 1);
    assert_eq!((unfinished(&held), notes(&held)), (0, 0));

    // One that was finished or given up leaves neither parts nor a note; nor does a wrong hash.
    let picture = bytes(12_000_000);
    put(&held.blobs, tenant(1), sha256(&picture), &picture)
        .await
        .unwrap();
    let wrong = put(&held.blobs, tenant(1), sha256(b"y"), &picture).await;
    assert!(matches!(wrong, Err(BlobError::WrongHash)));
    assert_eq!((unfinished(&held), notes(&held)), (0, 0));

    // A note of what the store has ended by itself is forgotten, and so is a torn one.
    let mut upload = begun.start(&at).await.unwrap();
    let folder = held.folder.path().join("relay/uploads");
    let note = std::fs::read_dir(&folder).unwrap().next().unwrap();
    let kept = std::fs::read(note.unwrap().path()).unwrap();
    upload.abort().await.unwrap();
    std::fs::write(folder.join("old.multipart"), kept).unwrap();
    std::fs::write(folder.join("torn.multipart"), "{\"at\":").unwrap();
    assert_eq!(begun.sweep(in_hours(25)).await.unwrap(), 2);
    assert_eq!(notes(&held), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn s3_keeps_its_objects_over_a_kill_and_refuses_a_wrong_key() {
    let mut held = make(true);
    let picture = bytes(6_000_000);
    let digest = sha256(&picture);
    put(&held.blobs, tenant(1), digest, &picture).await.unwrap();
    let server = held.server.as_mut().unwrap();
    server.restart();
    assert_eq!(
        get(&held.blobs, tenant(1), digest, None).await.unwrap(),
        picture
    );
    let secret = held.folder.path().join("secret");
    let choice = s3_choice(held.server.as_ref().unwrap(), &secret);
    std::fs::write(&secret, "another secret").unwrap();
    let data = DataFolder::new(held.folder.path().join("relay"));
    let stranger = Blobs::open(&data, &choice).unwrap();
    assert_eq!(get(&stranger, tenant(1), digest, None).await, None);
    assert!(put(&stranger, tenant(1), sha256(b"x"), b"x").await.is_err());
    assert!(
        get(&held.blobs, tenant(1), sha256(b"x"), None)
            .await
            .is_none()
    );
}

/// The tests above find a store that does not look at the hash: planted, it lets wrong bytes in.
#[tokio::test]
async fn a_hash_that_nobody_looks_at_is_caught() {
    let held = make(false);
    let digest = sha256(b"another picture");
    plant(Some(Defect::SkipPhotoHash));
    let taken = put(&held.blobs, tenant(1), digest, b"some picture").await;
    plant(None);
    assert!(taken.is_ok(), "planted, nothing else refuses it");
    let refused = put(&held.blobs, tenant(2), digest, b"some picture").await;
    assert!(matches!(refused, Err(BlobError::WrongHash)));
}
