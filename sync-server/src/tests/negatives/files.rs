//! 111 to 122: backups, and a database that somebody touched.

use std::fs;
use std::path::Path;

use crate::admin::{restore, verify_backup};
use crate::error::RelayStartError;
use crate::relay::ClockChoice;
use crate::store::sqlite::verify_file;
use crate::tests::phone::Phone;
use crate::tests::world::{WORKER, World, stream};

/// A relay with a few rows, and a backup of it.
async fn backed_up() -> (World, Phone) {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    for number in 1..=3 {
        phone.premises(&world, number, stream(0), "桥头超市");
    }
    phone.sync(&world).await;
    let report = world.admin().backup(&backup_of(&world)).unwrap();
    assert!(report.rows >= 3);
    (world, phone)
}

fn backup_of(world: &World) -> std::path::PathBuf {
    world.folder.path().join("backup")
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_111_push_while_a_backup_is_made() {
    let (world, mut phone) = backed_up().await;
    let admin = world.admin();
    let folder = world.folder.path().join("second");
    let target = folder.clone();
    let copying = tokio::task::spawn_blocking(move || admin.backup(&target).map(drop));
    for number in 4..=12 {
        phone.premises(&world, number, stream(0), "边备份边写");
        assert_eq!(phone.sync(&world).await.accepted, 1);
    }
    copying.await.unwrap().unwrap();
    let report = verify_backup(&folder).unwrap();
    let covered = report.covered_heads[&stream(0).to_string()];
    assert!((3..=12).contains(&covered), "one moment of it: {covered}");
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_are_told_of_a_backup_when_it_was_read_back() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    assert_eq!(phone.sync(&world).await.backed_up, None);
    let begun = world.admin().status().unwrap().now;
    world.admin().backup(&backup_of(&world)).unwrap();
    let told = phone.sync(&world).await.backed_up.unwrap();
    assert!((begun..=begun + 1_000).contains(&told.0), "{told:?}");
    // A backup that cannot be made says nothing.
    world.clock.advance_ms(60_000);
    assert!(world.admin().backup(&backup_of(&world)).is_err());
    assert_eq!(phone.sync(&world).await.backed_up, Some(told));
}

/// The first thing that a check names.
fn problem(folder: &Path) -> String {
    match verify_backup(folder) {
        Err(RelayStartError::File { path, message }) => format!("{path}: {message}"),
        other => panic!("not noticed: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_119_a_row_edited_by_hand() {
    let (world, _phone) = backed_up().await;
    let folder = backup_of(&world);
    verify_backup(&folder).unwrap();
    let database = folder.join("relay.sqlite");
    let connection = rusqlite::Connection::open(&database).unwrap();
    let refused = connection.execute("UPDATE log SET received_at = received_at + 1", []);
    assert!(refused.is_err(), "the log is append-only");
    connection
        .execute_batch(
            "DROP TRIGGER log_keeps_bytes;
             UPDATE log SET received_at = received_at - 86400000
             WHERE place = (SELECT max(place) FROM log WHERE record IS NOT NULL);",
        )
        .unwrap();
    drop(connection);
    // Whoever edits the rows can write the manifest too: the chain still tells.
    let manifest = folder.join("manifest.json");
    let mut text: serde_json::Value =
        serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    let bytes = fs::read(&database).unwrap();
    let hash = wangge_protocol::sha256(&bytes).to_string();
    text["files"]["relay.sqlite"]["sha256"] = hash.into();
    text["files"]["relay.sqlite"]["length"] = bytes.len().into();
    fs::write(&manifest, text.to_string()).unwrap();
    assert!(problem(&folder).contains("does not hold"));
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_121_one_flipped_bit_in_a_backup() {
    let (world, _phone) = backed_up().await;
    let folder = backup_of(&world);
    verify_backup(&folder).unwrap();
    for name in ["relay.sqlite", "relay.toml", "keys/service-keys.json"] {
        let path = folder.join(name);
        let honest = fs::read(&path).unwrap();
        for place in [0, honest.len() / 2, honest.len() - 1] {
            let mut damaged = honest.clone();
            damaged[place] ^= 1;
            fs::write(&path, &damaged).unwrap();
            assert!(problem(&folder).contains(name), "{name} {place}");
        }
        fs::write(&path, &honest[..honest.len() / 2]).unwrap();
        assert!(problem(&folder).contains(name));
        fs::write(&path, &honest).unwrap();
    }
    verify_backup(&folder).unwrap();
    fs::remove_file(folder.join("manifest.json")).unwrap();
    assert!(
        problem(&folder).contains("manifest"),
        "no backup without it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_121_one_flipped_bit_beside_the_logs() {
    let (mut world, _phone) = backed_up().await;
    world.close().await;
    let file = world.folder.path().join("relay").join("relay.sqlite");
    let connection = rusqlite::Connection::open(&file).unwrap();
    verify_file(&file).unwrap();
    for (table, said) in [
        ("policy_pack", "policy pack"),
        ("document", "document of record"),
    ] {
        let read = format!("SELECT rowid, bytes FROM {table} LIMIT 1");
        let held = connection.query_row(&read, [], |row| Ok((row.get(0)?, row.get(1)?)));
        let (row, honest): (i64, Vec<u8>) = held.unwrap();
        let write = format!("UPDATE {table} SET bytes = ?1 WHERE rowid = ?2");
        for place in [0, honest.len() / 2, honest.len() - 1] {
            let mut damaged = honest.clone();
            damaged[place] ^= 1;
            connection.execute(&write, (&damaged, row)).unwrap();
            let problem = verify_file(&file).unwrap_err().to_string();
            assert!(problem.contains(said), "{table} {place}: {problem}");
        }
        connection.execute(&write, (&honest, row)).unwrap();
    }
    verify_file(&file).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_122_an_older_backup_over_newer_data() {
    let (mut world, mut phone) = backed_up().await;
    phone.premises(&world, 9, stream(0), "备份之后");
    phone.sync(&world).await;
    world.close().await;
    let data = world.folder.path().join("relay");
    let clock = || ClockChoice::Given(world.clock.clone());
    let before = fs::read(data.join("relay.sqlite")).unwrap();
    let refused = restore(&backup_of(&world), &data, false, clock());
    assert!(matches!(refused, Err(RelayStartError::Invalid(_))));
    assert_eq!(fs::read(data.join("relay.sqlite")).unwrap(), before);
    // A relay that serves would go on in the folder that is moved aside: not even by force.
    let served = fs::File::create(data.join("serve.lock")).unwrap();
    served.try_lock().unwrap();
    let refused = restore(&backup_of(&world), &data, true, clock());
    assert!(matches!(refused, Err(RelayStartError::Invalid(_))));
    assert_eq!(fs::read(data.join("relay.sqlite")).unwrap(), before);
    drop(served);
    let report = restore(&backup_of(&world), &data, true, clock()).unwrap();
    let aside = report.set_aside.unwrap();
    assert_eq!(
        fs::read(aside.join("relay.sqlite")).unwrap(),
        before,
        "what was there is moved, not lost"
    );
    // Nor are keys and blobs lost of a relay whose database is gone.
    for entry in fs::read_dir(&data).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().contains("relay.sqlite") {
            fs::remove_file(path).unwrap();
        }
    }
    assert!(restore(&backup_of(&world), &data, false, clock()).is_err());
    let report = restore(&backup_of(&world), &data, true, clock()).unwrap();
    assert!(report.set_aside.unwrap().join("keys").exists());
    // A damaged backup is not put in place at all.
    let path = backup_of(&world).join("relay.sqlite");
    let mut damaged = fs::read(&path).unwrap();
    damaged[100] ^= 1;
    fs::write(&path, damaged).unwrap();
    let fresh = world.folder.path().join("fresh");
    assert!(restore(&backup_of(&world), &fresh, false, clock()).is_err());
    assert!(!fresh.join("relay.sqlite").exists());
}
