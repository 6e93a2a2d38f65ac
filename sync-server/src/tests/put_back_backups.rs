//! A database or a whole folder that somebody puts back by hand, telling nobody.

use std::fs;
use std::path::Path;

use super::backups::Kept;
use super::phone::Phone;
use super::world::{WORKER, World, stream};
use crate::store_choice::StoreChoice;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let into = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &into);
        } else {
            fs::copy(&path, &into).unwrap();
        }
    }
}

/// The files of the database alone, from one folder into another.
fn put_database(from: &Path, to: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let name = format!("relay.sqlite{suffix}");
        let _may_not_be_there = fs::remove_file(to.join(&name));
        if from.join(&name).exists() {
            fs::copy(from.join(&name), to.join(&name)).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_put_back_by_hand_is_noticed_when_the_relay_starts() {
    let mut world = World::start_configured_on("", StoreChoice::default()).await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    world.close().await;
    let (data, copied) = (
        world.folder.path().join("relay"),
        world.folder.path().join("copied"),
    );
    copy(&data, &copied);
    world.open().await;
    assert!(
        world.admin().healing().unwrap().is_none(),
        "nothing is lost"
    );
    phone.premises(&world, 1, stream(0), "桥头超市");
    assert_eq!(phone.sync(&world).await.accepted, 1);
    world.clock.advance_ms(60_000);
    world.run_jobs().await;
    world.close().await;

    put_database(&copied, &data);
    world.open().await;
    let healing = world.admin().healing().unwrap();
    assert_eq!(
        healing.expect("it heals before anybody has come").restored,
        0
    );
    // What the phone holds comes back, and with that it is over; a restart begins it no more.
    phone.sync(&world).await;
    world.admin().end_healing().unwrap();
    world.close().await;
    world.open().await;
    assert!(world.admin().healing().unwrap().is_none());
    world.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_put_back_by_hand_is_noticed_by_what_the_backup_saw() {
    let mut kept = Kept::start().await;
    kept.ship().await;
    kept.world.close().await;
    let (data, copied) = (kept.data(), kept.path("copied"));
    copy(&data, &copied);
    kept.world.open().await;
    kept.ship().await;
    kept.world.close().await;
    fs::remove_dir_all(&data).unwrap();
    copy(&copied, &data);
    kept.world.open().await;
    assert!(kept.world.admin().healing().unwrap().is_none());
    kept.world.clock.advance_ms(60_000);
    kept.link();
    assert!(kept.world.admin().healing().unwrap().is_some());
    // What is lost is known now: the next link says nothing new.
    kept.world.admin().end_healing().unwrap();
    kept.world.clock.advance_ms(60_000);
    kept.link();
    assert!(kept.world.admin().healing().unwrap().is_none());
}
