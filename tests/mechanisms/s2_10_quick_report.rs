//! S2-10 前端探头: a hazard in one call, photo first, without a network.

use wangge_domain::hazard::keys::DESCRIPTION;
use wangge_domain::lifecycle::Status;
use wangge_mobile_core::{CoreError, HazardFilter, QuickReport};

use crate::quick_hazard::quick_report;
use crate::support::{shop, to_mend};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_10_a_quick_report_needs_one_call_and_no_network() {
    let mut world = World::start().await;
    let (mut worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let first = worker
        .core
        .quick_report(&quick_report(premises, "楼道停放电动自行车", true));
    let first = first.expect("a photo and a few words are enough");
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let card = desk.card(first).await;
    assert_eq!(card["status"], "found");
    assert_eq!(card["title"], "楼道停放电动自行车");
    assert_eq!(card["life_threat"], true);
    assert_eq!(card["photos"].as_array().map(Vec::len), Some(1));
    assert_eq!(card["photos"][0]["shown"], true);

    // The relay is gone; nothing is different on the phone.
    world.stop().await;
    let second = worker
        .core
        .quick_report(&quick_report(premises, "消火栓被圈占", false));
    let second = second.expect("no network is asked for");
    let bad = QuickReport {
        photo: Vec::new(),
        ..quick_report(premises, "没有照片", false)
    };
    let refused = worker.core.quick_report(&bad);
    match refused.expect_err("photo first") {
        CoreError::PhotoRefused { code, .. } => assert_eq!(code, "foreign", "no bytes, no photo"),
        other => panic!("refused for the photo, not {other:?}"),
    }
    let blank = worker
        .core
        .quick_report(&quick_report(premises, "  ", false));
    assert_eq!(
        to_mend(blank.expect_err("no words")),
        [("value_missing".to_owned(), DESCRIPTION.to_owned())]
    );

    worker.restart();
    let view = worker.core.get_record(second).expect("it was durable");
    assert_eq!(view.state.status, Status::Found);
    assert!(view.pending && view.photos.len() == 1);
    let filter = HazardFilter {
        premises: Some(premises),
        ..HazardFilter::default()
    };
    let found = worker.core.list_hazards(&filter, 10).expect("a list");
    assert!(found.iter().all(|row| row.status == Status::Found));
    assert_eq!(found.len(), 2, "what was refused begins nothing: {found:?}");
}
