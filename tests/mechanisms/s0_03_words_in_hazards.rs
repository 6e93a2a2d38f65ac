//! S0-03 强制性用语 in the text of a hazard: what is to be done is asked when it is written, and an order whose paper
//! could not be printed is not issued; the text can be mended until a notice quotes it.

use std::collections::BTreeMap;

use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::hazard::keys;
use wangge_domain::record::Scalar;
use wangge_mobile_core::HazardInput;

use crate::officials::say;
use crate::quick_hazard::quick_hazard;
use crate::support::{code_and_rule, reason, shop};
use crate::world::World;

fn text(key: &str, words: &str) -> BTreeMap<String, Scalar> {
    BTreeMap::from([(key.to_owned(), Scalar::from(words))])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_03_words_of_compulsion_are_refused_where_the_remedy_is_written() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let gate = ("word_of_compulsion".to_owned(), "S0-03".to_owned());
    let harsh = HazardInput {
        rectification: "责令停业，逾期罚款".to_owned(),
        ..HazardInput::new(premises, "通道堆物")
    };
    let drafts = || worker.core.list_drafts(10).expect("a list").len();
    let before = drafts();
    let refused = worker.core.draft_hazard(&harsh);
    assert_eq!(code_and_rule(refused.expect_err("an order")), gate);
    let asked = worker.core.may_write_remedy(premises, "责 令停业");
    assert_eq!(code_and_rule(asked.expect_err("an order")), gate);
    assert!(worker.core.may_write_remedy(premises, "清理通道").is_ok());
    assert_eq!(drafts(), before, "nothing was begun");

    // Nor is it written over what was registered; other words are.
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    let order = text(keys::RECTIFICATION, "责令清理");
    let refused = worker.core.edit_hazard(hazard, &order);
    assert_eq!(code_and_rule(refused.expect_err("an order")), gate);
    let plain = text(keys::RECTIFICATION, "立即清理通道");
    worker
        .core
        .edit_hazard(hazard, &plain)
        .expect("plain words");
    let mute = worker
        .core
        .edit_hazard(hazard, &text(keys::DESCRIPTION, "。"));
    assert_eq!(reason(mute.expect_err("a point")), "says_nothing");
    let content = worker.core.get_record(hazard).expect("it is here").content;
    assert_eq!(content.text(keys::RECTIFICATION), Some("立即清理通道"));
    assert_eq!(content.text(keys::DESCRIPTION), Some("通道堆物"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_03_an_order_is_not_issued_over_a_hazard_that_would_bar_its_paper() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let plain = quick_hazard(&worker, premises, "灭火器过期");
    let harsh = quick_hazard(&worker, premises, "责令立即停用，否则罚款");
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let groups = desk.read("/api/v1/candidates/monthly").await;
    let village = groups[0]["group"].clone();
    let monthly = |listed: &[RecordId]| {
        let items: Vec<String> = listed.iter().map(ToString::to_string).collect();
        let items = items.join(",");
        json!({
            "grid": village,
            "content": {"title": "9月隐患督办", "items": items},
            "first": say("order.issue_monthly", json!({
                "month": "2026-09", "items": items, "unit": groups[0]["name"],
                "unit_grid": village,
            })),
        })
    };
    let both = monthly(&[plain, harsh]);
    let refused = desk.open_refused("order", both.clone()).await;
    assert_eq!(refused, "word_of_compulsion");
    // Who found it mends the text, and then the order has its number.
    let mended = text(keys::DESCRIPTION, "通道堆物");
    worker
        .core
        .edit_hazard(harsh, &mended)
        .expect("no notice yet");
    worker.sync().await;
    let (_, issued) = desk.open_case("order", both).await;
    assert_eq!(issued["number"], "青消督字〔2026〕第0001号");
}
