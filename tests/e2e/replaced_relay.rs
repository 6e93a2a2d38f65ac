//! The relay and all its backups are gone: another one, which the root key appoints, gets everything
//! back from the phones.

use std::path::PathBuf;

use wangge_mobile_core::{CancellationToken, SyncEnd};
use wangge_sync_server::admin::{Admin, Appointment, InitRequest, replace};
use wangge_sync_server::{ClockChoice, Relay, RelayConfig, RunningRelay, StoreChoice};

use crate::healing::{case, heads, number, photos_held};
use crate::world::{Phone, World};

/// Loses the relay's folder; only the printed root key is left.
async fn lose_relay(world: &mut World) -> PathBuf {
    let kept = world.path("root-key.txt");
    std::fs::copy(world.data().join("root-key.txt"), &kept).expect("it was printed");
    world.stop().await;
    std::fs::remove_dir_all(world.data()).expect("it is gone");
    kept
}

/// Another relay at another address, with another TLS key.
async fn stand_in(world: &World, root_key: PathBuf) -> (PathBuf, RunningRelay) {
    let data = world.path("stand-in");
    let clock = ClockChoice::Given(world.clock.relay());
    let request = InitRequest {
        data: data.clone(),
        tenant_name: world.township.name.clone(),
        demo: true,
        listen: "127.0.0.1:0".to_owned(),
        address: String::new(),
        clock: clock.clone(),
        store: StoreChoice::default(),
    };
    let appointment = Appointment {
        root_key,
        tenant: None,
        policies: Vec::new(),
    };
    replace(request, &appointment).expect("a fresh folder takes a relay");
    assert!(
        !data.join("root-key.txt").exists(),
        "the root key stays where it is"
    );
    let config = RelayConfig {
        listen: Some("127.0.0.1:0".to_owned()),
        clock,
        ..RelayConfig::new(&data)
    };
    let relay = Relay::start(config).await.expect("it starts");
    (data, relay)
}

fn admin(world: &World, data: &std::path::Path) -> Admin {
    let clock = ClockChoice::Given(world.clock.relay());
    Admin::open(data, clock).expect("the folder opens")
}

async fn follow(phone: &Phone, link: &str) {
    let cancel = CancellationToken::new();
    let followed = phone.core.enroll(link, &cancel).await;
    followed.expect("it is this township's relay");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_the_root_key_appoints_gets_everything_back_from_phones() {
    let mut world = World::start().await;
    let (one, grid) = world.worker_phone(0).await;
    let (two, other_grid) = world.worker_phone(1).await;
    let officer = world.officer_phone(0).await;
    let first = case(&world, &one, grid, 0);
    one.sync().await;
    let second = case(&world, &two, other_grid, 0);
    two.sync().await;
    for phone in [&one, &two, &officer, &one, &two, &officer] {
        phone.sync().await;
    }
    let numbers = [number(&one, first), number(&two, second)];
    assert!(numbers.iter().all(Option::is_some), "{numbers:?}");
    let (before, photos) = (heads(&world.data()), photos_held(&world.data()));
    let root_key = lose_relay(&mut world).await;

    let (data, relay) = stand_in(&world, root_key).await;
    assert!(
        admin(&world, &data).end_healing().is_err(),
        "nobody has come yet"
    );
    let link = admin(&world, &data).tls().expect("it reads").relay_link;
    let link = link.expect("it listens");
    world.clock.advance_days(1);
    assert_eq!(relay.run_jobs().await.expect("they run"), 0);
    for phone in [&one, &two, &officer] {
        follow(phone, &link).await;
    }
    // The first to come has work that wants a number: it gets none.
    let waiting = case(&world, &one, grid, 1);
    let report = one.try_sync().await.expect("it runs");
    assert_eq!(report.end, SyncEnd::Waiting, "the number waits: {report:?}");
    for phone in [&two, &officer, &one, &two, &officer] {
        phone.try_sync().await.expect("it runs");
    }
    assert_eq!(number(&one, waiting), None);
    let healing = admin(&world, &data).healing().expect("it reads");
    let healing = healing.expect("a person has to say that all have come");
    assert_eq!(healing.waiting.len(), 1, "{healing:?}");
    assert!(
        healing.restored > 0 && healing.decided_anew == 0,
        "{healing:?}"
    );
    let after = heads(&data);
    for (stream, (seq, chain)) in &before {
        let (now, held) = &after[stream];
        assert!(now >= seq, "{stream}");
        if now == seq {
            assert_eq!(held, chain, "the same log to the last bit");
        }
    }

    assert!(admin(&world, &data).end_healing().expect("people are back"));
    for phone in [&one, &two, &officer, &one] {
        phone.sync().await;
    }
    assert_eq!([number(&one, first), number(&two, second)], numbers);
    assert_eq!(number(&officer, first), numbers[0]);
    let new = number(&one, waiting);
    assert!(
        new.is_some() && !numbers.contains(&new),
        "no number is given twice: {new:?}"
    );
    assert!(photos_held(&data) >= photos, "photos came again");
    // It works on under its own key, after a start too.
    let address = relay.address.replace("https://", "");
    relay.shutdown().await;
    let config = RelayConfig {
        listen: Some(address),
        clock: ClockChoice::Given(world.clock.relay()),
        ..RelayConfig::new(&data)
    };
    let relay = Relay::start(config).await.expect("it comes back");
    let third = case(&world, &two, other_grid, 1);
    two.sync().await;
    assert!(number(&two, third).is_some());
    world.clock.advance_days(9);
    relay.run_jobs().await.expect("they run");
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_under_another_root_key_is_not_followed() {
    let mut world = World::start().await;
    let (one, _) = world.worker_phone(0).await;
    let stranger = World::start().await;
    let strange = std::fs::read_to_string(stranger.data().join("root-key.txt")).expect("it reads");
    let ours = lose_relay(&mut world).await;
    let text = std::fs::read_to_string(&ours).expect("it reads");
    let tenant = text.lines().find(|line| line.starts_with("tenant: "));
    let tenant = tenant.expect("the file names the tenant");
    let root = text.lines().find(|line| line.starts_with("root-public: "));
    let root = root.expect("the file has the public half").to_owned();
    // Our tenant's name over somebody else's key.
    let forged: Vec<&str> = strange
        .lines()
        .map(|line| {
            if line.starts_with("tenant: ") {
                tenant
            } else {
                line
            }
        })
        .collect();
    let file = world.path("forged.txt");
    std::fs::write(&file, forged.join("\n")).expect("it writes");
    let (data, relay) = stand_in(&world, file).await;
    let link = admin(&world, &data).tls().expect("it reads").relay_link;
    let link = link.expect("it listens");
    let cancel = CancellationToken::new();
    assert!(one.core.enroll(&link, &cancel).await.is_err());
    // Nor does it help to name our root key in the link.
    let (address, _) = link.split_once("&root=").expect("the link has a root");
    let public = root.trim_start_matches("root-public: ");
    follow(&one, &format!("{address}&root={public}")).await;
    let report = one.try_sync().await.expect("it runs");
    assert!(
        matches!(report.end, SyncEnd::Failed(_)),
        "its certificate proves nothing: {report:?}"
    );
    let healing = admin(&world, &data).healing().expect("it reads");
    assert_eq!(healing.expect("it waits").restored, 0);
    relay.shutdown().await;
}
