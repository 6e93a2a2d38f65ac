//! S2-17 双随机、一公开: the secret of a draw is where every relay of the store reaches it, sealed by
//! the service keys that they share; and of two draws announced in one instant one is refused.

use std::path::Path;

use wangge_domain::RecordId;
use wangge_domain::draw::{DrawAct, DrawError, DrawRecord};
use wangge_domain::people::Role;
use wangge_domain::premises::keys;
use wangge_sync_server::admin::{Admin, DrawRequest};
use wangge_sync_server::{ClockChoice, RelayStartError, StoreChoice};
use wangge_tests::postgres_cluster::PostgresCluster;
use wangge_tests::township::Township;

use crate::support::shop;
use crate::world::{World, WorldClock};

const VALUE: &str = "03 08 15 21 27 33 + 09";

fn request(round: u32) -> DrawRequest {
    let json = serde_json::json!({
        "title": "青峰镇2026年第三季度消防安全双随机抽查",
        "authority": "青峰镇应急消防管理站",
        "round": round,
        "public_source": "中国福利彩票双色球第2026103期开奖号码",
        "public_value_on": "2026-09-05",
    });
    serde_json::from_value(json).expect("the request is of the right shape")
}

async fn world_on(store: StoreChoice) -> World {
    let clock = WorldClock::at_china(2026, 9, 1, 8);
    let world = World::start_on(clock, String::new(), Township::qingfeng(), store).await;
    let (_, grid) = world.worker(0);
    let station = world.officer_phone(0).await;
    for n in 0..24 {
        let door = [
            (keys::DOOR_NUMBER, format!("{n}号").into()),
            (keys::CREDIT_GRADE, ["A", "B", "D"][n % 3].into()),
        ];
        shop(&station, grid, &format!("第{n}店"), &door);
    }
    station.sync().await;
    world
}

/// What a second relay starts with: a copy of the data folder, or, with the data on a server, of
/// its keys and marks. Of what the first one wrote into its folder for draws nothing.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("it can be read") {
        let entry = entry.expect("it can be read");
        let (name, path) = (entry.file_name(), entry.path());
        if path.is_dir() {
            if name != "draws" {
                copy(&path, &to.join(name));
            }
        } else if name != "serve.lock" {
            std::fs::copy(&path, to.join(name)).expect("it can be copied");
        }
    }
}

fn admin_of(world: &World, folder: &Path) -> Admin {
    let clock = ClockChoice::Given(world.clock.relay());
    Admin::open(folder, clock).expect("the folder opens")
}

fn secret_of(record: &DrawRecord) -> String {
    let drawn = record.entries.iter().find_map(|entry| match &entry.act {
        DrawAct::Drawn(drawing) => Some(drawing.secret.0.to_string()),
        _ => None,
    });
    drawn.expect("it is drawn")
}

/// Announced at one relay, drawn at another that has the same service keys.
async fn drawn_by_another(store: StoreChoice) -> (World, RecordId, DrawRecord) {
    let mut world = world_on(store).await;
    let officer = world.person(Role::StationOfficer, 0);
    let draw = world
        .admin()
        .announce_draw(&request(1), officer)
        .expect("it may be announced");
    world.stop().await;
    let another = world.path("another");
    copy(&world.data(), &another);
    world.clock.advance_days(5);
    let record = admin_of(&world, &another)
        .reveal_draw(draw, VALUE, officer)
        .expect("the secret is where this relay reaches it");
    (world, draw, record)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_17_secret_on_every_relay_of_a_server() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let store = StoreChoice::Postgres(cluster.database());
    let (world, draw, record) = drawn_by_another(store).await;
    // The relay that announced it finds it drawn, by the same record.
    let own = world.admin().draw(draw).expect("it is there");
    assert_eq!(own, record);
    assert!(!world.data().join("keys/draws").exists(), "nothing beside");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_17_secret_in_a_copy_of_the_file_and_in_the_old_place() {
    let (world, draw, record) = drawn_by_another(StoreChoice::Sqlite).await;
    let officer = world.person(Role::StationOfficer, 0);
    let secret = secret_of(&record);
    assert!(
        !crate::world::lies_plain(&world.data(), &secret),
        "before its day it lies nowhere in the open"
    );

    // Without the service key that sealed it nobody draws, whatever else is in the folder.
    let keys = world.data().join("keys/service-keys.json");
    let own = std::fs::read(&keys).expect("it can be read");
    let mut lines: Vec<serde_json::Value> =
        serde_json::from_slice(&own).expect("a list of service keys");
    let admin = world.admin();
    lines.remove(0);
    std::fs::write(&keys, serde_json::to_vec(&lines).expect("JSON")).expect("it can be written");
    let shut = admin.reveal_draw(draw, VALUE, officer);
    assert!(
        matches!(shut, Err(RelayStartError::File { .. })),
        "{shut:?}"
    );
    std::fs::write(&keys, own).expect("it can be written");

    // One that was announced before its secret went into the store is drawn from the old place.
    let connection =
        rusqlite::Connection::open(world.data().join("relay.sqlite")).expect("it opens");
    let gone = connection.execute("DELETE FROM draw_secret", []);
    assert_eq!(gone.expect("it can be deleted"), 1);
    drop(connection);
    let nowhere = admin.reveal_draw(draw, VALUE, officer);
    assert!(
        matches!(nowhere, Err(RelayStartError::File { .. })),
        "{nowhere:?}"
    );
    let old_place = world.data().join("keys/draws");
    std::fs::create_dir_all(&old_place).expect("a folder can be made");
    std::fs::write(old_place.join(format!("{draw}.secret")), secret).expect("it can be written");
    let drawn = admin
        .reveal_draw(draw, VALUE, officer)
        .expect("it is in the old place");
    assert_eq!(drawn.entries[1].act, record.entries[1].act, "the same draw");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_17_of_two_draws_in_one_instant_one_is_refused() {
    let mut stores = vec![StoreChoice::Sqlite];
    let cluster = PostgresCluster::shared();
    stores.extend(cluster.map(|cluster| StoreChoice::Postgres(cluster.database())));
    for store in stores {
        let world = world_on(store).await;
        let officer = world.person(Role::StationOfficer, 0);
        let admins = [(); 4].map(|()| world.admin());
        let made: Vec<_> = std::thread::scope(|scope| {
            let mut threads = Vec::new();
            for (round, admin) in (1_u32..).zip(&admins) {
                threads.push(scope.spawn(move || admin.announce_draw(&request(round), officer)));
            }
            let ends = threads.into_iter().map(|thread| thread.join());
            ends.map(|end| end.expect("no panic")).collect()
        });
        let done: Vec<_> = made.iter().filter_map(|it| it.as_ref().ok()).collect();
        assert_eq!(done.len(), 1, "{made:?}");
        for refused in made.iter().filter_map(|it| it.as_ref().err()) {
            assert!(
                matches!(
                    refused,
                    RelayStartError::Draw(DrawError::AnnouncedAlready { draw }) if draw == done[0]
                ),
                "{refused:?}"
            );
        }
    }
}
