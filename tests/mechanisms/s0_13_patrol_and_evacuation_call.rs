//! S0-13 网格员职责: 隐患巡查、避险转移、抗灾自救: work beyond inspection. A patrol needs a picture and somebody else's
//! confirmation; the call list of an evacuation is at hand without network, the helpless first.

use wangge_domain::casework::TransferState;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{CaseSubject, CoreError, StepInput};

use crate::household_kit::{household, refused, take};
use crate::officials::say;
use crate::support::reason;
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_13_patrol_and_evacuation_call() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;

    // Without network from here on.
    let fields = [("title".to_owned(), "河边路线".into())].into();
    let patrol = worker
        .core
        .open_case(&RecordKind::Patrol, CaseSubject::Grid(grid), &fields)
        .expect("the own grid");
    let walk = [("title", "河边路线"), ("result", "normal")];
    assert_eq!(
        refused(&worker, patrol, "patrol.walk", &walk),
        "photo_missing"
    );
    let photo = worker.photo(patrol, "", PhotoStage::Found);
    let input = StepInput {
        photos: vec![photo],
        ..StepInput::saying(&walk)
    };
    worker
        .core
        .step(patrol, "patrol.walk", &input)
        .expect("it is complete");
    let own = worker
        .core
        .step(patrol, "patrol.confirm", &StepInput::default());
    assert_eq!(reason(own.expect_err("another's office")), "no_permission");

    let able = household(&worker, grid, ("周能", "empty_nest", "walks"));
    let bed = household(&worker, grid, ("吴卧床", "bedridden", "carried"));
    let list = worker.core.transfer_list("9月暴雨").expect("a name");
    let names: Vec<&str> = list.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["吴卧床", "周能"], "who must be carried comes first");
    let moved = [("operation", "9月暴雨"), ("shelter", "村小学")];
    assert_eq!(
        refused(&worker, bed, "household.moved", &moved),
        "step_before_missing"
    );
    take(
        &worker,
        bed,
        "household.call",
        &[("operation", "9月暴雨"), ("outcome", "relative")],
    );
    take(&worker, bed, "household.moved", &moved);
    take(
        &worker,
        able,
        "household.call",
        &[("operation", "9月暴雨"), ("outcome", "unreachable")],
    );
    let list = worker.core.transfer_list("9月暴雨").expect("a name");
    let states: Vec<_> = list
        .iter()
        .map(|line| (line.name.as_str(), line.state))
        .collect();
    assert_eq!(
        states,
        [
            ("周能", TransferState::Unreachable),
            ("吴卧床", TransferState::Moved)
        ],
        "who is not yet safe comes first"
    );
    assert_eq!(
        worker.core.transfer_list(" ").err(),
        Some(CoreError::InvalidInput("name of the transfer".to_owned())),
        "a transfer has a name"
    );
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    desk.step_ok(patrol, say("patrol.confirm", serde_json::json!({})))
        .await;
}
