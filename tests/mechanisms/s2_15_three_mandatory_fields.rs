//! S2-15 责任领导、责任人、整改时限: three mandatory fields; the count of open hazards goes to zero.

use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Role;
use wangge_mobile_core::{CoreError, HazardFilter, NoticeInput, RecheckInput};

use crate::support::{feedback, found_hazard, notice, premises_of, reason, responsible, serve};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_15_three_mandatory_fields_and_open_count_to_zero() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    let hazard = found_hazard(&worker, premises);
    for nothing in ["  ", "\u{2800}", "\u{200b}", "\u{2060}\u{feff}", "\u{3164}"] {
        let mut nobody = responsible();
        nobody.leader = nothing.to_owned();
        let bad = NoticeInput {
            responsible: nobody,
            ..notice(7)
        };
        let refused = worker.core.issue_notice(hazard, &bad);
        match refused.expect_err("what nobody sees is no leader") {
            // Letters that draw nothing are refused in every text.
            CoreError::InvalidInput(why) => assert!(why.contains("hidden"), "{why}"),
            other => assert_eq!(reason(other), "responsible_missing", "{nothing:?}"),
        }
    }
    let open = HazardFilter {
        open_only: true,
        ..HazardFilter::default()
    };
    assert_eq!(
        worker.core.list_hazards(&open, 10).expect("a list").len(),
        1
    );

    serve(&worker, hazard, 7);
    let state = worker.core.get_record(hazard).expect("it is here").state;
    assert_eq!(state.responsible, responsible());
    assert!(state.due.is_some());
    feedback(&worker, hazard);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let photo = officer.photo(hazard, "", PhotoStage::Recheck);
    let second = world.person(Role::StationOfficer, 1);
    officer
        .core
        .recheck(
            hazard,
            RecheckInput::Passed {
                with: vec![second],
                photos: vec![photo],
            },
        )
        .expect("two officers may");
    officer.sync().await;
    worker.sync().await;
    assert!(
        worker
            .core
            .list_hazards(&open, 10)
            .expect("a list")
            .is_empty(),
        "动态清零"
    );
}
