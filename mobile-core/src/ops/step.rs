use std::collections::BTreeMap;

use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::inspection::signatures;
use wangge_domain::lifecycle::{Event, LifecycleTables, Step, Version};
use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, UserId};
use wangge_protocol::EnvelopeId;

use super::case_fields::check_step_texts;
use super::kept_apart::refuse_kept_apart;
use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;

/// Field of a step that holds the number given offline.
const PROVISIONAL: &str = "provisional_number";

/// A step to be taken（办理步骤）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepInput {
    /// What it says, by the field names of the table.
    pub fields: BTreeMap<String, String>,
    /// People who act together with the author.
    pub with: Vec<UserId>,
    /// Photos attached to the record before.
    pub photos: Vec<RecordId>,
    /// The deadline stated, where the table lets the author state one.
    pub due: Option<DeadlineSpec>,
}

impl StepInput {
    /// A step that says this.
    #[must_use]
    pub fn saying(fields: &[(&str, &str)]) -> Self {
        Self {
            fields: fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            ..Self::default()
        }
    }
}

impl Core {
    /// Takes a step in a case（办理）: judged here by the same table as on the relay, sealed together
    /// with the draft of the record and about exactly that content, durable, sent with the next
    /// sync. A step that earns a number gets a provisional one of this phone first.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`] with the reason and the rule; the draft stays.
    /// [`CoreError::InvalidInput`]: the register has no such step. [`CoreError::UnknownRecord`].
    pub fn step(
        &self,
        record: RecordId,
        step: &str,
        input: &StepInput,
    ) -> Result<EnvelopeId, CoreError> {
        let session = self.session()?;
        refuse_kept_apart(input.fields.keys())?;
        check_step_texts(&input.fields)?;
        self.refuse_second_week(record, step, input)?;
        let taken = self.change(&session, |ctx| {
            let mut subject = Subject::load(ctx, &session, record)?;
            refuse_unknown(&subject.record.kind, step)?;
            let mut input = input.clone();
            let stated = input.fields.get(PROVISIONAL);
            if stated.is_some_and(|number| number.trim().is_empty()) {
                input.fields.remove(PROVISIONAL);
            }
            if input.fields.contains_key(PROVISIONAL) {
                let expected = super::act::expected_version(&subject.record);
                let stated = event(step, &input, expected);
                self.judge_stated_number(&session, &mut subject, &stated)?;
            } else if wants_number(&subject, step) {
                // Asked before a number is taken, so that a refusal leaves no gap.
                input
                    .fields
                    .insert(PROVISIONAL.to_owned(), "暂-0-1".to_owned());
                let expected = super::act::expected_version(&subject.record);
                subject.check(ctx, &session, &event(step, &input, expected))?;
                self.may_seal()?;
                let number = self.provisional_number(&session)?;
                input.fields.insert(PROVISIONAL.to_owned(), number);
            }
            let step = step.to_owned();
            self.seal_version(ctx, &session, &subject, move |version| {
                event(&step, &input, version)
            })
        });
        if let Err(CoreError::NotAllowed(reason)) = &taken
            && reason.code == "signer_serves"
        {
            self.drop_refused(record, step)?;
        }
        taken
    }

    /// Takes out of the draft the signatures on which a step was refused（拒签笔迹不留）: what is nobody's
    /// is not to be taken for the other side's.
    fn drop_refused(&self, record: RecordId, step: &str) -> Result<(), CoreError> {
        let view = self.get_record(record)?;
        let table = LifecycleTables::standard().of(&view.kind);
        let rows = table.into_iter().flat_map(|table| &table.rows);
        let asked: Vec<&str> = rows
            .filter(|row| row.event == step)
            .flat_map(|row| row.asks.signatures.iter().map(String::as_str))
            .collect();
        for signature in signatures(&view.content) {
            if asked.contains(&signature.role.as_str()) {
                self.drop_signature(record, signature.id)?;
            }
        }
        Ok(())
    }

    /// Whether a step would take effect now（办理前判断）, by the same rules as [`Core::step`]; nothing is changed.
    /// To be asked before photos are attached for it: a photo that was attached stays. For photos
    /// that are not attached yet any ids may stand in.
    ///
    /// # Errors
    /// As [`Core::step`].
    pub fn may_step(
        &self,
        record: RecordId,
        step: &str,
        input: &StepInput,
    ) -> Result<(), CoreError> {
        let session = self.session()?;
        refuse_kept_apart(input.fields.keys())?;
        self.refuse_second_week(record, step, input)?;
        self.change(&session, |ctx| {
            let mut subject = Subject::load(ctx, &session, record)?;
            refuse_unknown(&subject.record.kind, step)?;
            let expected = super::act::expected_version(&subject.record);
            let stated = event(step, input, expected);
            self.judge_stated_number(&session, &mut subject, &stated)?;
            match subject.check(ctx, &session, &stated) {
                // Those that stand in are unknown; what is asked after the photos is asked again
                // with them.
                Err(CoreError::NotAllowed(reason)) if reason.code == "photo_unknown" => {}
                checked => checked?,
            }
            self.may_seal()
        })
    }
}

/// A step that the register does not have is a mistake of the caller, not a lack of rights.
fn refuse_unknown(kind: &RecordKind, step: &str) -> Result<(), CoreError> {
    let table = LifecycleTables::standard().of(kind);
    let mut events = table.iter().flat_map(|table| &table.events);
    if events.any(|event| event.id == step) {
        return Ok(());
    }
    Err(CoreError::InvalidInput(format!("step: {step}")))
}

fn event(step: &str, input: &StepInput, version: Version) -> Event {
    Event::Step(Step {
        step: step.to_owned(),
        fields: input.fields.clone(),
        with: input.with.clone(),
        photos: input.photos.clone(),
        due: input.due,
        version: Some(version),
    })
}

/// Whether the step is one that earns a number and has room for a provisional one.
fn wants_number(subject: &Subject, step: &str) -> bool {
    let table = LifecycleTables::standard().of(&subject.record.kind);
    let state = &subject.record.state;
    table
        .and_then(|table| table.row(state, &state.status, step, None))
        .is_some_and(|row| {
            let room = row.asks.fields.iter().any(|rule| rule.name == PROVISIONAL);
            row.number.is_some() && room
        })
}
