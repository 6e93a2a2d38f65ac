//! The relay is killed, its folder gone: what it shipped comes back from the parts, the rest from
//! the phones.

use std::path::{Path, PathBuf};
use std::process::Command;

use wangge_tests::s3_server::S3Server;

use super::healing::{case, heads, number, photos_held};
use super::programs::{RelayProcess, program};
use crate::world::{World, WorldClock};

/// Runs the relay's program to its end and reads the JSON it prints.
async fn run(arguments: &[&str], data: &Path) -> serde_json::Value {
    let mut command = Command::new(program("wangge-relay", "WANGGE_RELAY_BIN"));
    command.args(arguments).args(["--json", "--data"]).arg(data);
    let output = tokio::task::spawn_blocking(move || command.output().expect("it runs"))
        .await
        .expect("it ends");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{text}{said}");
    serde_json::from_str(text.trim()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_and_deleted_relay_comes_back_from_shipped_links_and_phones() {
    comes_back(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_and_deleted_relay_comes_back_from_links_in_a_bucket_and_phones() {
    comes_back(true).await;
}

/// A configuration file that names a bucket as the place of backups.
fn bucket(world: &World, server: &S3Server, recipient: &str) -> PathBuf {
    let file = world.path("away.toml");
    let text = server.backup_configuration("qingfeng", &world.path("backup-secret"));
    let text = format!("{text}recipient = \"{recipient}\"\n");
    std::fs::write(&file, text).expect("it can be written");
    file
}

async fn comes_back(from_bucket: bool) {
    let mut world = World::start_at(WorldClock::now_in_china()).await;
    let (one, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    let first = case(&world, &one, grid, 0);
    one.sync().await;
    let listen = world.relay().address.replace("https://", "");
    world.stop().await;
    let key = world.path("backup-key.txt");
    let recipient = wangge_sync_server::admin::new_backup_key(&key).expect("a new file");
    let server = from_bucket.then(|| S3Server::start(&world.path("s3")));
    let place = match &server {
        Some(server) => bucket(&world, server, &recipient),
        None => world.path("links"),
    };
    let to = place.display().to_string();
    let relay = RelayProcess::start(&world.data(), &listen);
    let ship = ["backup", "--to", &to, "--recipient", &recipient];
    let whole = run(&ship, &world.data()).await;
    let second = case(&world, &one, grid, 1);
    one.sync().await;
    let step = run(&ship, &world.data()).await;
    assert_eq!(
        (&whole["whole"], &step["whole"]),
        (&true.into(), &false.into())
    );
    assert!(step["rows"].as_u64() > whole["rows"].as_u64(), "{step}");

    // Acknowledged, and not shipped yet.
    let third = case(&world, &one, grid, 2);
    one.sync().await;
    officer.sync().await;
    let cases = [first, second, third];
    let numbers = cases.map(|hazard| number(&one, hazard));
    assert!(numbers.iter().all(Option::is_some), "{numbers:?}");
    let (before, photos) = (heads(&world.data()), photos_held(&world.data()));
    let acknowledged: i64 = before.values().map(|(seq, _)| seq).sum();
    relay.kill();
    std::fs::remove_dir_all(world.data()).expect("it is gone");

    let key = key.display().to_string();
    let restored = run(&["restore", "--from", &to, "--key", &key], &world.data()).await;
    assert_eq!(restored["link"], 2);
    assert_eq!(restored["rows"], step["rows"]);
    assert!(
        restored["rows"].as_i64() < Some(acknowledged),
        "some is missing: {restored}"
    );
    assert!(restored["waiting"].as_u64() >= Some(2), "{restored}");
    let relay = RelayProcess::start(&world.data(), &listen);
    for phone in [&officer, &one, &officer] {
        phone.sync().await;
    }
    assert_eq!(
        world.admin().healing().expect("it reads"),
        None,
        "all were heard"
    );
    let after = heads(&world.data());
    for (stream, (seq, chain)) in &before {
        let (now, held) = &after[stream];
        assert!(now >= seq, "an acknowledged row is lost in {stream}");
        assert!(now > seq || held == chain, "the same log to the last bit");
    }
    assert!(photos_held(&world.data()) >= photos, "photos came again");
    assert_eq!(cases.map(|hazard| number(&one, hazard)), numbers);
    assert_eq!(cases.map(|hazard| number(&officer, hazard)), numbers);
    relay.kill();
}
