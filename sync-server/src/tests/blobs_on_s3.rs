//! Photos through the relay's doors into a store that speaks S3.

use std::path::Path;

use wangge_protocol::sha256;
use wangge_tests::postgres_cluster::PostgresCluster;

use super::blobs::{created, name_it, offset, patch, picture, read, request};
use super::phone::Phone;
use super::world::{DAY_MS, WORKER, World};
use crate::relay::{ClockChoice, Relay, RelayConfig};
use crate::store_choice::StoreChoice;

/// Files of objects in the bucket, those of uploads under way among them.
fn objects(world: &World) -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                walk(&path, found);
            } else if !name.starts_with('.') {
                found.push(path.display().to_string());
            }
        }
    }
    let mut found = Vec::new();
    walk(&world.folder.path().join("s3/photos/qingfeng"), &mut found);
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_cut_at_every_part_over_restarts_of_relay_and_store_is_whole() {
    let mut world = World::start_on_s3().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let bytes = picture(1, 9_000);
    let at = created(&world, &phone, &bytes).await;
    for (number, part) in bytes.chunks(1_000).enumerate() {
        let stands = number * 1_000;
        match number % 3 {
            1 => {
                world.close().await;
                world.open().await;
                phone.sync(&world).await;
            }
            2 => world.s3.as_mut().unwrap().restart(),
            _ => {}
        }
        assert_eq!(offset(&world, &phone, &at).await, stands.to_string());
        let sent = patch(&world, &phone, &at, stands, part).await;
        assert_eq!(sent.status(), 204, "part {number}");
    }
    let digest = sha256(&bytes);
    name_it(&world, &mut phone, 1, digest).await;
    let whole = read(&world, &phone, digest).await;
    assert_eq!(whole.bytes().await.unwrap().as_ref(), bytes.as_slice());
    let part = request(&world, &phone, "GET", &format!("/api/v1/blobs/{digest}"))
        .header("range", "bytes=4500-4600")
        .send()
        .await
        .unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.bytes().await.unwrap().as_ref(), &bytes[4_500..=4_600]);
    let kept = objects(&world);
    assert_eq!(kept.len(), 1, "the parts are gone: {kept:?}");
    assert!(kept[0].ends_with(&digest.to_string()));
    let folder = world.folder.path().join("relay");
    for empty in ["blobs", "uploads"] {
        assert_eq!(std::fs::read_dir(folder.join(empty)).unwrap().count(), 0);
    }
}

/// Copies what a second relay needs: keys, certificate, configuration. No photo, no part.
fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let into = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &into);
        } else {
            std::fs::copy(entry.path(), into).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_relays_on_one_database_and_one_bucket_take_the_parts_of_a_photo_in_turn() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let store = StoreChoice::Postgres(cluster.database());
    let world = World::start_on_s3_and(store).await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let data = world.folder.path().join("another machine");
    copy_folder(&world.folder.path().join("relay"), &data);
    let other = Relay::start(RelayConfig {
        listen: Some("127.0.0.1:0".to_owned()),
        clock: ClockChoice::Given(world.clock.clone()),
        ..RelayConfig::new(&data)
    })
    .await
    .unwrap();
    let bytes = picture(9, 10_000);
    let digest = sha256(&bytes);
    name_it(&world, &mut phone, 1, digest).await;
    let here = created(&world, &phone, &bytes).await;
    let there = format!("{}{here}", other.address);
    for number in 0..10_usize {
        let (stands, end) = (number * 1_000, number * 1_000 + 1_000);
        let part = &bytes[stands..end];
        if number == 5 {
            // A phone that lost its connection to one asks the other, while the first is still at
            // work: whoever comes first, the bytes count once.
            let (one, two) = tokio::join!(
                patch(&world, &phone, &here, stands, part),
                patch(&world, &phone, &there, stands, part)
            );
            for answer in [one, two] {
                assert!([204, 409].contains(&answer.status().as_u16()));
            }
        } else {
            let at = if number % 2 == 0 { &here } else { &there };
            assert_eq!(offset(&world, &phone, at).await, stands.to_string());
            assert_eq!(patch(&world, &phone, at, stands, part).await.status(), 204);
        }
    }
    for base in [world.base.as_str(), other.address.as_str()] {
        let at = format!("{base}/api/v1/blobs/{digest}");
        let read = request(&world, &phone, "GET", &at).send().await.unwrap();
        assert_eq!(read.bytes().await.unwrap().as_ref(), bytes.as_slice());
    }
    assert_eq!(objects(&world).len(), 1, "no part is left");
    other.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_last_byte_is_never_readable_and_the_photo_begins_anew() {
    let world = World::start_on_s3().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let bytes = picture(2, 5_000);
    let mut wrong = bytes.clone();
    *wrong.last_mut().unwrap() ^= 1;
    let digest = sha256(&bytes);
    name_it(&world, &mut phone, 1, digest).await;
    let at = created(&world, &phone, &bytes).await;
    assert_eq!(
        patch(&world, &phone, &at, 0, &wrong[..2_000])
            .await
            .status(),
        204
    );
    assert_eq!(
        patch(&world, &phone, &at, 2_000, &wrong[2_000..])
            .await
            .status(),
        460
    );
    assert_eq!(read(&world, &phone, digest).await.status(), 404);
    assert_eq!(objects(&world), Vec::<String>::new());
    let at = created(&world, &phone, &bytes).await;
    assert_eq!(patch(&world, &phone, &at, 0, &bytes).await.status(), 204);
    assert_eq!(read(&world, &phone, digest).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_store_is_away_nothing_is_taken_and_nothing_is_lost() {
    let mut world = World::start_on_s3().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let bytes = picture(3, 4_000);
    let at = created(&world, &phone, &bytes).await;
    assert_eq!(
        patch(&world, &phone, &at, 0, &bytes[..1_000])
            .await
            .status(),
        204
    );
    world.s3.as_mut().unwrap().kill();
    let refused = patch(&world, &phone, &at, 1_000, &bytes[1_000..]).await;
    assert_eq!(refused.status(), 503);
    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(offset(&world, &phone, &at).await, "1000");
    world.s3.as_mut().unwrap().restart();
    assert_eq!(
        patch(&world, &phone, &at, 1_000, &bytes[1_000..])
            .await
            .status(),
        204
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn objects_that_no_index_knows_go_after_their_grace_and_no_others() {
    let world = World::start_on_s3().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let bytes = picture(5, 3_000);
    let at = created(&world, &phone, &bytes).await;
    assert_eq!(patch(&world, &phone, &at, 0, &bytes).await.status(), 204);
    let kept = objects(&world);
    // What a relay leaves that was killed between the store and the index.
    let orphan = sha256(b"orphan").to_string();
    let known = Path::new(&kept[0]);
    let folder = known.parent().unwrap().parent().unwrap();
    let fold = folder.join(orphan.chars().take(2).collect::<String>());
    std::fs::create_dir_all(&fold).unwrap();
    std::fs::write(fold.join(&orphan), b"orphan").unwrap();
    // The machine's clock stamps objects; the relay's is moved past it.
    let machine = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let ahead = i64::try_from(machine.unwrap().as_millis()).unwrap() - world.now().0;
    world.clock.advance_ms(ahead.max(0) + 2 * DAY_MS);
    world.run_jobs().await;
    assert_eq!(objects(&world).len(), 2, "seen, but in its grace");
    world.clock.advance_ms(13 * DAY_MS);
    world.run_jobs().await;
    assert_eq!(objects(&world).len(), 2, "a day of grace is left");
    world.clock.advance_ms(2 * DAY_MS);
    world.run_jobs().await;
    assert_eq!(
        objects(&world),
        kept,
        "the orphan is gone, the photo is not"
    );
}
