//! S0-26 一般隐患乡镇闭环: a general hazard goes to the township and is closed there.

use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_mobile_core::RecheckInput;

use crate::support::{feedback, found_hazard, premises_of, reason, serve};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_26_general_hazards_stay_in_the_township() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    let hazard = found_hazard(&worker, premises);
    serve(&worker, hazard, 7);
    feedback(&worker, hazard);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(
        desk.card(hazard).await["status"],
        "rechecking",
        "the township's inbox has it"
    );

    // The worker who found it does not close it.
    let photo = worker.photo(hazard, "", PhotoStage::Recheck);
    let own = RecheckInput::Passed {
        with: vec![],
        photos: vec![photo],
    };
    let refused = worker.core.recheck(hazard, own);
    let refused = refused.expect_err("closing is the township's");
    assert_eq!(reason(refused), "no_permission");
    let officer = world.officer_phone(0).await;
    let second = world.person(Role::StationOfficer, 1);
    let photo = officer.photo(hazard, "", PhotoStage::Recheck);
    officer
        .core
        .recheck(
            hazard,
            RecheckInput::Passed {
                with: vec![second],
                photos: vec![photo],
            },
        )
        .expect("the township closes it");
    officer.sync().await;
    assert_eq!(
        officer.core.get_record(hazard).expect("there").state.status,
        Status::Closed
    );
}
