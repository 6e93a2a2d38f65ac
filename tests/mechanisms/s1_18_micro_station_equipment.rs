//! S1-18 微型消防站配备灭火器、水带、水枪: the equipment of a station is counted item by item without network; what is
//! missing makes it a fault until the count is whole.

use wangge_domain::record::RecordKind;

use crate::asset_kit::asset;
use crate::household_kit::{refused, take};
use crate::world::World;

const REST: &str = "nozzle,hydrant_key,helmet,suit,mask,torch";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_18_micro_station_equipment() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let station = asset(&worker, grid, "老街微站", "micro_station");
    let part = [("present", REST)];
    assert_eq!(
        refused(&worker, station, "asset.inventory", &part),
        "list_incomplete"
    );
    let present = format!("hose,{REST}");
    let short = [("present", present.as_str()), ("missing", "extinguisher")];
    take(&worker, station, "asset.inventory_short", &short);
    let rates = worker.core.asset_rates().expect("enrolled");
    assert_eq!(
        (rates[0].class.as_str(), rates[0].basis_points),
        ("micro_station", 0)
    );
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let view = desk.read("/api/v1/assets").await;
    assert_eq!(view["faults"][0]["fault"], "extinguisher", "{view}");
    let all = format!("extinguisher,hose,{REST}");
    take(
        &worker,
        station,
        "asset.inventory",
        &[("present", &all), ("expires", "2027-03-01")],
    );
    assert_eq!(
        worker.core.asset_rates().expect("enrolled")[0].basis_points,
        10_000
    );
    worker.sync().await;
    let view = desk.read("/api/v1/assets").await;
    assert_eq!(view["faults"].as_array().map(Vec::len), Some(0));
    let page = desk
        .read(&format!("/api/v1/cases/{}", RecordKind::Asset))
        .await;
    assert_eq!(page["items"][0]["title"], "老街微站");
}
