//! S1-08 有物资: stores by their size and the nine items, with the day on which the first of them runs out. Buying
//! is not the software's; the source does not say what the nine items are.

use serde_json::json;
use wangge_domain::sheet::LineState;

use crate::sheet_kit::{Kit, faults, line, row};

const NINE: [&str; 9] = [
    "gong",
    "loudspeaker",
    "torch",
    "raincoat",
    "rope",
    "shovel",
    "first_aid",
    "generator",
    "extinguisher",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_08_stocks() {
    let mut kit = Kit::start().await;
    let (town, village, keeper) = (kit.town, kit.village, kit.villager(0));
    let store = |area, kind: &str, size: u64, items: &[&str], expires: &str| {
        let entry = json!({
            "area": area, "place": "老仓库", "kind": kind, "square_meters": size, "items": items,
            "expires_on": expires, "keeper": keeper,
        });
        row(&[&area, &"老仓库"], entry)
    };
    let nobody = json!({"key": format!("{village}/老仓库"), "entry": {
        "area": village, "place": "老仓库", "kind": "village", "square_meters": 15,
        "keeper": wangge_domain::UserId::from_bytes([9; 16]),
    }});
    assert_eq!(
        kit.desk.set_refused("stock", nobody).await,
        "person_unknown"
    );
    kit.desk
        .set("stock", store(town, "township", 25, &NINE, "2026-12-31"))
        .await;
    kit.desk
        .set(
            "stock",
            store(village, "village", 15, &NINE[1..], "2026-09-20"),
        )
        .await;
    let view = kit.at_desk("stock").await;
    assert_eq!(
        faults(line(&view, &[&town, &"老仓库"])),
        ["乡镇储备库不少于30平方米"]
    );
    let small = line(&view, &[&village, &"老仓库"]);
    assert_eq!(small["findings"][0]["what"], "gong");
    assert_eq!(
        faults(small),
        ["九个一齐全", "物资到期"],
        "and it will run out in three weeks"
    );
    kit.desk
        .set("stock", store(town, "township", 30, &NINE, "2026-12-31"))
        .await;
    kit.desk
        .set("stock", store(village, "village", 15, &NINE, "2026-09-20"))
        .await;
    assert_eq!(kit.at_desk("stock").await["basis_points"], 10_000);
    kit.worker.sync().await;
    kit.days_later(20).await;
    let expired = kit.on_phone("stock");
    let lines = expired
        .lines
        .iter()
        .filter(|line| line.state == LineState::Overdue);
    assert_eq!(lines.count(), 1, "offline: the extinguishers ran out");
}
