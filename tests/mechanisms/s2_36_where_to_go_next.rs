//! S2-36 业务驱动→数据预测: an explainable order of premises to visit next; a proposal, not a plan.

use wangge_domain::people::Role;
use wangge_domain::premises::keys;

use crate::quick_hazard::quick_hazard;
use crate::support::{api_refusal, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_36_where_to_go_next() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let grave = [
        (keys::CATEGORY, "three_in_one".into()),
        (keys::THREE_IN_ONE_UNSEPARATED, true.into()),
    ];
    let plain = shop(&worker, grid, "普通店", &[]);
    let grave = shop(&worker, grid, "三合一", &grave);
    let visited = shop(&worker, grid, "刚检店", &[]);
    worker.inspect(visited, &[]);
    quick_hazard(&worker, plain, "灭火器过期");
    worker.sync().await;
    world.clock.advance_days(400);

    let desk = world.officer_desk(0).await;
    let list = desk.read("/api/v1/next-visits").await;
    let list = list.as_array().expect("a list");
    let place = |id: wangge_domain::RecordId| {
        let found = list.iter().position(|it| it["id"] == id.to_string());
        found.unwrap_or_else(|| panic!("{id}: {list:?}"))
    };
    assert_eq!(place(grave), 0, "the graver first: {list:?}");
    let reasons = |id| list[place(id)]["reasons"].to_string();
    assert!(
        reasons(plain).contains("未销号隐患1处"),
        "{}",
        reasons(plain)
    );
    assert!(reasons(grave).contains("已超期"), "{}", reasons(grave));
    for one in list {
        let reasons = one["reasons"].as_array().expect("reasons");
        assert!(
            !reasons.is_empty(),
            "nobody is visited without being told why: {one}"
        );
        let score = one["score"].as_i64().expect("a score");
        assert!(score > 0 && one["grade"].is_string());
    }
    assert!(list[place(visited)]["last_visit"].is_string());
    let one = desk.read("/api/v1/next-visits?limit=1").await;
    assert_eq!(one.as_array().map(Vec::len), Some(1));

    let manager = world.desk(world.person(Role::VillageAdmin, 3)).await;
    let foreign = manager
        .get(&format!("/api/v1/next-visits?grid={grid}"))
        .await;
    assert_eq!(api_refusal(foreign), "403 forbidden");
    let all = desk.get("/api/v1/next-visits?limit=all").await;
    assert_eq!(api_refusal(all), "400 bad_request");
}
