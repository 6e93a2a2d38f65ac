use std::collections::HashMap;

use wangge_domain::lifecycle::{self, FieldForm, StepTaken};
use wangge_domain::policy::ListEntry;
use wangge_mobile_core as core;

use super::Deadline;
use crate::error::FieldError;
use crate::values::{read_all, word};

/// A code with its words（代码及名称）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CodeWord {
    /// What is written.
    pub code: String,
    /// What is shown, in Chinese.
    pub zh: String,
}

impl From<ListEntry> for CodeWord {
    fn from(it: ListEntry) -> Self {
        let ListEntry {
            code,
            zh,
            // What a step asks for is told in Chinese.
            en: _,
            // Those that do not fit the case are left out already.
            keys: _,
            about: _,
            issuers: _,
        } = it;
        Self { code, zh }
    }
}

/// What a step asks for（步骤表单）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct StepForm {
    /// Its id: what `CaseStep.step` takes.
    pub step: String,
    /// Its name.
    pub zh: String,
    /// Its fields, in the order in which they are asked.
    pub fields: Vec<StepField>,
    /// So many people take it, the author among them.
    pub people: u32,
    /// So many photos at least are attached before.
    pub photos: u32,
    /// Somebody in one of these roles signs what is written in the case before; none: nobody.
    pub signers: Vec<String>,
    /// A deadline may be stated, at most this one.
    pub longest: Option<Deadline>,
    /// The rule behind it.
    pub rule: String,
}

impl From<lifecycle::StepForm> for StepForm {
    fn from(it: lifecycle::StepForm) -> Self {
        let lifecycle::StepForm {
            step,
            zh,
            fields,
            people,
            photos,
            signatures,
            longest,
            rule,
        } = it;
        Self {
            step,
            zh,
            fields: fields.into_iter().map(Into::into).collect(),
            people: people.max(1),
            photos,
            signers: signatures,
            longest: longest.map(Into::into),
            rule,
        }
    }
}

/// A field of a step（步骤字段）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct StepField {
    /// Its name: a key of `CaseStep.fields`.
    pub name: String,
    /// What it is called.
    pub zh: String,
    /// It may be left out.
    pub optional: bool,
    /// It takes several codes, with commas between.
    pub many: bool,
    /// It must stand word for word in the content that is signed.
    pub signed: bool,
    /// How it is taken in where there is nothing to choose from: `text`, `day` (`YYYY-MM-DD`) or
    /// `subject` (an id).
    pub entry: String,
    /// It names a record.
    pub link: bool,
    /// What it may be; none: anything.
    pub choices: Vec<CodeWord>,
    /// The only value it may have.
    pub given: Option<String>,
}

impl From<FieldForm> for StepField {
    fn from(it: FieldForm) -> Self {
        let FieldForm {
            name,
            zh,
            optional,
            many,
            signed,
            entry,
            choices,
            link,
            given,
        } = it;
        Self {
            name,
            zh,
            optional,
            many,
            signed,
            entry: word(&entry),
            link: link.is_some(),
            choices: choices.into_iter().map(Into::into).collect(),
            given,
        }
    }
}

/// A step to be taken in a case（办理步骤）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CaseStep {
    /// Its id, as its form names it.
    pub step: String,
    /// What it says, by the names of its fields.
    pub fields: HashMap<String, String>,
    /// Ids of the people who take it together with the author.
    #[uniffi(default = [])]
    pub joined_by: Vec<String>,
    /// Photos of the case that show it.
    #[uniffi(default = [])]
    pub photos: Vec<String>,
    /// The deadline, where its form lets the author state one.
    #[uniffi(default = None)]
    pub due: Option<Deadline>,
}

impl CaseStep {
    /// The step, and what it says.
    pub(crate) fn input(self) -> Result<(String, core::StepInput), FieldError> {
        let Self {
            step,
            fields,
            joined_by,
            photos,
            due,
        } = self;
        let input = core::StepInput {
            fields: fields.into_iter().collect(),
            with: read_all("joined_by", &joined_by)?,
            photos: read_all("photos", &photos)?,
            due: due.map(Into::into),
        };
        Ok((step, input))
    }
}

/// What a field of a case says（登记内容）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CaseLine {
    /// The field.
    pub name: String,
    /// What it is called.
    pub zh: String,
    /// As it was written.
    pub value: String,
    /// Its codes in words.
    pub text: String,
    /// The record it names.
    pub record: Option<String>,
}

impl From<lifecycle::CaseLine> for CaseLine {
    fn from(it: lifecycle::CaseLine) -> Self {
        let lifecycle::CaseLine {
            name,
            zh,
            value,
            text,
            record,
        } = it;
        Self {
            name,
            zh,
            value,
            text,
            record: record.map(|id| id.to_string()),
        }
    }
}

/// A step that was taken（办理经过）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CaseLogLine {
    /// Place in the log; `None` while pending.
    pub seq: Option<u64>,
    /// Which step.
    pub step: String,
    /// What it is called.
    pub zh: String,
    /// Who took it.
    pub user: String,
    /// Who took it together with them.
    pub joined_by: Vec<String>,
    /// Those of them who have not confirmed it themselves.
    pub unconfirmed: Vec<String>,
    /// When, as far as that is known.
    pub made_ms: i64,
    /// What it said.
    pub lines: Vec<CaseLine>,
    /// What shows it.
    pub photos: Vec<String>,
    /// Deadline after it.
    pub due_ms: Option<i64>,
    /// The number it earned.
    pub number: Option<String>,
}

impl From<core::CaseLogLine> for CaseLogLine {
    fn from(it: core::CaseLogLine) -> Self {
        let core::CaseLogLine { taken, zh, lines } = it;
        let StepTaken {
            seq,
            step,
            user,
            with,
            unconfirmed,
            time,
            // Told by its lines, in words.
            fields: _,
            photos,
            due,
            number,
        } = taken;
        Self {
            seq,
            step,
            zh,
            user: user.to_string(),
            joined_by: with.into_iter().map(|one| one.to_string()).collect(),
            unconfirmed: unconfirmed.into_iter().map(|one| one.to_string()).collect(),
            made_ms: time.best().0,
            lines: lines.into_iter().map(Into::into).collect(),
            photos: photos.into_iter().map(|id| id.to_string()).collect(),
            due_ms: due.map(|at| at.0),
            number,
        }
    }
}
