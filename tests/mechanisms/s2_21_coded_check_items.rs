//! S2-21 电动自行车、电气焊、违规住人、防火分隔、防盗窗: coded items, the code goes into the hazard.

use wangge_domain::hazard::keys as hazard_keys;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

use crate::support::{item_that, refuses_unknown_item, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_21_coded_check_items() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let market = [(keys::CATEGORY, Scalar::from("small_shop"))];
    let premises = shop(&worker, grid, "小超市", &market);
    let codes = ["EBIKE", "HEAT", "LIVE", "WINDOW"];
    let items: Vec<String> = codes
        .iter()
        .map(|code| item_that(&worker, premises, |it| it.common_key == *code))
        .collect();
    let failing: Vec<&str> = items.iter().map(String::as_str).collect();
    let (_, submitted) = worker.inspect(premises, &failing);
    let mut found: Vec<String> = submitted
        .hazards
        .iter()
        .map(|hazard| {
            let content = worker.core.get_record(*hazard).expect("it is here").content;
            content
                .text(hazard_keys::COMMON_KEY)
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    found.sort();
    let mut wanted: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
    wanted.sort();
    assert_eq!(found, wanted, "each failed item is one coded hazard");

    // The same code over all lists: one can count 电动自行车 across trades.
    let policy = worker.core.policy().expect("a pack");
    let lists = policy.checklists.checklists.iter();
    let with = |code: &str| {
        lists
            .clone()
            .filter(|l| l.items.iter().any(|i| i.common_key == code))
            .count()
    };
    assert!(with("EBIKE") > 5 && with("WINDOW") > 5);

    refuses_unknown_item(&worker, premises, "EBIKE");
}
