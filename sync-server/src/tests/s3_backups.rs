//! Backups in links in a store that speaks S3.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use wangge_tests::s3_server::{BUCKET, S3Server};

use super::backups::{Kept, files, named, silent};
use super::world::World;
use crate::admin::{backup_recipient, new_backup_key, restore, restore_linked, verify_linked};
use crate::error::RelayStartError;
use crate::relay::ClockChoice;

/// A server and where it keeps what lies below the prefix.
fn bucket(folder: &TempDir) -> (S3Server, PathBuf) {
    let root = folder.path().join("s3");
    (S3Server::start(&root), root.join(BUCKET).join("qingfeng"))
}

fn links(held: &Path) -> usize {
    let chain = held.join("chain");
    if chain.exists() {
        files(&chain).len()
    } else {
        0
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn links_in_a_bucket_are_shipped_checked_and_restored_as_in_a_folder() {
    let away = TempDir::new().unwrap();
    let (mut server, held) = bucket(&away);
    let mut kept = Kept::start_on(&server).await;
    kept.photo().await;
    let first = kept.ship().await;
    let second = kept.ship().await;
    assert!(first.whole && !second.whole && second.link == 2);
    assert_eq!((first.blobs, second.blobs), (1, 0));
    assert!(second.bytes < first.bytes, "{second:?}");
    let third = kept.link_tried(true).unwrap();
    // Nothing lies on this machine, and no bytes of a person lie open in the bucket.
    assert!(!kept.path("links").exists());
    assert_eq!(links(&held), third.link as usize);
    for path in files(&held) {
        let bytes = fs::read(&path).unwrap();
        let name = "桥头超市".as_bytes();
        assert!(!bytes.windows(name.len()).any(|part| part == name));
    }
    // What the server acknowledged outlives it.
    server.restart();
    let checked = kept.check(true, Some(2)).unwrap();
    assert!(checked.opened && checked.unnamed.is_empty(), "{checked:?}");
    assert_eq!((checked.rows, checked.made_at), (second.rows, second.begun));
    assert_eq!(kept.check(false, None).unwrap().rows, third.rows);
    kept.world.close().await;
    let clock = ClockChoice::Given(kept.world.clock.clone());
    let data = kept.data();
    // Without the key it is told what it is.
    let refused = restore(&kept.place, &data, true, clock.clone());
    assert!(matches!(refused, Err(RelayStartError::Invalid(said)) if said.contains("--key")));
    let restored =
        restore_linked(&kept.place, &kept.key, Some(2), &data, true, clock, &silent).unwrap();
    assert_eq!((restored.link, restored.rows), (2, second.rows));
    assert_eq!((restored.blobs, restored.lacking.len()), (1, 0));
    // The restored relay ships on into the same bucket.
    let anew = kept.link();
    assert!(anew.whole && anew.link == third.link + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_in_a_bucket_is_named() {
    let away = TempDir::new().unwrap();
    let (mut server, held) = bucket(&away);
    let mut kept = Kept::start_on(&server).await;
    kept.ship().await;
    let part = files(&held.join("parts")).remove(0);
    let honest = fs::read(&part).unwrap();
    let mut damaged = honest.clone();
    damaged[200] ^= 1;
    fs::write(&part, &damaged).unwrap();
    let name = part.file_name().unwrap().to_string_lossy().into_owned();
    let said = named(kept.check(false, None));
    assert!(said.contains(&name) && said.contains("s3://"), "{said}");
    fs::write(&part, &honest).unwrap();
    kept.check(true, None).unwrap();
    // The secret stands in the file alone, and a wrong one opens nothing.
    let secret = kept.path("backup-secret");
    let right = fs::read_to_string(&secret).unwrap();
    assert!(!fs::read_to_string(&kept.place).unwrap().contains(&right));
    fs::write(&secret, "wrong-7731").unwrap();
    let refused = kept.link_tried(false).unwrap_err().to_string();
    assert!(!refused.contains("wrong-7731"), "{refused}");
    assert!(kept.check(false, None).is_err());
    fs::write(&secret, right).unwrap();
    // A file that names no place.
    let empty = kept.path("empty.toml");
    fs::write(&empty, "listen = \"127.0.0.1:1\"\n").unwrap();
    let refused = verify_linked(&empty, None, None, &silent);
    assert!(
        matches!(refused, Err(RelayStartError::File { message, .. }) if message.contains("[backup]"))
    );
    server.kill();
    assert!(kept.link_tried(false).is_err());
    assert_eq!(links(&held), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_serving_relay_ships_into_its_bucket_and_goes_on_when_the_bucket_is_back() {
    let away = TempDir::new().unwrap();
    let (mut server, held) = bucket(&away);
    let key = away.path().join("backup-key.txt");
    let recipient = new_backup_key(&key).unwrap();
    let lines = server.backup_configuration("qingfeng", &away.path().join("secret"));
    let world = World::start_configured(&format!("{lines}recipient = \"{recipient}\"\n")).await;
    world.run_jobs().await;
    assert_eq!(links(&held), 1);
    let tried = world.admin().status().unwrap().backup_trial.unwrap();
    assert_eq!(tried.1, "");
    world.clock.advance_ms(45_000);
    world.run_jobs().await;
    assert_eq!(links(&held), 2);
    // While the bucket is away the relay serves on, and tells phones nothing new.
    server.kill();
    let before = world.admin().status().unwrap().last_backup_at;
    world.clock.advance_ms(45_000);
    world.run_jobs().await;
    assert_eq!(world.admin().status().unwrap().last_backup_at, before);
    server.restart();
    world.clock.advance_ms(45_000);
    world.run_jobs().await;
    assert_eq!(links(&held), 3);
    let file = world.folder.path().join("relay/relay.toml");
    let checked = verify_linked(&file, Some(&key), None, &silent).unwrap();
    assert_eq!(checked.link, 3);
    // The commands find the place in the configuration by themselves.
    let admin = world.admin();
    assert_eq!(admin.configuration_file().unwrap(), file);
    assert_eq!(backup_recipient(&file).unwrap(), recipient);
}
