//! S4-01 试点→经验交流→全面实施: each village at its stage; none is skipped, none gone back, and the board says how far
//! the roll-out has come.

use serde_json::json;

use crate::sheet_kit::{Kit, missing, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_01_pilot_and_roll_out() {
    let kit = Kit::start().await;
    let (desk, village) = (&kit.desk, kit.village);
    let stage = |stage: &str| row(&[&village], json!({"area": village, "stage": stage}));
    let all = missing(&kit.at_desk("rollout").await);
    assert!(all > 1, "every village is to come to the end");
    assert_eq!(
        desk.set_refused("rollout", stage("full")).await,
        "stage_skipped"
    );
    desk.set("rollout", stage("pilot")).await;
    assert_eq!(
        desk.set_refused("rollout", stage("full")).await,
        "stage_skipped"
    );
    desk.set("rollout", stage("exchange")).await;
    assert_eq!(
        desk.set_refused("rollout", stage("pilot")).await,
        "stage_skipped",
        "no way back"
    );
    assert_eq!(missing(&kit.at_desk("rollout").await), all, "not yet there");
    desk.set("rollout", stage("full")).await;
    let view = kit.at_desk("rollout").await;
    assert_eq!(missing(&view), all - 1);
    kit.worker.sync().await;
    let history = kit
        .worker
        .core
        .register_history("rollout")
        .expect("enrolled");
    assert_eq!(history.len(), 3, "every stage stands with its day");
}
