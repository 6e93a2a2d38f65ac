//! S4-06 移送函临时编号: a letter of transfer that is made offline bears a provisional number that follows from its act;
//! the final one changes no content.

use wangge_mobile_core::PaperKind;

use crate::quick_hazard::quick_hazard;
use crate::support::{serve, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_letter_of_transfer_has_a_provisional_number_offline() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    serve(&worker, hazard, 7);
    worker.sync().await;
    world.clock.advance_days(8);
    world.run_jobs().await;
    let officer = world.officer_phone(0).await;
    officer
        .core
        .escalate(hazard, "PSB", "逾期未改")
        .expect("its deadline has passed");
    let letter = || {
        let made = officer.core.paper(hazard, PaperKind::Transfer);
        made.expect("it was handed on")
    };
    let offline = letter();
    assert!(offline.number.starts_with("暂-移-"), "{}", offline.number);
    assert_eq!(letter().number, offline.number, "the same each time");
    officer.sync().await;
    let last = letter();
    assert_eq!(last.number, "青消移字〔2026〕第0001号");
}
