//! S3-20 九小、三合一、养老院、沿街商铺: each kind of place is checked by its own list.

use std::collections::BTreeSet;

use wangge_domain::checklist::AnswerResult;
use wangge_domain::inspection::InspectionMode;
use wangge_domain::premises::keys;
use wangge_mobile_core::{AnswerInput, CoreError, StartInspection};

use crate::support::shop;
use crate::world::World;

const LISTS: [(&str, &str); 12] = [
    ("small_school", "SC"),
    ("small_clinic", "HC"),
    ("small_shop", "SS"),
    ("small_catering", "SF"),
    ("small_hotel", "SH"),
    ("small_entertainment", "SE"),
    ("small_internet_cafe", "SN"),
    ("small_beauty_bath", "SB"),
    ("small_workshop", "SP"),
    ("three_in_one", "SO"),
    ("rental_housing", "RH"),
    ("self_built", "SZ"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_20_each_type_starts_with_its_own_list() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let policy = worker.core.policy().expect("the phone is enrolled");
    let nine: BTreeSet<&str> = policy
        .categories
        .list
        .iter()
        .filter(|category| category.nine_small)
        .map(|category| category.id.as_str())
        .collect();
    assert_eq!(nine.len(), 9, "九小");
    assert!(
        nine.iter()
            .all(|id| LISTS.iter().any(|(category, _)| category == id))
    );

    for (category, code) in LISTS {
        let more = [(keys::CATEGORY, category.into())];
        let premises = shop(&worker, grid, &format!("场所{code}"), &more);
        let inspection = worker.start(premises).expect("the list is there");
        let content = worker
            .core
            .get_record(inspection)
            .expect("it is here")
            .content;
        assert_eq!(content.text("checklist"), Some(code), "{category}");
        let list = policy.checklists.by_code(code).expect("it is in the pack");
        assert!(list.items.len() >= 16, "{code} is a list, not a stub");

        // Another list's questions are not answered here.
        let foreign = if code == "SS" { "RH-01" } else { "SS-01" };
        let answer = AnswerInput {
            item: foreign.to_owned(),
            result: Some(AnswerResult::Pass),
            ..AnswerInput::default()
        };
        let refused = worker.core.answer(inspection, &answer);
        assert!(
            matches!(refused, Err(CoreError::UnknownItem { .. })),
            "{refused:?}"
        );
    }

    let premises = shop(&worker, grid, "小店", &[]);
    let old = StartInspection {
        mode: InspectionMode::Regular,
        checklist: Some(("SS".to_owned(), "1999.1".to_owned())),
        position: None,
        inspectors: String::new(),
    };
    let refused = worker.core.start_inspection(premises, &old);
    assert!(
        matches!(refused, Err(CoreError::WrongChecklist { .. })),
        "{refused:?}"
    );
}
