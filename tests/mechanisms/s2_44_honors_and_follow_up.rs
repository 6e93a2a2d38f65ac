//! S2-44 表彰奖励、跟踪督办: the honors list follows from figures, the follow-up board from what is open.

use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Role;
use wangge_mobile_core::RecheckInput;

use crate::quick_hazard::quick_hazard;
use crate::support::{api_refusal, feedback, serve, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_44_honors_and_follow_up() {
    let world = World::start().await;
    let (good, good_grid) = world.worker_phone(0).await;
    let (idle, idle_grid) = world.worker_phone(4).await;
    let closed = quick_hazard(&good, shop(&good, good_grid, "甲店", &[]), "灭火器过期");
    serve(&good, closed, 10);
    feedback(&good, closed);
    let open = quick_hazard(&idle, shop(&idle, idle_grid, "乙店", &[]), "楼道堆物");
    serve(&idle, open, 3);
    good.sync().await;
    idle.sync().await;
    let officer = world.officer_phone(0).await;
    let photo = officer.photo(closed, "", PhotoStage::Recheck);
    let second = world.person(Role::StationOfficer, 1);
    let passed = RecheckInput::Passed {
        with: vec![second],
        photos: vec![photo],
    };
    officer
        .core
        .recheck(closed, passed)
        .expect("two officers may close it");
    officer.sync().await;
    world.clock.advance_days(6);
    world.run_jobs().await;

    let desk = world.officer_desk(0).await;
    let board = desk.read("/api/v1/honors?kind=month").await;
    let honored = board["honored"].as_array().expect("a list");
    assert_eq!(honored.len(), 1, "who has no point is not honored: {board}");
    assert_eq!(honored[0]["worker"], good.user.to_string());
    assert_eq!(
        honored[0]["points"], 3,
        "a hazard of 2 and its closing in time"
    );
    let follow = board["follow_up"].as_array().expect("a board");
    assert_eq!(follow.len(), 1, "{board}");
    assert_eq!(follow[0]["grid"], idle_grid.to_string());
    assert_eq!(
        (follow[0]["open"].as_u64(), follow[0]["overdue"].as_u64()),
        (Some(1), Some(1))
    );

    let police = world.desk(world.person(Role::Police, 0)).await;
    let asked = police.get("/api/v1/honors").await;
    assert_eq!(api_refusal(asked), "403 forbidden");
}
