//! What a relay does with data that were damaged on its disk: nothing passes for what it is not.

use std::path::PathBuf;

use rusqlite::Connection;
use tempfile::TempDir;

use super::jobs::served_hazard;
use super::world::World;
use crate::doctor::{DoctorLevel, examine};
use crate::error::RelayStartError;
use crate::relay::{ClockChoice, Relay, RelayConfig};

/// Flips one bit in the middle of the bytes of a row.
fn damage(folder: &TempDir, table: &str, key: &str) {
    let file = folder.path().join("relay/relay.sqlite");
    let connection = Connection::open(file).unwrap();
    let (id, mut bytes): (i64, Vec<u8>) = connection
        .query_row(
            &format!("SELECT {key}, bytes FROM {table} LIMIT 1"),
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let update = format!("UPDATE {table} SET bytes = ?2 WHERE {key} = ?1");
    assert_eq!(connection.execute(&update, (id, bytes)).unwrap(), 1);
}

fn integrity(world: &World) -> DoctorLevel {
    let report = examine(&world.folder.path().join("relay"), true);
    let mut findings = report.findings.iter();
    findings.find(|it| it.check == "integrity").unwrap().level
}

#[tokio::test(flavor = "multi_thread")]
async fn a_measure_that_was_damaged_is_found_and_made_anew() {
    let mut world = World::start().await;
    served_hazard(&world).await;
    let cookie = world.cookie("officer").await;
    let path = "/api/v1/figures?open=all";
    let (status, sound) = world.get(&cookie, path).await;
    assert_eq!(status, 200, "{sound}");
    world.close().await;
    assert_eq!(integrity(&world), DoctorLevel::Well);
    damage(&world.folder, "measure", "number");
    assert_eq!(integrity(&world), DoctorLevel::Problem);
    world.open().await;
    let cookie = world.cookie("officer").await;
    let (status, mended) = world.get(&cookie, path).await;
    assert_eq!((status, &mended["figures"]), (200, &sound["figures"]));
    world.close().await;
    assert_eq!(integrity(&world), DoctorLevel::Well);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_whose_rules_were_damaged_does_not_serve() {
    let mut world = World::start().await;
    world.close().await;
    damage(&world.folder, "policy_pack", "revision");
    assert_eq!(integrity(&world), DoctorLevel::Problem);
    let config = RelayConfig {
        listen: Some("127.0.0.1:0".to_owned()),
        clock: ClockChoice::Given(world.clock.clone()),
        ..RelayConfig::new(world.folder.path().join("relay"))
    };
    let refused = Relay::start(config).await;
    assert!(
        matches!(refused, Err(RelayStartError::PolicyDamaged(_))),
        "{:?}",
        refused.err()
    );
}

#[test]
fn a_configuration_that_cannot_be_read_is_named_and_not_the_port() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("relay.sqlite"), vec![7; 8_192]).unwrap();
    std::fs::write(folder.path().join("relay.toml"), "listen = = \"0.0.0.0:1\"").unwrap();
    let report = examine(folder.path(), false);
    let level = |check: &str| {
        let mut findings = report.findings.iter();
        findings.find(|it| it.check == check).unwrap().level
    };
    assert_eq!(level("configuration"), DoctorLevel::Problem);
    assert_eq!(level("port"), DoctorLevel::Warning);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_changed_behind_the_relays_back_are_found() {
    let mut world = World::start().await;
    served_hazard(&world).await;
    world.close().await;
    assert_eq!(integrity(&world), DoctorLevel::Well);
    let file = world.folder.path().join("relay/relay.sqlite");
    let honest = std::fs::read(&file).unwrap();
    for change in [
        "UPDATE document SET bytes = (SELECT other.bytes FROM document AS other
           ORDER BY other.number DESC LIMIT 1)
         WHERE number = (SELECT min(number) FROM document)",
        "DELETE FROM document WHERE number = (SELECT min(number) FROM document)",
        "UPDATE record SET status = 'closed' WHERE kind = 'rectification'",
        "UPDATE record SET title = '无隐患' WHERE kind = 'rectification'",
        "UPDATE record SET due = due + 86400000 WHERE due IS NOT NULL",
        "UPDATE record SET premises = NULL WHERE kind = 'rectification'",
        "UPDATE record SET last_seq = last_seq - 1 WHERE kind = 'rectification'",
        "DELETE FROM record WHERE kind = 'rectification'",
        "UPDATE record_count SET count = count + 1",
        "DELETE FROM policy_pack",
        "UPDATE record SET category = 'shop' WHERE kind = 'premises'",
        "UPDATE record SET number_text = '青消改字〔2026〕第0099号' WHERE kind = 'rectification'",
        "UPDATE record SET provisional_text = '暂-Z9-9' WHERE kind = 'rectification'",
        "DELETE FROM document_number",
    ] {
        let connection = Connection::open(&file).unwrap();
        connection
            .pragma_update(None, "foreign_keys", false)
            .unwrap();
        assert!(connection.execute(change, []).unwrap() > 0, "{change}");
        drop(connection);
        assert_eq!(integrity(&world), DoctorLevel::Problem, "{change}");
        std::fs::write(&file, &honest).unwrap();
        for suffix in ["-wal", "-shm"] {
            let _none = std::fs::remove_file(format!("{}{suffix}", file.display()));
        }
    }
    assert_eq!(integrity(&world), DoctorLevel::Well);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_file_that_was_changed_or_taken_away_is_found() {
    use super::blobs::{created, name_it, patch, picture};
    use wangge_protocol::sha256;

    let mut world = World::start().await;
    let mut phone = super::phone::Phone::enroll(&world, super::world::WORKER).await;
    phone.sync(&world).await;
    let bytes = picture(1, 5_000);
    let digest = sha256(&bytes);
    let at = created(&world, &phone, &bytes).await;
    assert_eq!(patch(&world, &phone, &at, 0, &bytes).await.status(), 204);
    name_it(&world, &mut phone, 1, digest).await;
    world.close().await;
    let data = world.folder.path().join("relay");
    let photos = |deep: bool| {
        let mut findings = examine(&data, deep).findings.into_iter();
        let found = findings.find(|it| it.check == "photos").unwrap();
        (found.level, found.found)
    };
    assert_eq!(photos(true).0, DoctorLevel::Well, "{}", photos(true).1);
    assert!(photos(false).1.contains("1 个"), "{}", photos(false).1);
    let database = Connection::open(data.join("relay.sqlite")).unwrap();
    let tenant: Vec<u8> = database
        .query_row("SELECT tenant FROM tenant", [], |row| row.get(0))
        .unwrap();
    let name = digest.to_string();
    let tenant = uuid::Uuid::from_slice(&tenant)
        .unwrap()
        .simple()
        .to_string();
    let file = data
        .join("blobs")
        .join(tenant)
        .join(name.get(..2).unwrap())
        .join(&name);
    // One byte: only the deep look reads it.
    let mut changed = bytes.clone();
    changed[2_500] ^= 1;
    std::fs::write(&file, &changed).unwrap();
    assert_eq!(photos(false).0, DoctorLevel::Well);
    assert_eq!(photos(true).0, DoctorLevel::Problem);
    assert!(photos(true).1.contains(&name));
    std::fs::remove_file(&file).unwrap();
    assert_eq!(photos(false).0, DoctorLevel::Problem);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_no_longer_says_whose_relay_it_is_is_found() {
    let mut world = World::start().await;
    world.close().await;
    let database = Connection::open(world.folder.path().join("relay/relay.sqlite")).unwrap();
    database.pragma_update(None, "foreign_keys", false).unwrap();
    database.execute("DELETE FROM tenant", []).unwrap();
    drop(database);
    let mut findings = examine(&world.folder.path().join("relay"), false)
        .findings
        .into_iter();
    let found = findings.find(|it| it.check == "integrity").unwrap();
    assert_eq!(found.level, DoctorLevel::Problem, "{}", found.found);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_whose_first_page_is_gone_is_not_served_and_not_touched() {
    let mut world = World::start().await;
    served_hazard(&world).await;
    world.close().await;
    let file = world.folder.path().join("relay/relay.sqlite");
    let mut damaged = std::fs::read(&file).unwrap();
    // The header stays, the tree of the schema behind it goes.
    damaged[100..400].fill(b'x');
    std::fs::write(&file, &damaged).unwrap();
    let config = RelayConfig {
        listen: Some("127.0.0.1:0".to_owned()),
        clock: ClockChoice::Given(world.clock.clone()),
        ..RelayConfig::new(world.folder.path().join("relay"))
    };
    let Err(refused) = Relay::start(config).await else {
        panic!("lists would be short, and nobody would know");
    };
    assert!(refused.to_string().contains("请勿删除"), "{refused}");
    assert_eq!(std::fs::read(&file).unwrap(), damaged);
}

/// Spoils the first page of a table; gives the file and its bytes.
fn damage_page(folder: &TempDir, table: &str) -> (PathBuf, Vec<u8>) {
    let file = folder.path().join("relay/relay.sqlite");
    let connection = Connection::open(&file).unwrap();
    let (page, bytes): (i64, i64) = connection
        .query_row(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema \
             WHERE name = ?1",
            [table],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    drop(connection);
    let mut damaged = std::fs::read(&file).unwrap();
    let start = usize::try_from((page - 1) * bytes).unwrap();
    damaged[start..start + 300].fill(b'x');
    std::fs::write(&file, &damaged).unwrap();
    (file, damaged)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_database_is_shown_and_not_touched_by_itself_and_when_asked() {
    let mut world = World::start().await;
    let phone = served_hazard(&world).await;
    world.close().await;
    let (file, damaged) = damage_page(&world.folder, "draw_entry");
    for read_only in [false, true] {
        let config = RelayConfig {
            listen: Some("127.0.0.1:0".to_owned()),
            clock: ClockChoice::Given(world.clock.clone()),
            read_only,
            ..RelayConfig::new(world.folder.path().join("relay"))
        };
        let relay = Relay::start(config).await.unwrap();
        assert!(relay.read_only);
        world.base = relay.address.clone();
        world.relay = Some(relay);
        // People sign in and read.
        let cookie = world.cookie("officer").await;
        shows_what_is_left(&world, &cookie, &phone.token).await;
        // Whatever needs the damaged page says so, and nothing else stands still for it.
        assert_eq!(world.get(&cookie, "/api/v1/draws").await.0, 500);
        world.close().await;
        assert_eq!(std::fs::read(&file).unwrap(), damaged);
    }
}

/// Reads go on; nobody changes anything, and phones are told when to come again.
async fn shows_what_is_left(world: &World, cookie: &str, token: &str) {
    let (status, hazards) = world.get(cookie, "/api/v1/hazards").await;
    assert_eq!(
        (status, hazards["items"].as_array().unwrap().len()),
        (200, 1)
    );
    let record = format!("/api/v1/records/{}", super::phone::record(2));
    assert_eq!(world.get(cookie, &record).await.0, 200);
    let act = serde_json::json!({"urged": {"days": 3}});
    let (status, said) = world.post(cookie, &format!("{record}/events"), &act).await;
    assert_eq!((status, said["code"].as_str()), (503, Some("read_only")));
    let sync = world.http.post(world.url("/api/v1/sync"));
    let sync = sync.bearer_auth(token).body(Vec::new());
    let (status, said) = super::world::answer(sync.send().await.unwrap()).await;
    assert_eq!((status, said["code"].as_str()), (503, Some("read_only")));
    assert!(said["retry_after_ms"].as_u64() > Some(60_000), "{said}");
    let ready = world.http.get(world.url("/readyz"));
    assert_eq!(ready.send().await.unwrap().status(), 503);
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_that_is_found_while_a_relay_serves_ends_all_writing() {
    let mut world = World::start().await;
    let phone = served_hazard(&world).await;
    // Everything stands in the file itself, none of it in the log beside it.
    world.close().await;
    world.open().await;
    let cookie = world.cookie("officer").await;
    let relay = world.relay.as_ref().unwrap();
    assert!(!relay.look_for_damage().await, "a sound one is served on");
    assert_eq!(
        world
            .login_as("officer", super::world::PASSWORD)
            .await
            .status(),
        200
    );
    damage_page(&world.folder, "draw_entry");
    let relay = world.relay.as_ref().unwrap();
    assert!(relay.look_for_damage().await);
    shows_what_is_left(&world, &cookie, &phone.token).await;
    // A session is a row, too.
    let again = world.login_as("officer", super::world::PASSWORD).await;
    assert_eq!(again.status(), 503);
    world.clock.advance_ms(10 * 60_000);
    assert_eq!(world.get(&cookie, "/api/v1/hazards").await.0, 200);
}
