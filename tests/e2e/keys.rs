//! Keys of the relay change, and phones follow: the next TLS key announced ahead, service keys revoked.

use std::path::Path;

use wangge_mobile_core::{CoreError, SyncEnd};
use wangge_sync_server::admin::{Admin, NewUser};
use wangge_sync_server::{ClockChoice, Relay, RelayConfig, RunningRelay};

use crate::healing::{copy, start};
use crate::world::World;

const DAY_MS: i64 = 86_400_000;

/// The key that was given up lies aside: puts it back.
fn put_old_key_back(data: &Path) {
    let aside = std::fs::read_dir(data)
        .expect("it lists")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.display().to_string().contains("tls.before-"));
    std::fs::rename(data.join("tls"), data.join("tls-new")).expect("it moves");
    std::fs::rename(aside.expect("it was kept"), data.join("tls")).expect("it moves");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn phones_that_heard_of_the_next_tls_key_follow_and_others_by_the_root_key() {
    let mut world = World::start().await;
    let (heard, _) = world.worker_phone(0).await;
    let (away, _) = world.worker_phone(1).await;
    let address = world.relay().address.replace("https://", "");
    let root_key = world.data().join("root-key.txt");

    let told = world.admin().announce_tls(None, None).expect("it is made");
    let day = world.clock.now().plus_ms(30 * DAY_MS);
    assert_eq!(told.next_from, Some(day), "thirty days ahead");
    assert!(!told.next_is_certified);
    world.clock.advance_days(1);
    let again = world.admin().announce_tls(None, None).expect("it is here");
    assert_eq!(again, told, "the key and its day stay");
    heard.sync().await;

    world.stop().await;
    assert!(world.admin().switch_tls(false).is_err(), "it is too early");
    assert_eq!(world.admin().tls().expect("it reads").pin, told.pin);
    world.clock.advance_days(29);
    let switched = world.admin().switch_tls(false).expect("the day has come");
    assert_eq!(Some(&switched.pin), told.next_pin.as_ref());
    assert_eq!(switched.next_pin, None);
    let relay = start(&world, &address).await;
    heard.sync().await;
    let report = away.try_sync().await.expect("it runs");
    assert_eq!(report.end, SyncEnd::Failed(CoreError::WrongRelay));

    // The root key is brought: who was away knows the new key by it.
    relay.shutdown().await;
    let certified = world.admin().certify_tls(&root_key).expect("it is ours");
    assert!(certified.is_certified);
    let relay = start(&world, &address).await;
    away.sync().await;
    heard.sync().await;
    relay.shutdown().await;

    // Whoever took the old key is the relay no longer, for neither of them.
    put_old_key_back(&world.data());
    let relay = start(&world, &address).await;
    for phone in [&heard, &away] {
        let report = phone.try_sync().await.expect("it runs");
        assert_eq!(report.end, SyncEnd::Failed(CoreError::WrongRelay));
    }
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_early_switch_needs_force_and_phones_that_heard_follow_it_all_the_same() {
    let mut world = World::start().await;
    let (heard, _) = world.worker_phone(0).await;
    let address = world.relay().address.replace("https://", "");
    let told = world.admin().announce_tls(Some(7), None).expect("made");
    assert_eq!(
        told.next_from,
        Some(world.clock.now().plus_ms(7 * DAY_MS)),
        "as it was asked"
    );
    heard.sync().await;
    world.stop().await;
    assert!(world.admin().switch_tls(false).is_err());
    world.admin().switch_tls(true).expect("it was forced");
    let relay = start(&world, &address).await;
    heard.sync().await;
    relay.shutdown().await;
}

async fn serve(world: &World, data: &Path, address: &str) -> RunningRelay {
    let config = RelayConfig {
        listen: Some(address.to_owned()),
        clock: ClockChoice::Given(world.clock.relay()),
        ..RelayConfig::new(data)
    };
    Relay::start(config).await.expect("it starts")
}

/// Keys that were certified in advance are stolen, the TLS key with them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_revoked_service_keys_sign_is_refused_by_phones_that_heard() {
    let mut world = World::start().await;
    let (heard, _) = world.worker_phone(0).await;
    let (away, _) = world.worker_phone(1).await;
    let address = world.relay().address.replace("https://", "");
    world.stop().await;
    let stolen = world.path("stolen");
    copy(&world.data(), &stolen);
    let root_key = world.data().join("root-key.txt");
    let admin = world.admin();
    let revoked = admin.revoke_service_keys(&root_key, None).expect("ours");
    assert!(revoked > 1_000, "used or not: {revoked}");
    let relay = start(&world, &address).await;
    heard.sync().await;
    relay.shutdown().await;

    let thief = serve(&world, &stolen, &address).await;
    let clock = ClockChoice::Given(world.clock.relay());
    let new = NewUser {
        name: "冒名者".to_owned(),
        ..NewUser::default()
    };
    let admin = Admin::open(&stolen, clock).expect("it opens");
    admin.add_user(&new).expect("a person");
    let report = heard.try_sync().await.expect("it runs");
    assert!(
        matches!(report.end, SyncEnd::Failed(_)),
        "nothing is believed: {report:?}"
    );
    // Who has not heard yet cannot know.
    let report = away.try_sync().await.expect("it runs");
    assert_eq!(report.end, SyncEnd::Complete);
    thief.shutdown().await;
    let relay = start(&world, &address).await;
    heard.sync().await;
    relay.shutdown().await;
}
