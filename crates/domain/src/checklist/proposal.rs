use std::collections::BTreeMap;

use super::{
    Answer, AnswerResult, BasisCitation, Checklist, ChecklistLibrary, ItemSeverity, answered_items,
    item_applies,
};
use crate::calendar::DeadlineSpec;
use crate::premises::PremisesFacts;
use crate::record::says_nothing;

/// A hazard that a failed item proposes（隐患建议）: the worker confirms or edits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HazardProposal {
    /// Failed item.
    pub item: String,
    /// What makes it a repeat.
    pub common_key: String,
    /// Heading of the item, e.g. 疏散.
    pub category: String,
    /// The question that failed, with the worker's note and number.
    pub description: String,
    /// Part of the premises named in the answer.
    pub part: String,
    /// Severity of the item.
    pub severity: ItemSeverity,
    /// 疑似重大: to be judged, never shown to the owner as judged.
    pub suspected_major: bool,
    /// 危及生命.
    pub life_threat: bool,
    /// What to do about it.
    pub rectification: String,
    /// Deadline to propose.
    pub deadline: DeadlineSpec,
    /// Department of the item.
    pub department: String,
    /// The file of the premises says that the item does not apply（与档案不符）.
    pub beside_file: bool,
    /// What it rests on; only the printable ones may stand on a paper.
    pub basis: Vec<BasisCitation>,
}

/// The hazards that the failed items of an inspection propose, in checklist order: every one of them,
/// whatever the file of the premises says of it.
#[must_use]
pub fn hazard_proposals(
    library: &ChecklistLibrary,
    checklist: &Checklist,
    facts: &PremisesFacts,
    answers: &BTreeMap<String, Answer>,
    regions: &[String],
) -> Vec<HazardProposal> {
    let mut proposals = Vec::new();
    for item in answered_items(checklist, facts, answers) {
        let Some(answer) = answers.get(&item.id) else {
            continue;
        };
        if answer.result != Some(AnswerResult::Fail) {
            continue;
        }
        proposals.push(HazardProposal {
            item: item.id.clone(),
            common_key: item.common_key.clone(),
            category: item.group.clone(),
            description: describe(&item.question, &item.fail_label, answer),
            part: answer.part.clone(),
            severity: item.severity_on_fail,
            suspected_major: item.severity_on_fail == ItemSeverity::Major,
            life_threat: item.life_threat,
            rectification: item.rectification.clone(),
            deadline: item.default_deadline,
            department: item.department.clone(),
            beside_file: !item_applies(item, facts),
            basis: library.citations(item, regions),
        });
    }
    proposals
}

/// The worker's own words if there are any, else the question with its failing answer.
fn describe(question: &str, fail_label: &str, answer: &Answer) -> String {
    if says_nothing(&answer.note) {
        format!("{question}{fail_label}")
    } else {
        answer.note.trim().to_owned()
    }
}
