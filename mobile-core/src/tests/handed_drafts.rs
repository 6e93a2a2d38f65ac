//! A visit that one worker has begun, on the phone of a colleague with the same grid.

use wangge_domain::checklist::AnswerResult;

use super::inspection_loop::start;
use crate::AnswerInput;
use crate::testing::{Scene, TestPhone};

fn note(phone: &TestPhone, inspection: wangge_domain::RecordId, item: &str, words: &str) {
    let answer = AnswerInput {
        item: item.to_owned(),
        result: Some(AnswerResult::Fail),
        note: Some(words.to_owned()),
        ..AnswerInput::default()
    };
    phone.core.answer(inspection, &answer).unwrap();
}

#[tokio::test]
async fn a_draft_is_handed_over_by_syncing_and_nothing_of_either_is_lost() {
    let scene = Scene::new().await;
    let one = scene.worker(0).await;
    let other = scene.worker(0).await;
    let premises = one.premises("张记小吃店");
    let inspection = start(&one, premises);
    note(&one, inspection, "RH-01", "楼道堆放纸箱📦");
    one.sync().await;
    other.sync().await;
    let rows = other.core.list_inspections(None, 10).unwrap();
    let begun = |row: &crate::InspectionRow| {
        row.record == inspection && row.status == wangge_domain::lifecycle::Status::Draft
    };
    assert!(rows.iter().any(begun), "{rows:?}");
    note(&other, inspection, "RH-02", "灭火器过期");
    // From now on it is among what this one has to finish, too.
    let drafts = other.core.list_drafts(10).unwrap();
    assert!(
        drafts.iter().any(|draft| draft.record == inspection),
        "{drafts:?}"
    );
    // The first one is back, and has not synced since.
    note(&one, inspection, "RH-04", "电动车入楼");
    for phone in [&other, &one, &other] {
        phone.sync().await;
    }
    for phone in [&one, &other] {
        let view = phone.core.get_record(inspection).unwrap();
        let words = ["RH-01", "RH-02", "RH-04"].map(|item| {
            let key = format!("a/{item}/note");
            view.content.text(&key).map(str::to_owned)
        });
        let expected = ["楼道堆放纸箱📦", "灭火器过期", "电动车入楼"];
        assert_eq!(words, expected.map(|it| Some(it.to_owned())));
        assert!(phone.core.conflicts(inspection).unwrap().is_empty());
    }
}
