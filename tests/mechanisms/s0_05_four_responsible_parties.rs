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
    let nameless = shop(
        &worker,
        grid,
        "缺一方小店",
        &[(keys::ON_SITE_NAME, Scalar::from(""))],
    );
    let missing = worker
        .core
        .get_premises(nameless)
        .expect("it is on file")
        .content;
    assert_eq!(missing.text(keys::ON_SITE_NAME), Some(""));
    worker.sync().await;

    // Review: the officer's phone and the relay's API give the same answer.
    let officer = world.officer_phone(0).await;
    officer.core.accept(named).expect("all four are named");
    assert!(
        officer.core.accept(nameless).is_err(),
        "one of the four is missing"
    );
    let desk = world.officer_desk(0).await;
    let version = desk.card(nameless).await["submitted"].clone();
    let code = desk
        .act_refused(nameless, json!({"accepted": {"version": version}}))
        .await;
    assert!(
        code.starts_with("responsible"),
        "the reason names the missing party: {code}"
    );
}
