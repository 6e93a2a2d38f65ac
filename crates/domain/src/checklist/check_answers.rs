use std::collections::BTreeMap;

use super::{
    Answer, AnswerResult, AnswerType, Checklist, Item, PhotoRule, answered_items,
    failed_beside_file,
};
use crate::Finding;
use crate::premises::PremisesFacts;
use crate::record::Scalar;

/// The mark of an item that failed although the file of the premises says that it does not apply.
pub const FAILED_BESIDE_FILE: &str = "failed_beside_file";

/// What is still missing or wrong in the answers to a checklist（答题校验）, in checklist order.
///
/// `photos` counts the photos by item id. An item that does not apply is skipped, unless it was answered
/// as failed: then it is asked like any other, and marked as not what the file says. An item answered
/// 不适用 needs no photo, for there is nothing to show.
#[must_use]
pub fn check_answers(
    checklist: &Checklist,
    facts: &PremisesFacts,
    answers: &BTreeMap<String, Answer>,
    photos: &BTreeMap<String, usize>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for item in answered_items(checklist, facts, answers) {
        match answers.get(&item.id) {
            Some(answer) => {
                let photo_count = photos.get(&item.id).copied().unwrap_or(0);
                check_answer(item, answer, photo_count, &mut findings);
            }
            None => findings.push(Finding::blocking("answer_missing", &item.id)),
        }
    }
    for item in failed_beside_file(checklist, facts, answers) {
        findings.push(Finding::advice(FAILED_BESIDE_FILE, &item.id));
    }
    for id in answers.keys().filter(|id| checklist.item(id).is_none()) {
        findings.push(Finding::advice("item_unknown", id));
    }
    findings
}

fn check_answer(item: &Item, answer: &Answer, photos: usize, findings: &mut Vec<Finding>) {
    if answer.conflict {
        findings.push(Finding::blocking("answer_conflict", &item.id));
    }
    let Some(result) = answer.result else {
        findings.push(Finding::blocking("result_missing", &item.id));
        return;
    };
    let photo_needed = match item.photo {
        PhotoRule::Always => result != AnswerResult::Na,
        PhotoRule::OnFail => result == AnswerResult::Fail,
        PhotoRule::Optional => false,
    };
    if photo_needed && photos == 0 {
        findings.push(Finding::blocking("photo_missing", &item.id));
    }
    if result != AnswerResult::Na {
        check_value(item, answer, result, findings);
    }
}

fn check_value(item: &Item, answer: &Answer, result: AnswerResult, findings: &mut Vec<Finding>) {
    let constraint = item.constraint.clone().unwrap_or_default();
    match (item.answer_type, &answer.value) {
        (AnswerType::PassFailNa, _) => {}
        (_, None | Some(Scalar::Null)) => {
            findings.push(Finding::blocking("value_missing", &item.id));
        }
        (AnswerType::Number, Some(Scalar::Int(value))) => {
            if let Some(min) = constraint.min.filter(|min| value < min) {
                findings.push(Finding::blocking("value_too_small", &item.id).with_detail(min));
            }
            if let Some(max) = constraint.max.filter(|max| value > max) {
                findings.push(Finding::blocking("value_too_large", &item.id).with_detail(max));
            }
            let limit = constraint.pass_at_most.filter(|limit| value > limit);
            if let (Some(limit), AnswerResult::Pass) = (limit, result) {
                findings.push(Finding::advice("pass_doubtful", &item.id).with_detail(limit));
            }
        }
        (AnswerType::Text, Some(Scalar::Text(text))) => {
            if text.trim().is_empty() {
                findings.push(Finding::blocking("value_missing", &item.id));
            }
            let chars = text.chars().count();
            let too_long = constraint
                .max_chars
                .filter(|max| usize::try_from(*max).is_ok_and(|max| chars > max));
            if let Some(max) = too_long {
                findings.push(Finding::blocking("text_too_long", &item.id).with_detail(max));
            }
        }
        (AnswerType::Number | AnswerType::Text, Some(_)) => {
            findings.push(Finding::blocking("value_wrong_type", &item.id));
        }
    }
}
