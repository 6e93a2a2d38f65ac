//! S4-06 送达: of two notices that were issued without knowing of each other, the service of the one without
//! effect is none of the one in force, which stays owed.

use wangge_domain::lifecycle::{Effect, Status};

use crate::quick_hazard::quick_hazard;
use crate::support::{notice, serve, shop, sign_for};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_signature_under_one_notice_proves_no_other() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    worker.sync().await;
    let officer = world.officer_phone(0).await;

    // Neither knows of the other: the owner signs for the officer's notice, the worker's comes first.
    worker
        .core
        .issue_notice(hazard, &notice(10))
        .expect("the notice is complete");
    serve(&officer, hazard, 5);
    worker.sync().await;
    officer.sync().await;
    worker.sync().await;
    for phone in [&worker, &officer] {
        let state = phone.core.get_record(hazard).expect("here").state;
        assert_eq!(state.status, Status::NoticeIssued);
        assert!(!state.served, "nobody signed for the notice in force");
        let of_officer = state.history.iter().filter(|it| it.user == officer.user);
        let effects: Vec<(&str, &str)> = of_officer
            .map(|entry| match &entry.effect {
                Effect::Applied => (entry.event.as_str(), ""),
                Effect::NoEffect(reason) => (entry.event.as_str(), reason.code.as_str()),
            })
            .collect();
        let expected = [
            ("notice_issued", "concurrent_change"),
            ("served", "served_other_notice"),
        ];
        assert_eq!(effects, expected);
    }

    // Whoever knows of the notice in force serves that one.
    sign_for(&officer, hazard);
    officer.sync().await;
    let desk = world.officer_desk(0).await;
    let card = desk.card(hazard).await;
    assert_eq!(card["status"], "served", "{card}");
}
