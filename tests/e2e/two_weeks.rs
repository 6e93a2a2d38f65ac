//! What two weeks without network cost on the wire.

use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_mobile_core::{NetworkKind, SyncOptions};

use crate::world::{Phone, World};

const LOCAL: usize = 500;
const REMOTE: usize = 800;

fn note(phone: &Phone, premises: RecordId, text: String) {
    let fields = BTreeMap::from([(keys::OPERATOR_NAME.to_owned(), Scalar::from(text))]);
    phone
        .core
        .edit_premises(premises, &fields)
        .expect("the worker's own grid");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_weeks_offline_cost_little() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises: Vec<RecordId> = (0..LOCAL + REMOTE)
        .map(|n| {
            worker.put(
                grid,
                &[
                    (keys::NAME, Scalar::from(format!("沿街商铺{n}"))),
                    (keys::CATEGORY, Scalar::from("small_shop")),
                    (keys::VILLAGE, Scalar::from("场镇社区")),
                    (keys::ADDRESS, Scalar::from(format!("青峰路{n}号"))),
                    (keys::OWNER_NAME, Scalar::from("王老板")),
                    (keys::OPERATOR_NAME, Scalar::from("王老板")),
                    (keys::TERRITORY_NAME, Scalar::from("李书记")),
                    (keys::DEPARTMENT_NAME, Scalar::from("赵科长")),
                    (keys::UNIT_NAME, Scalar::from("王老板")),
                    (keys::ON_SITE_NAME, Scalar::from("王小二")),
                ],
            )
        })
        .collect();
    worker.sync().await;
    let other = world.phone(worker.user).await;
    world.clock.advance_days(14);
    for (n, one) in premises[..REMOTE].iter().enumerate() {
        note(&other, *one, format!("王{n}"));
    }
    other.sync().await;
    for (n, one) in premises[REMOTE..].iter().enumerate() {
        note(&worker, *one, format!("李{n}"));
    }
    let options = SyncOptions {
        network: NetworkKind::Wifi,
        photos: false,
        ..SyncOptions::default()
    };
    let report = worker
        .core
        .sync(
            &options,
            std::sync::Arc::new(wangge_mobile_core::NoObserver),
            &wangge_mobile_core::CancellationToken::new(),
        )
        .await
        .expect("the sync runs");
    let both = report.bytes_up + report.bytes_down;
    eprintln!(
        "two weeks, {LOCAL} local and {REMOTE} remote changes: {} B up, {} B down, {} round trips",
        report.bytes_up, report.bytes_down, report.round_trips
    );
    assert_eq!(report.envelopes, LOCAL as u64, "{report:?}");
    assert!(report.rows >= (LOCAL + REMOTE) as u64, "{report:?}");
    assert!(report.round_trips <= 6, "{report:?}");
    assert!(both <= 150_000, "{both} bytes: {report:?}");
}
