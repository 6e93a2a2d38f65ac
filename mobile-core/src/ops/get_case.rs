use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::lifecycle::{
    CaseLine, FieldEntry, LifecycleTable, LifecycleTables, StepForm, StepTaken, case_lines,
    case_summary,
};
use wangge_domain::record::{Content, Scalar};

use super::case_links::{NamedRecord, kind_word};
use super::get_record::RecordView;
use super::open_case::PARENT;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

/// A case as its screen shows it（案件详情）.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseView {
    /// The record behind it.
    pub record: RecordView,
    /// What its register is called.
    pub zh: String,
    /// What it is about, in a line; empty: nobody has said yet.
    pub title: String,
    /// The record it was opened for.
    pub parent: Option<NamedRecord>,
    /// What was written in it.
    pub written: Vec<CaseLine>,
    /// What its steps have set, each field as it was set last.
    pub set: Vec<CaseLine>,
    /// The steps that took effect, in log order, pending ones last.
    pub log: Vec<CaseLogLine>,
    /// The steps this person may take now, with what each asks for.
    pub steps: Vec<StepForm>,
}

/// A step that was taken, as people read it（办理经过）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLogLine {
    /// What was taken.
    pub taken: StepTaken,
    /// What the step is called.
    pub zh: String,
    /// What it said.
    pub lines: Vec<CaseLine>,
}

impl Core {
    /// A case with everything its screen shows（案件详情）: where it stands, what was said, and what can be done
    /// next with the fields that each step asks for.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`]: there is none, or it is no case. [`CoreError::NotAllowed`]: its
    /// register is restricted.
    pub fn get_case(&self, case: RecordId) -> Result<CaseView, CoreError> {
        let session = self.session()?;
        let record = self.get_record(case)?;
        let table = LifecycleTables::standard()
            .of(&record.kind)
            .filter(|_| record.kind.is_case())
            .ok_or(CoreError::UnknownRecord)?;
        let read = |step: Option<&str>, fields: &BTreeMap<String, String>| {
            self.lines_of(&session, table, step, fields)
        };
        let steps = record
            .allowed
            .iter()
            .filter(|action| action.0.contains('.'))
            .filter_map(|action| StepForm::of(&session.policy, table, &record.state, &action.0))
            .map(|form| self.with_candidates(&session, &record, form))
            .collect::<Result<_, _>>()?;
        let mut log = Vec::new();
        for taken in &record.state.case.steps {
            let event = table.events.iter().find(|event| event.id == taken.step);
            log.push(CaseLogLine {
                zh: event.map_or_else(|| taken.step.clone(), |event| event.zh.clone()),
                lines: read(Some(&taken.step), &taken.fields)?,
                taken: taken.clone(),
            });
        }
        let parent = record.content.text(PARENT).and_then(|id| id.parse().ok());
        Ok(CaseView {
            zh: kind_word(&record.kind),
            title: case_summary(&record.content, &record.state).title,
            parent: parent.map(|id| self.named_record(id)).transpose()?,
            written: read(None, &written(&record.content))?,
            set: read(None, &record.state.case.fields)?,
            log,
            steps,
            record,
        })
    }

    /// Fields as people read them, with the names of the records among them.
    fn lines_of(
        &self,
        session: &Session,
        table: &LifecycleTable,
        step: Option<&str>,
        fields: &BTreeMap<String, String>,
    ) -> Result<Vec<CaseLine>, CoreError> {
        let mut lines = case_lines(&session.policy, table, step, fields);
        for line in &mut lines {
            if line.record.is_some() {
                line.text = self.name_of_id(session, &line.value)?;
            }
        }
        Ok(lines)
    }

    /// The form, with the records that its fields may name.
    fn with_candidates(
        &self,
        session: &Session,
        record: &RecordView,
        mut form: StepForm,
    ) -> Result<StepForm, CoreError> {
        for field in &mut form.fields {
            if let Some(rule) = &field.link {
                if field.choices.is_empty() {
                    field.choices = self.link_candidates(record, rule)?;
                }
                for choice in field.choices.iter_mut().filter(|it| it.zh == it.code) {
                    choice.zh = self.name_of_id(session, &choice.code)?;
                }
            } else if field.entry == FieldEntry::Subject {
                field.choices = self.subject_candidates(session, record)?;
            }
        }
        Ok(form)
    }
}

/// The text that people wrote in a case; what it hangs on, photos and signatures stand elsewhere.
fn written(content: &Content) -> BTreeMap<String, String> {
    let apart = [PARENT, "kind", wangge_domain::inspection::keys::PREMISES];
    let fields = content.fields.iter();
    fields
        .filter(|(name, _)| !name.contains('/') && !apart.contains(&name.as_str()))
        .filter_map(|(name, value)| match value {
            Scalar::Text(text) => Some((name.clone(), text.clone())),
            Scalar::Int(number) => Some((name.clone(), number.to_string())),
            Scalar::Bool(yes) => Some((name.clone(), if *yes { "是" } else { "否" }.to_owned())),
            Scalar::Null => None,
        })
        .collect()
}
