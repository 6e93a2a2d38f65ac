//! S2-28 包容审慎、指导式检查: a visit of guidance explains and records; nothing that it finds can be noticed or handed
//! over, neither on the phone nor at the relay.

use serde_json::json;
use wangge_domain::inspection::InspectionMode;
use wangge_domain::lifecycle::Event;
use wangge_mobile_core::{StartInspection, SubmitInspection};

use crate::support::{notice, plain_item, reason, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_28_guidance_visits() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let item = plain_item(&worker, premises);
    let visit = |mode| {
        let input = StartInspection {
            mode,
            checklist: None,
            position: None,
            inspectors: String::new(),
        };
        let inspection = worker
            .core
            .start_inspection(premises, &input)
            .expect("the visit may begin");
        worker.answer_all(premises, inspection, &[&item]);
        let submit = SubmitInspection {
            raise_hazards: true,
            ..SubmitInspection::default()
        };
        let submitted = worker.core.submit_inspection(inspection, &submit);
        *submitted
            .expect("it is complete")
            .hazards
            .first()
            .expect("it was raised")
    };

    // Offline: advice is recorded, and there is no paper to give.
    let advised = visit(InspectionMode::Guidance);
    let refused = worker
        .core
        .issue_notice(advised, &notice(7))
        .expect_err("guidance has no penalty");
    assert_eq!(reason(refused), "guidance_visit");
    let offered = worker.core.allowed_actions(advised).expect("it is here");
    assert!(!offered.iter().any(|action| action.0 == "notice_issued"));
    assert!(offered.iter().any(|action| action.0 == "fixed_on_spot"));
    worker.sync().await;

    // The relay says the same to a supervisor, whatever the browser sends.
    let desk = world.officer_desk(0).await;
    let card = desk.card(advised).await;
    let allowed = card["allowed_actions"].as_array().expect("a list");
    assert!(!allowed.contains(&json!("notice_issued")));
    let paper = Event::NoticeIssued {
        version: serde_json::from_value(card["version"].clone()).expect("a version"),
        provisional_number: "暂-Z-1".to_owned(),
        issuer: "station".to_owned(),
        deadline: notice(7).deadline,
        responsible: notice(7).responsible,
    };
    let paper = serde_json::to_value(&paper).expect("an event is JSON");
    assert_eq!(
        desk.act_refused(advised, paper.clone()).await,
        "guidance_visit"
    );

    // An ordinary visit that finds the same is followed by a notice.
    let found = visit(InspectionMode::Regular);
    worker
        .core
        .issue_notice(found, &notice(7))
        .expect("this one is to be put right");
}
