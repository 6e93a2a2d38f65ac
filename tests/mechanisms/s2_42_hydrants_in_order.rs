//! S2-42 市政消防水源完好率100%: hydrants and intakes with their checks, made without network; the rate counts one that
//! nobody has looked at in time as not in order. The works are not the software's.

use serde_json::json;

use crate::asset_kit::{asset, shown};
use crate::household_kit::refused;
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_42_hydrants_in_order() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let one = asset(&worker, grid, "栓1", "hydrant");
    let two = asset(&worker, grid, "栓2", "hydrant");
    asset(&worker, grid, "取水口", "intake");
    assert_eq!(
        refused(&worker, one, "asset.check_ok", &[]),
        "photo_missing"
    );
    shown(&worker, two, "asset.fault", &[("fault", "无水")]);
    let rates = || {
        let rates = worker.core.asset_rates().expect("enrolled");
        rates
            .into_iter()
            .map(|it| (it.class, it.good, it.total))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        rates(),
        [("hydrant".to_owned(), 1, 2), ("intake".to_owned(), 1, 1)]
    );
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let view = desk.read("/api/v1/assets").await;
    assert_eq!(view["rates"][0]["basis_points"], 5000);
    assert_eq!(
        (
            view["faults"][0]["title"].as_str(),
            view["faults"][0]["owner"].as_str()
        ),
        (Some("栓2"), Some("镇水务所"))
    );

    // A month without a look: nobody knows, so nothing is in order but what was looked at.
    world.clock.advance_days(25);
    shown(&worker, one, "asset.check_ok", &[]);
    world.clock.advance_days(15);
    assert_eq!(
        rates(),
        [("hydrant".to_owned(), 1, 2), ("intake".to_owned(), 0, 1)]
    );
    worker.sync().await;
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    let view = desk.read("/api/v1/assets").await;
    assert_eq!(
        view["rates"][1],
        json!({"class": "intake", "total": 1, "good": 0, "basis_points": 0})
    );
}
