use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::checklist::{AnswerResult, AnswerType};
use wangge_domain::inspection::{Inspection, keys};
use wangge_domain::lifecycle::{Reason, Status};
use wangge_domain::record::{RecordKind, Scalar};

use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;

/// The answer to one item（答题）. What is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerInput {
    /// Item of the checklist.
    pub item: String,
    /// 合格、不合格、不适用.
    pub result: Option<AnswerResult>,
    /// The number or text, for items that ask for one.
    pub value: Option<Scalar>,
    /// Remark.
    pub note: Option<String>,
    /// Part of the premises.
    pub part: Option<String>,
}

impl Core {
    /// Saves the answer to one item（答题）: durable when it returns.
    ///
    /// # Errors
    /// [`CoreError::WrongChecklist`]: the pinned list is not in the pack.
    /// [`CoreError::UnknownItem`]: it has no such item.
    /// [`CoreError::InvalidInput`]: a number where text is asked for, or the reverse.
    /// [`CoreError::NotAllowed`]: the inspection is accepted or withdrawn.
    pub fn answer(&self, inspection: RecordId, input: &AnswerInput) -> Result<(), CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load_kind(ctx, &session, inspection, &RecordKind::Inspection)?;
            refuse_settled(&subject)?;
            subject.permit(&session, "inspection_edit")?;
            let record = Inspection::from_content(&subject.record.content);
            let pack = self.pack_of(&session, record.policy_revision)?;
            let list = pack
                .checklists
                .pinned(&record.checklist, &record.checklist_version);
            let list = list.ok_or_else(|| CoreError::WrongChecklist {
                wanted: format!("{} {}", record.checklist, record.checklist_version),
                in_force: String::new(),
            })?;
            let item = list
                .item(&input.item)
                .ok_or_else(|| CoreError::UnknownItem {
                    item: input.item.clone(),
                })?;
            let fits = match (item.answer_type, &input.value) {
                (_, None | Some(Scalar::Null)) => true,
                (AnswerType::Number, Some(Scalar::Int(_))) => true,
                (AnswerType::Text, Some(Scalar::Text(_))) => true,
                (_, Some(_)) => false,
            };
            if !fits {
                return Err(CoreError::InvalidInput(format!(
                    "kind of value: {}",
                    input.item
                )));
            }
            self.edit_record(ctx, &subject.record, &edits(input))
        })
    }
}

fn edits(input: &AnswerInput) -> BTreeMap<String, Scalar> {
    let item = &input.item;
    let mut edits = BTreeMap::new();
    if let Some(result) = input.result {
        edits.insert(keys::answer_result(item), result.as_str().into());
    }
    if let Some(value) = &input.value {
        edits.insert(keys::answer_value(item), value.clone());
    }
    if let Some(note) = &input.note {
        edits.insert(keys::answer_note(item), note.as_str().into());
    }
    if let Some(part) = &input.part {
        edits.insert(keys::answer_part(item), part.as_str().into());
    }
    edits
}

/// An accepted inspection is changed by a correction round only.
pub(super) fn refuse_settled(subject: &Subject) -> Result<(), CoreError> {
    let code = match subject.record.state.status {
        Status::Accepted => "open_correction_first",
        Status::Withdrawn => "record_withdrawn",
        _ if subject.record.state.read_only => "read_only",
        _ => return Ok(()),
    };
    Err(CoreError::NotAllowed(Reason::new(code, "design 4")))
}
