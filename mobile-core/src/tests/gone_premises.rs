//! Premises that are no more, and hazards said to be found there.

use wangge_domain::lifecycle::{Event, Status};

use super::refusals::reason;
use crate::testing::{Scene, photo};
use crate::{CoreError, HazardInput, QuickReport};

/// What was torn down has no hazards; what has closed may still burn.
#[tokio::test]
async fn nothing_is_found_at_premises_that_are_no_more() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let officer = scene.officer().await;
    let premises = worker.premises("张记小吃店");
    let input = HazardInput::new(premises, "通道堆物");
    let draft = worker.core.draft_hazard(&input).unwrap();
    for (status, refused) in [(Status::Closed, false), (Status::Demolished, true)] {
        worker.sync().await;
        officer.sync().await;
        let event = Event::PremisesStatus {
            status,
            reason: "走访核实".to_owned(),
            merged_into: None,
            open_hazards: Vec::new(),
        };
        officer.core.act(premises, event).unwrap();
        officer.sync().await;
        worker.sync().await;
        if refused {
            assert_eq!(reason(worker.core.draft_hazard(&input)), "premises_gone");
            assert_eq!(reason(worker.core.raise_hazard(draft)), "premises_gone");
        } else {
            worker.core.draft_hazard(&input).unwrap();
        }
    }
}

/// The phone says what is open, and the act names it.
#[tokio::test]
async fn whoever_tears_premises_down_names_the_hazards_that_stay_open() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let officer = scene.officer().await;
    let premises = worker.premises("张记小吃店");
    let report = QuickReport {
        premises,
        photo: photo(1),
        description: "楼道堆放杂物".to_owned(),
        life_threat: false,
    };
    let hazard = worker.core.quick_report(&report).unwrap();
    worker.sync().await;
    officer.sync().await;
    let demolished = |open_hazards| Event::PremisesStatus {
        status: Status::Demolished,
        reason: "整体拆除".to_owned(),
        merged_into: None,
        open_hazards,
    };
    let refused = officer.core.act(premises, demolished(Vec::new()));
    let Err(CoreError::NotAllowed(why)) = refused else {
        panic!("a hazard is open there: {refused:?}");
    };
    assert_eq!(why.code, "hazards_open");
    assert_eq!(why.detail, hazard.to_string());
    officer
        .core
        .act(premises, demolished(vec![hazard]))
        .unwrap();
    officer.sync().await;
    worker.sync().await;
    let view = worker.core.get_premises(premises).unwrap();
    assert_eq!(view.state.status, Status::Demolished);
    let said = view.state.history.last().unwrap().said("open_hazards");
    assert_eq!(said, Some("1处"));
}
