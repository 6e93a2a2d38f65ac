//! S0-05 四方责任: a premises names four responsible parties; review cannot pass without them.

use serde_json::json;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

use crate::support::shop;
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_05_four_responsible_parties() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let named = shop(&worker, grid, "四方齐全小店", &[]);
    let nameless = shop(&worker, grid, "缺一方小店", &[(keys::ON_SITE_NAME, Scalar::from(""))]);
    let missing = worker.core.get_premises(nameless).expect("it is on file").content;
    assert_eq!(missing.text(keys::ON_SITE_NAME), Some(""));
    worker.sync().await;

    let desk = world.officer_desk(0).await;
    let accept = |card: &serde_json::Value| json!({"accepted": {"version": card["version"]}});
    let refused = desk.act_refused(nameless, accept(&desk.card(nameless).await)).await;
    assert!(!refused.is_empty(), "a premises without its four parties does not pass review");
    let ready = desk.card(named).await;
    let blocked = ready["facts"]["blocking"].as_array().map_or(0, Vec::len);
    assert_eq!(blocked, 0, "nothing bars the one that names all four: {ready}");
}
