//! S1-16 动态评估: thresholds regrade and open a control measure; it is lifted slowly, and logged.

use serde_json::json;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::register::ControlMeasure;
use wangge_mobile_core::RecheckInput;

use crate::quick_hazard::quick_hazard;
use crate::support::{feedback, serve, shop};
use crate::world::{Phone, World};

async fn close(world: &World, worker: &Phone, hazard: wangge_domain::RecordId) {
    serve(worker, hazard, 7);
    feedback(worker, hazard);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let photo = officer.photo(hazard, "", PhotoStage::Recheck);
    let passed = RecheckInput::Passed {
        with: vec![world.person(wangge_domain::people::Role::StationOfficer, 1)],
        photos: vec![photo],
    };
    officer.core.recheck(hazard, passed).expect("passed");
    officer.sync().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_16_dynamic_evaluation() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let admin = world.county_desk().await;
    let rule = |grade: &str| {
        json!({
            "key": "many-open",
            "entry": {
                "zh": "隐患集中", "open_when": "open_general>=2", "keep_when": "open_general>=1",
                "calm_days": 10, "grade": grade, "measure": "每周巡查，负责人约谈",
                "every": "week",
            },
        })
    };
    assert_eq!(
        admin.set_refused("dynamic_rule", rule("huge")).await,
        "grade_unknown"
    );
    let mut flat = rule("elevated");
    flat["entry"]["keep_when"] = json!("open_general>=2");
    assert_eq!(
        admin.set_refused("dynamic_rule", flat).await,
        "threshold_without_hysteresis",
        "it would flicker"
    );
    admin.set("dynamic_rule", rule("elevated")).await;
    // Nobody opens or lifts a measure by hand.
    let by_hand = json!({"key": "x", "entry": {}});
    assert_eq!(
        admin.set_refused("control_measure", by_hand).await,
        "forbidden"
    );

    let first = quick_hazard(&worker, premises, "灭火器过期");
    worker.sync().await;
    world.clock.advance_hours(1);
    world.run_jobs().await;
    worker.sync().await;
    assert!(history(&worker).is_empty(), "one is below the threshold");
    let second = quick_hazard(&worker, premises, "通道堆物");
    worker.sync().await;
    world.clock.advance_hours(1);
    world.run_jobs().await;
    worker.sync().await;
    let log = history(&worker);
    assert_eq!(log.len(), 1);
    assert_eq!((log[0].grade.as_str(), log[0].lifted), ("elevated", false));
    let item = &worker.core.due_list(Some(grid), 10).expect("enrolled")[0];
    assert_eq!(item.entry.grade, "elevated", "regraded, offline");
    assert_eq!(item.entry.due.reason, "control_measure");
    world.clock.advance_hours(1);
    world.run_jobs().await;
    worker.sync().await;
    assert_eq!(
        history(&worker).len(),
        1,
        "nothing changed, nothing is written"
    );

    // Below the threshold again: it stays while one is open, then ten calm days more.
    close(&world, &worker, first).await;
    world.clock.advance_days(1);
    world.run_jobs().await;
    worker.sync().await;
    assert_eq!(history(&worker).len(), 1, "one open hazard keeps it");
    close(&world, &worker, second).await;
    world.clock.advance_hours(1);
    world.run_jobs().await;
    world.clock.advance_days(9);
    world.run_jobs().await;
    worker.sync().await;
    let log = history(&worker);
    assert!(
        log.len() == 2 && !log[1].lifted,
        "nine calm days are not ten: {log:?}"
    );
    world.clock.advance_days(1);
    world.run_jobs().await;
    worker.sync().await;
    let log = history(&worker);
    assert!(log.len() == 3 && log[2].lifted, "{log:?}");
    let item = &worker.core.due_list(Some(grid), 10).expect("enrolled")[0];
    assert_ne!(item.entry.due.reason, "control_measure");
}

fn history(phone: &Phone) -> Vec<ControlMeasure> {
    let lines = phone.core.register_history("control_measure");
    lines
        .expect("enrolled")
        .iter()
        .map(|line| line.row.read().expect("the relay wrote it"))
        .collect()
}
