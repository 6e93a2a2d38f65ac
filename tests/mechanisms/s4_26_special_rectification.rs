//! S4-26 专项整治和重大隐患排查治理: progress by grid over villages, and the list of what is grave.

use serde_json::json;
use wangge_mobile_core::{StartInspection, SubmitInspection};

use crate::quick_hazard::quick_hazard;
use crate::support::shop;
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_26_special_rectification() {
    let world = World::start().await;
    let town = world.township.grids[0].grid;
    let (one, first) = world.worker_phone(0).await;
    let (two, second) = world.worker_phone(4).await;
    let here = shop(&one, first, "甲店", &[]);
    let there = shop(&two, second, "乙店", &[]);
    one.sync().await;
    two.sync().await;
    let desk = world.officer_desk(0).await;
    let row = json!({
        "key": "autumn", "until": "2026-11-30",
        "entry": {"name": "秋冬专项整治", "grids": [town]},
    });
    desk.set("campaign", row.clone()).await;
    // A worker has no say over the township's campaigns.
    let village = world.person(wangge_domain::people::Role::VillageAdmin, 0);
    let narrow = world.desk(village).await;
    assert_eq!(narrow.set_refused("campaign", row).await, "forbidden");

    one.sync().await;
    two.sync().await;
    let input = StartInspection {
        mode: wangge_domain::inspection::InspectionMode::Regular,
        checklist: None,
        position: None,
        inspectors: String::new(),
    };
    let visit = one
        .core
        .start_campaign_inspection(here, "autumn", &input)
        .expect("in scope");
    one.answer_all(here, visit, &[]);
    one.core
        .submit_inspection(visit, &SubmitInspection::default())
        .expect("complete");
    let grave = quick_hazard(&one, here, "安全出口被封堵");
    one.core
        .act(
            grave,
            wangge_domain::lifecycle::Event::SuspectedMajor {
                basis: vec!["C7.3.3".to_owned()],
            },
        )
        .expect("a worker may flag it");
    one.sync().await;
    let officer = world.officer_phone(0).await;
    officer.core.accept(visit).expect("the station accepts");
    officer.sync().await;

    // Every worker sees the own grid; the station all of them, with who has not begun.
    let own = two.core.campaign_progress("autumn").expect("known");
    assert_eq!((own.target, own.done), (1, 0));
    assert_eq!(own.grids[0].left, vec![there]);
    let all = officer.core.campaign_progress("autumn").expect("known");
    assert_eq!((all.target, all.done), (2, 1));
    let seen = desk.read("/api/v1/campaigns/autumn/progress").await;
    assert_eq!((&seen["target"], &seen["done"]), (&json!(2), &json!(1)));
    let grids = seen["grids"].as_array().expect("by grid");
    assert_eq!(grids.len(), 2);
    let idle = grids.iter().find(|grid| grid["grid"] == json!(second));
    assert_eq!(idle.expect("the second grid")["left"], json!([there]));

    // The list of grave hazards has the one that was found on the way.
    let hazards = desk.read("/api/v1/hazards").await;
    let listed: Vec<_> = hazards["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter(|item| item["suspected_major"] == true)
        .collect();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["id"], json!(grave));
}
