//! S1-01 “三委三部”、应急委双主任: forming them is the county's; here they stand as entries of the organization, each below one
//! that there is.

use serde_json::json;

use crate::sheet_kit::{Kit, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_01_committees_and_departments() {
    let kit = Kit::start().await;
    let leader = kit.officer(0);
    let unit = |name: &str, parent: Option<&str>, kind: &str| {
        let entry = json!({"name": name, "parent": parent, "kind": kind, "leader": leader});
        row(&[&name], entry)
    };
    let part = unit("综合救援部", Some("应急委"), "部");
    let code = kit.desk.set_refused("org_unit", part.clone()).await;
    assert_eq!(code, "entry_unknown", "it belongs to nothing");
    let nobody = json!({"key": "应急委", "entry": {
        "name": "应急委", "leader": wangge_domain::UserId::from_bytes([9; 16]),
    }});
    let code = kit.desk.set_refused("org_unit", nobody).await;
    assert_eq!(code, "person_unknown");
    kit.desk.set("org_unit", unit("应急委", None, "委")).await;
    kit.desk.set("org_unit", part).await;
    kit.worker.sync().await;
    let seen = kit.worker.core.sheet_entries("org_unit", kit.grid);
    assert_eq!(seen.expect("known").len(), 2, "whom to ask, offline");
}
