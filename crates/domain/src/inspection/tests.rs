use uuid::Uuid;

use super::*;
use crate::checklist::AnswerResult;
use crate::policy::default_pack;
use crate::premises::PremisesFacts;
use crate::record::{Content, Scalar};
use crate::{Digest, Finding, FindingLevel, RecordId};

fn photo(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

/// An inspection of rental housing with every item passed and photographed.
fn passed() -> Content {
    let pack = default_pack();
    let mut content = Content::default();
    content.set(keys::PREMISES, photo(200).to_string());
    content.set(keys::CHECKLIST, "RH");
    content.set(keys::CHECKLIST_VERSION, "2026.1");
    content.set(keys::MODE, "check_day");
    content.set(keys::STARTED_AT_MS, 1_788_739_200_000);
    for (n, item) in (1..).zip(&pack.checklists.by_code("RH").unwrap().items) {
        content.set(keys::answer_result(&item.id), "pass");
        content.set(keys::photo_item(photo(n)), item.id.clone());
    }
    content.set(keys::answer_value("RH-13"), 2);
    content
}

fn blocking(content: &Content) -> Vec<(String, String)> {
    let findings = check_inspection(content, &default_pack(), &PremisesFacts::default());
    let blocking = findings
        .into_iter()
        .filter(|finding| finding.level == FindingLevel::Blocking);
    blocking
        .map(|finding: Finding| (finding.code, finding.key))
        .collect()
}

#[track_caller]
fn assert_blocked(content: &Content, code: &str, key: &str) {
    assert_eq!(blocking(content), [(code.to_owned(), key.to_owned())]);
}

#[test]
fn a_complete_inspection_has_nothing_blocking() {
    assert_eq!(blocking(&passed()), []);
    let inspection = Inspection::from_content(&passed());
    assert_eq!(inspection.answers.len(), 24);
    assert_eq!(inspection.photo_counts()["RH-01"], 1);
    assert_eq!(inspection.mode, Some(InspectionMode::CheckDay));
}

#[test]
fn another_version_of_the_checklist_is_refused() {
    let mut content = passed();
    content.set(keys::CHECKLIST_VERSION, "2025.9");
    assert_blocked(&content, "checklist_unknown", keys::CHECKLIST_VERSION);
}

#[test]
fn missing_parts_are_named() {
    let mut content = passed();
    content.set(keys::MODE, "teleport");
    assert_blocked(&content, "mode_unknown", keys::MODE);
    let mut content = passed();
    content.set(keys::PREMISES, "not an id");
    assert_blocked(&content, "value_missing", keys::PREMISES);
    let mut content = passed();
    content.fields.remove(&keys::answer_result("RH-05"));
    assert_blocked(&content, "answer_missing", "RH-05");
    // Photo 1 belongs to RH-01, which always needs one; set to null it is taken out.
    let mut content = passed();
    content
        .fields
        .insert(keys::photo_item(photo(1)), Scalar::Null);
    assert_blocked(&content, "photo_missing", "RH-01");
}

#[test]
fn a_visit_that_ended_at_the_door_needs_no_answers() {
    let mut content = Content::default();
    content.set(keys::PREMISES, photo(200).to_string());
    content.set(keys::MODE, "census");
    content.set(keys::STARTED_AT_MS, 1_788_739_200_000);
    content.set(keys::CENSUS_OUTCOME, "locked");
    assert_blocked(&content, "photo_missing", keys::CENSUS_OUTCOME);
    content.set(keys::photo_item(photo(1)), "");
    assert_eq!(blocking(&content), []);
    content.set(keys::CENSUS_OUTCOME, "checked");
    assert_blocked(&content, "checklist_unknown", keys::CHECKLIST_VERSION);
}

#[test]
fn of_two_answers_the_worse_shows_and_blocks_until_it_is_resolved() {
    let mut content = passed();
    let key = keys::answer_result("RH-03");
    content
        .conflicts
        .insert(key.clone(), vec!["pass".into(), "fail".into()]);
    let answer = &Inspection::from_content(&content).answers["RH-03"];
    assert_eq!(
        (answer.result, answer.conflict),
        (Some(AnswerResult::Fail), true)
    );
    assert_blocked(&content, "answer_conflict", "RH-03");
    content.set(key, "pass");
    assert_eq!(blocking(&content), []);
    // Two people who wrote the same do not differ.
    content.conflicts.insert(
        keys::answer_result("RH-03"),
        vec!["pass".into(), "pass".into()],
    );
    assert_eq!(blocking(&content), []);
}

#[test]
fn photos_carry_item_and_stage() {
    let mut content = Content::default();
    content.set(keys::photo_item(photo(2)), "RH-01");
    content.set(keys::photo_stage(photo(2)), "after");
    content.set(keys::photo_item(photo(1)), "");
    content.set("p/not-a-uuid/item", "RH-01");
    content.set(keys::photo_stage(photo(3)), "before");
    let photos = photo_refs(&content);
    assert_eq!(photos.len(), 2, "{photos:?}");
    assert_eq!((photos[0].photo, &photos[0].item), (photo(1), &None));
    assert_eq!(photos[1].stage, PhotoStage::After);
}

#[test]
fn a_signature_is_void_if_what_was_signed_has_changed() {
    let id = Uuid::from_bytes([7; 16]);
    let shown = Digest([1; 32]);
    let mut content = Content::default();
    content.set(keys::signature_signer(id), "王某");
    content.set(keys::signature_role(id), "owner");
    content.set(keys::signature_strokes(id), "M0,0 L10,10");
    content.set(keys::signature_statement(id), shown.to_string());
    let signature = signatures(&content).remove(0);
    assert!(signature.holds_for(shown));
    assert!(!signature.holds_for(Digest([2; 32])));
    content.set(keys::signature_statement(id), "");
    assert!(!signatures(&content)[0].holds_for(shown));
}
