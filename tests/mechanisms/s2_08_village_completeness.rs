//! S2-08 一组一队一员: which villages lack their group, their rescue team or their manager.

use serde_json::{Value, json};
use wangge_domain::people::Role;

use crate::world::{Desk, World};

async fn missing(desk: &Desk, village: wangge_domain::GridId) -> Option<Value> {
    let view = desk.read("/api/v1/organization").await;
    let gaps = view["villages"].as_array().expect("a list").clone();
    let gap = gaps
        .into_iter()
        .find(|gap| gap["village"] == json!(village))?;
    Some(gap["missing"].clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_08_village_completeness() {
    let world = World::start().await;
    let village = world.township.villages[0].grid;
    let desk = world.officer_desk(0).await;
    let all = json!(["group", "rescue", "manager", "head"]);
    assert_eq!(missing(&desk, village).await, Some(all), "no team at all");
    let uncertified = world
        .township
        .holders(Role::GridWorker)
        .last()
        .expect("a worker")
        .user;
    let head = world.person(Role::VillageAdmin, 0);
    let team = |rescue: Value, manager| {
        json!({
            "key": village,
            "entry": {
                "village": village, "head": head, "group": ["张三"], "rescue": rescue,
                "manager": manager,
            },
        })
    };
    desk.set("village_team", team(json!([]), uncertified)).await;
    let two = Some(json!(["rescue", "manager"]));
    assert_eq!(
        missing(&desk, village).await,
        two,
        "a manager needs a certificate"
    );
    desk.set("village_team", team(json!(["王五"]), head)).await;
    assert_eq!(missing(&desk, village).await, None, "complete");

    // A village has no say over its own completeness.
    let own = world.desk(head).await;
    let refused = own
        .set_refused("village_team", team(json!(["赵六"]), head))
        .await;
    assert_eq!(refused, "forbidden");
}
