//! S3-04 定期分析研判火灾风险: a monthly sheet from own data, every number with its records, proposals
//! that say what they rest on.

use serde_json::json;
use wangge_domain::people::Role;

use crate::support::{api_refusal, found_hazard, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_04_monthly_analysis() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "甲店", &[]);
    let before = found_hazard(&worker, premises);
    worker.sync().await;
    world.clock.advance_days(20);
    worker.sync().await;
    world.clock.advance_days(12);
    let second = shop(&worker, grid, "乙店", &[]);
    let third = shop(&worker, grid, "丙店", &[]);
    let now = [found_hazard(&worker, second), found_hazard(&worker, third)];
    worker.sync().await;

    let desk = world.officer_desk(0).await;
    let sheet = desk
        .read("/api/v1/analysis?kind=month&open=life_threat")
        .await;
    assert_eq!(sheet["period"], "2026年10月");
    let lines = sheet["by_heading"].as_array().expect("lines");
    assert_eq!(
        lines.len(),
        1,
        "one kind of item failed three times: {sheet}"
    );
    assert_eq!(
        (lines[0]["found"].as_u64(), lines[0]["before"].as_u64()),
        (Some(2), Some(1))
    );
    let hazards = lines[0]["hazards"]
        .as_array()
        .expect("the records behind it");
    for hazard in now {
        assert!(hazards.contains(&json!(hazard)), "{sheet}");
    }
    assert!(
        !hazards.contains(&json!(before)),
        "last month's is not this month's"
    );
    let proposal = sheet["proposals"][0].as_str().expect("a proposal");
    assert!(
        proposal.contains("较上期增加1处") && proposal.contains("供研判"),
        "{proposal}"
    );
    assert_eq!(sheet["by_grid"][0]["key"], grid.to_string());
    assert_eq!(sheet["life_threat"]["denominator"], 2);

    // A month without a hazard proposes nothing and invents no rate.
    let quiet = desk.read("/api/v1/analysis?kind=month&on=2026-03-01").await;
    assert_eq!(quiet["proposals"], json!([]));
    assert!(
        quiet["life_threat"].get("basis_points").is_none(),
        "{quiet}"
    );
    let manager = world.desk(world.person(Role::VillageAdmin, 3)).await;
    let foreign = manager.get(&format!("/api/v1/analysis?grid={grid}")).await;
    assert_eq!(api_refusal(foreign), "403 forbidden");
}
