//! What was answered as failed becomes a hazard, whatever the file of the premises says.

use std::collections::BTreeMap;

use wangge_domain::hazard::{Hazard, beside_file_remark, keys};
use wangge_domain::inspection::PhotoStage;
use wangge_domain::premises::keys as premises_keys;
use wangge_domain::record::Scalar;

use super::inspection_loop::{answer_all, start};
use super::refusals::reason;
use crate::testing::{Scene, photo};
use crate::{HazardInput, PhotoInput, SubmitInspection};

/// Three floors or ten beds make it apply; the file says two and six.
const STAIR: &str = "RH-02";

#[tokio::test]
async fn a_failed_item_that_the_file_rules_out_is_raised_and_marked() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let small: BTreeMap<String, Scalar> = [(premises_keys::FLOORS, 2), (premises_keys::BEDS, 6)]
        .map(|(key, number)| (key.to_owned(), Scalar::Int(number)))
        .into();
    worker.core.edit_premises(premises, &small).unwrap();
    let inspection = start(&worker, premises);
    answer_all(&worker, inspection, &[STAIR]);
    let submit = SubmitInspection {
        raise_hazards: true,
        ..SubmitInspection::default()
    };
    let submitted = worker.core.submit_inspection(inspection, &submit).unwrap();
    assert_eq!(submitted.hazards.len(), 1, "{submitted:?}");
    let content = worker
        .core
        .get_record(submitted.hazards[0])
        .unwrap()
        .content;
    assert_eq!(content.text(keys::ITEM), Some(STAIR));
    assert!(Hazard::from_content(&content).life_threat);
    // Whoever reviews it is told, and so is whoever handed it in.
    let remark = beside_file_remark();
    assert_eq!(content.text(keys::REMARK), Some(remark.as_str()));
    let told: Vec<_> = submitted
        .marks
        .iter()
        .map(|mark| mark.key.as_str())
        .collect();
    assert_eq!(told, [STAIR]);
}

#[tokio::test]
async fn a_visit_is_not_accepted_before_each_failed_item_has_its_hazard() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let officer = scene.officer().await;
    let premises = worker.premises("张记小吃店");
    let inspection = start(&worker, premises);
    answer_all(&worker, inspection, &[STAIR]);
    let nothing_raised = SubmitInspection::default();
    let submitted = worker.core.submit_inspection(inspection, &nothing_raised);
    let submitted = submitted.unwrap();
    assert!(submitted.hazards.is_empty() && submitted.marks.is_empty());
    worker.sync().await;
    officer.sync().await;
    let refused = officer.core.accept(inspection);
    assert_eq!(reason(refused), "failed_item_unraised");
    // It is registered from the visit, and the visit stands.
    let input = HazardInput {
        inspection: Some(inspection),
        item: Some(STAIR.to_owned()),
        ..HazardInput::new(premises, "")
    };
    let hazard = worker.core.draft_hazard(&input).unwrap();
    let shown = PhotoInput {
        original: photo(210),
        stage: PhotoStage::Found,
        ..PhotoInput::default()
    };
    worker.core.attach_photo(hazard, &shown).unwrap();
    worker.core.raise_hazard(hazard).unwrap();
    worker.sync().await;
    officer.sync().await;
    officer.core.accept(inspection).unwrap();
}
