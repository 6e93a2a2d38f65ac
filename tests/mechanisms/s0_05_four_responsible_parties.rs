//! S0-05 四方责任: a premises names four responsible parties; review cannot pass without them.

use serde_json::json;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

use crate::support::{code_and_rule, shop};
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
    let each = keys::RESPONSIBLE_PARTIES.map(|(key, _)| {
        let premises = shop(&worker, grid, key, &[(key, Scalar::from("  "))]);
        (premises, key)
    });
    worker.sync().await;

    // Review: the officer's phone and the relay's API give the same answer.
    let officer = world.officer_phone(0).await;
    officer.core.accept(named).expect("all four are named");
    for (premises, key) in &each {
        let refused = officer.core.accept(*premises);
        assert_eq!(
            code_and_rule(refused.expect_err("one of the four is missing")),
            ("responsible_missing".to_owned(), "S0-05".to_owned()),
            "{key}"
        );
        let file = officer.core.get_premises(*premises).expect("it is there");
        assert_eq!(file.state.accepted, None, "{key}");
    }
    let desk = world.officer_desk(0).await;
    let version = desk.card(nameless).await["submitted"].clone();
    let code = desk
        .act_refused(nameless, json!({"accepted": {"version": version}}))
        .await;
    assert_eq!(code, "responsible_missing");
}
