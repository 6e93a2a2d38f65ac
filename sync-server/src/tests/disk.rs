//! A disk that fills up stops photos first, then records, never reads, and all goes on by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use wangge_protocol::sha256;

use super::blobs::{created, creation, name_it, patch, picture, read};
use super::phone::Phone;
use super::world::{WORKER, World, stream};
use crate::disk::DiskProbe;

/// A disk with as much space as a test says.
#[derive(Debug)]
struct ManualDisk(AtomicU64);

impl DiskProbe for ManualDisk {
    fn free(&self) -> Option<u64> {
        Some(self.0.load(Ordering::Relaxed))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_stops_photos_then_records_never_reads_and_recovers() {
    let mut world = World::start().await;
    world.close().await;
    let disk = Arc::new(ManualDisk(AtomicU64::new(10 << 30)));
    world.disk = Some(disk.clone());
    world.open().await;
    let set = |mib: u64| disk.0.store(mib << 20, Ordering::Relaxed);
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let bytes = picture(1, 5_000);
    let digest = sha256(&bytes);
    let at = created(&world, &phone, &bytes).await;
    assert_eq!(patch(&world, &phone, &at, 0, &bytes).await.status(), 204);
    name_it(&world, &mut phone, 1, digest).await;
    let second = picture(2, 5_000);
    let at = created(&world, &phone, &second).await;

    // Photos stop, records go on.
    set(1_000);
    let refused = patch(&world, &phone, &at, 0, &second).await;
    assert_eq!(refused.status(), 507);
    let answer: serde_json::Value =
        serde_json::from_slice(&refused.bytes().await.unwrap()).unwrap();
    assert_eq!(answer["code"], "disk_full");
    let begun = creation(&world, &phone, sha256(b"3"), stream(0), 1)
        .send()
        .await;
    assert_eq!(begun.unwrap().status(), 507);
    name_it(&world, &mut phone, 2, sha256(&second)).await;
    assert_eq!(read(&world, &phone, digest).await.status(), 200);

    // Records stop, reads go on.
    set(200);
    let (original, thumbnail) = (sha256(b"o"), sha256(b"t"));
    let view = sha256(b"v");
    phone.photo(
        &world,
        3,
        stream(0),
        wangge_protocol::BlobHashes {
            original,
            view,
            thumbnail,
        },
    );
    let sent = phone.sync(&world).await;
    assert_eq!(sent.accepted, 0, "it waits on the phone");
    assert_eq!(read(&world, &phone, digest).await.status(), 200);

    // Space again: everything goes on without a restart.
    set(5_000);
    let sent = phone.sync(&world).await;
    assert_eq!(sent.accepted, 1);
    assert_eq!(patch(&world, &phone, &at, 0, &second).await.status(), 204);
    assert_eq!(read(&world, &phone, sha256(&second)).await.status(), 200);
}
