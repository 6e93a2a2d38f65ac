//! S2-41 断网断电: days of work without a relay; a stick takes everything out; nothing is lost.

use std::fs;

use wangge_domain::lifecycle::Status;
use wangge_mobile_core::{CoreError, ExportKey, SyncEnd};
use wangge_sync_server::{ClockChoice, Relay, RelayConfig};

use crate::quick_hazard::quick_hazard;
use crate::support::{serve, shop};
use crate::world::{World, lies_plain};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_41_days_without_a_relay_lose_nothing() {
    let mut world = World::start().await;
    let (mut worker, grid) = world.worker_phone(0).await;
    let address = world.relay().address.replace("https://", "");
    world.stop().await;

    // Five days of whole cases: file, visit, notice, signature, the app killed once in between.
    let mut hazards = Vec::new();
    for day in 0..5 {
        let premises = shop(&worker, grid, &format!("断网小店{day}"), &[]);
        let hazard = quick_hazard(&worker, premises, &format!("隐患{day}"));
        serve(&worker, hazard, 7);
        hazards.push(hazard);
        if day == 2 {
            worker.restart();
        }
        world.clock.advance_days(1);
    }
    let before = worker.core.status().expect("it opens");
    assert!(before.pending >= 15, "{before:?}");
    assert!(
        before.lease_days_left >= 20,
        "the lease is made for days like these"
    );
    let failed = worker.sync_once().await.expect("it ends by itself");
    assert_eq!(failed.end, SyncEnd::Failed(CoreError::Unreachable));

    // The stick: encrypted as a rule, plain on request, and no word of it readable otherwise.
    let stick = world.path("stick");
    let sealed = worker
        .core
        .export_pending(&stick, ExportKey::Fresh)
        .expect("there is room");
    assert_eq!(sealed.envelopes, before.pending);
    assert_eq!(
        (sealed.photos, sealed.unreadable),
        (15, 0),
        "three files a photo"
    );
    assert!(sealed.key.as_ref().is_some_and(|key| key.len() == 64));
    assert!(
        !lies_plain(&sealed.folder, "断网小店"),
        "an encrypted export shows no names"
    );
    let plain = worker
        .core
        .export_pending(&world.path("plain"), ExportKey::Plain)
        .expect("room");
    assert_eq!((plain.envelopes, plain.key), (sealed.envelopes, None));
    assert!(
        plain.folder.join("manifest.json").exists(),
        "the manifest is written last"
    );
    let blocked = world.path("a-file");
    fs::write(&blocked, b"no folder").expect("a file");
    let refused = worker.core.export_pending(&blocked, ExportKey::Plain);
    assert_eq!(
        refused.err(),
        Some(CoreError::InvalidInput(
            "export folder: cannot be made".to_owned()
        ))
    );
    assert_eq!(
        worker.core.status().expect("it opens").pending,
        before.pending
    );

    // The relay is back where it was.
    let config = RelayConfig {
        listen: Some(address),
        clock: ClockChoice::Given(world.clock.relay()),
        ..RelayConfig::new(world.data())
    };
    let relay = Relay::start(config).await.expect("the relay comes back");
    worker.sync().await;
    assert_eq!(worker.core.status().expect("it opens").pending, 0);
    for hazard in hazards {
        let state = worker.core.get_record(hazard).expect("it is here").state;
        assert_eq!(state.status, Status::Served);
        assert!(
            state
                .notice_number
                .is_some_and(|number| number.contains("〔2026〕"))
        );
    }
    relay.shutdown().await;
}
