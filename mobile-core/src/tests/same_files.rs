//! Photos after the work whose file this phone holds as a photo of something else.

use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::Status;

use crate::testing::{Scene, photo};
use crate::{CoreError, PhotoInput, QuickReport};

/// A file that was chosen anew has a record of its own, but shows what it showed before (S0-21).
#[tokio::test]
async fn a_file_that_was_chosen_anew_is_no_photo_after() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let core = &worker.core;
    let (premises, next_door) = (worker.premises("张记小吃店"), worker.premises("李记面馆"));
    let found = |premises, number| {
        let report = QuickReport {
            premises,
            photo: photo(number),
            description: format!("第{number}处隐患"),
            life_threat: false,
        };
        core.quick_report(&report).unwrap()
    };
    let hazard = found(premises, 1);
    let neighbour = found(premises, 2);
    found(next_door, 3);
    let after = |hazard: RecordId, number| {
        let input = PhotoInput {
            original: photo(number),
            stage: PhotoStage::After,
            ..PhotoInput::default()
        };
        core.attach_photo(hazard, &input).unwrap().photo
    };
    let before = core.get_record(hazard).unwrap().photos[0].row.record;
    let refused = |number| match core.fix_on_spot(hazard, before, after(hazard, number)) {
        Err(CoreError::NotAllowed(reason)) => (reason.code, reason.detail),
        other => panic!("its file shows something else: {other:?}"),
    };
    let (code, _) = refused(1);
    assert_eq!(code, "photos_alike");
    for (number, said) in [
        (2, "与检查时、整改前的照片相同"),
        (3, "与另一场所的照片相同"),
    ] {
        let (code, detail) = refused(number);
        assert_eq!(code, "photo_same_file");
        assert!(detail.ends_with(said), "{detail}");
    }
    assert_eq!(
        core.get_record(hazard).unwrap().state.status,
        Status::Found,
        "nothing was done"
    );
    // One picture may show that both were put right.
    let both = (after(hazard, 4), after(neighbour, 4));
    core.fix_on_spot(hazard, before, both.0).unwrap();
    let before = core.get_record(neighbour).unwrap().photos[0].row.record;
    core.fix_on_spot(neighbour, before, both.1).unwrap();
    let report = worker.sync().await;
    assert_eq!(report.refused, []);
    for hazard in [hazard, neighbour] {
        let state = worker.core.get_record(hazard).unwrap().state;
        assert_eq!(state.status, Status::FixedPendingCheck);
    }
}
