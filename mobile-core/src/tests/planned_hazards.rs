//! What is to become of a hazard is judged before it is begun, and nothing is written for it.

use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::hazard::{HazardSeverity, HazardSource, keys};
use wangge_domain::lifecycle::Status;

use super::inspection_loop::{answer_all, start};
use super::refusals::{begin, notice, reason};
use crate::testing::Scene;
use crate::{CoreError, HazardFilter, HazardInput, HazardPlan, PlannedAct, SubmitInspection};

fn plan(premises: RecordId) -> HazardPlan {
    HazardPlan {
        input: HazardInput::new(premises, "楼道堆放杂物"),
        known: None,
        changes: BTreeMap::new(),
        with_visit: false,
        guidance: false,
        photos: 1,
        then: Some(PlannedAct::Notice(notice(15))),
    }
}

#[tokio::test]
async fn a_hazard_is_judged_as_it_will_be_before_it_is_begun() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let core = &worker.core;
    let premises = worker.premises("张记小吃店");
    core.may_raise(&plan(premises)).unwrap();
    let on_the_spot = HazardPlan {
        then: Some(PlannedAct::FixOnSpot),
        ..plan(premises)
    };
    core.may_raise(&on_the_spot).unwrap();

    let mut bare = plan(premises);
    bare.photos = 0;
    let Err(CoreError::Incomplete(findings)) = core.may_raise(&bare) else {
        panic!("a hazard without a photo is not registered");
    };
    assert!(findings.iter().any(|it| it.code == "photo_missing"));

    let mut harsh = plan(premises);
    harsh.input.rectification = "责令停产停业".to_owned();
    assert_eq!(reason(core.may_raise(&harsh)), "word_of_compulsion");
    let mut harsh = plan(premises);
    let order = (keys::RECTIFICATION.to_owned(), "责令停产停业".into());
    harsh.changes = BTreeMap::from([order]);
    assert_eq!(reason(core.may_raise(&harsh)), "word_of_compulsion");

    let mut foreign = plan(premises);
    foreign.input.source = HazardSource::Police;
    assert_eq!(reason(core.may_raise(&foreign)), "source_not_yours");
    let mut guided = plan(premises);
    guided.guidance = true;
    assert_eq!(reason(core.may_raise(&guided)), "guidance_visit");
    let mut suspected = plan(premises);
    suspected.input.severity = Some(HazardSeverity::SuspectedMajor);
    assert_eq!(reason(core.may_raise(&suspected)), "under_review");

    let inspection = start(&worker, premises);
    answer_all(&worker, inspection, &[]);
    core.submit_inspection(inspection, &SubmitInspection::default())
        .unwrap();
    let mut late = plan(premises);
    late.input.inspection = Some(inspection);
    assert_eq!(reason(core.may_raise(&late)), "visit_handed_in");

    let none = core.list_hazards(&HazardFilter::default(), 10).unwrap();
    assert!(none.is_empty(), "{none:?}");
}

#[tokio::test]
async fn what_is_there_already_is_judged_with_what_is_to_be_changed() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let core = &worker.core;
    let premises = worker.premises("张记小吃店");
    let hazard = core
        .draft_hazard(&HazardInput::new(premises, "楼道堆放杂物"))
        .unwrap();
    worker.photo_of(hazard, "", 1);
    core.raise_hazard(hazard).unwrap();
    let known = |part: &str| HazardPlan {
        known: Some(hazard),
        changes: BTreeMap::from([(keys::PART.to_owned(), part.into())]),
        photos: 0,
        ..plan(premises)
    };
    core.may_raise(&known("二楼")).unwrap();
    let stands = core.get_record(hazard).unwrap();
    assert_eq!(stands.state.status, Status::Found);
    assert_ne!(stands.content.text(keys::PART), Some("二楼"));
    core.issue_notice(hazard, &notice(15)).unwrap();
    assert!(
        core.may_raise(&known("三楼")).is_err(),
        "a notice quotes it"
    );
}

#[tokio::test]
async fn whether_a_visit_may_begin_is_told_without_beginning_it() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let core = &worker.core;
    let premises = worker.premises("张记小吃店");
    core.may_start(premises, &begin()).unwrap();
    let mut other = begin();
    other.checklist = Some(("XX".to_owned(), "1".to_owned()));
    let refused = core.may_start(premises, &other);
    assert!(
        matches!(refused, Err(CoreError::WrongChecklist { .. })),
        "{refused:?}"
    );
    scene.pass(31 * 24 * 3600 * 1000);
    let refused = core.may_start(premises, &begin());
    assert_eq!(reason(refused), "no_certificate");
    let none = core.list_inspections(Some(premises), 10).unwrap();
    assert!(none.is_empty(), "{none:?}");
}
