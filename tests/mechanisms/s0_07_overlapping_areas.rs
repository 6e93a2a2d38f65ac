//! S0-07 交叉聚居区域明确属地: both grids see a place that lies between them; one of them owns it by a numbered
//! decision, and nobody else does.

use serde_json::json;

use crate::sheet_kit::{Kit, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_07_overlapping_areas() {
    let kit = Kit::start().await;
    let (other, second) = kit.world.worker_phone(1).await;
    let (_, third) = kit.world.worker(2);
    let (desk, first) = (&kit.desk, kit.grid);
    let place = |entry: serde_json::Value| {
        let mut whole = json!({"place": "菜市场交界", "grids": [first, second]});
        for (name, value) in entry.as_object().expect("fields") {
            whole[name] = value.clone();
        }
        row(&[&"菜市场交界"], whole)
    };
    let alone = place(json!({"grids": [first]}));
    assert_eq!(desk.set_refused("overlap", alone).await, "too_few");
    desk.set("overlap", place(json!({}))).await;
    kit.worker.sync().await;
    other.sync().await;
    // Offline: both see it, and that it is open who owns it.
    assert_eq!(
        kit.worker
            .core
            .sheet_entries("overlap", first)
            .expect("known")
            .len(),
        1
    );
    assert_eq!(
        other
            .core
            .sheet_entries("overlap", second)
            .expect("known")
            .len(),
        1
    );
    assert!(
        other
            .core
            .sheet_entries("overlap", third)
            .expect("known")
            .is_empty()
    );
    let standing = kit.on_phone("overlap");
    assert_eq!((standing.met, standing.lines.len()), (0, 1));
    assert_eq!(standing.lines[0].findings[0].zh, "归属未定");

    let bare = place(json!({"owner": first}));
    assert_eq!(
        desk.set_refused("overlap", bare).await,
        "field_missing",
        "no decision"
    );
    let stranger = place(json!({"owner": third, "decision": "青府〔2026〕9号"}));
    assert_eq!(desk.set_refused("overlap", stranger).await, "not_among");
    desk.set(
        "overlap",
        place(json!({"owner": first, "decision": "青府〔2026〕9号"})),
    )
    .await;
    other.sync().await;
    let seen = other.core.sheet_entries("overlap", second).expect("known");
    assert!(
        seen[0].row.entry.contains(&first.to_string()),
        "the other grid sees who owns it"
    );
    kit.worker.sync().await;
    assert_eq!(kit.on_phone("overlap").met, 1);
}
