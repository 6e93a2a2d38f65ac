use wangge_domain::checklist;
use wangge_mobile_core as core;

use crate::error::FieldError;
use crate::values::{FieldValue, read};

/// An inspection of a list（检查列表行）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct InspectionRow {
    /// Its id.
    pub id: String,
    /// The premises visited.
    pub premises: String,
    /// Code of the checklist.
    pub checklist: String,
    /// Code of its status.
    pub status: String,
    /// When it began, by the phone's clock.
    pub started_ms: i64,
    /// When it was submitted.
    pub submitted_ms: Option<i64>,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

impl From<core::InspectionRow> for InspectionRow {
    fn from(it: core::InspectionRow) -> Self {
        Self {
            id: it.record.to_string(),
            premises: it.premises.to_string(),
            checklist: it.checklist,
            status: it.status.as_str().to_owned(),
            started_ms: it.started_at.0,
            submitted_ms: it.submitted_at.map(|at| at.0),
            pending: it.pending,
        }
    }
}

/// How an inspection begins（开始检查）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct InspectionStart {
    /// Word of its mode, `check_day` and others; the label is `mode.{word}`.
    pub mode: String,
    /// Latitude in microdegrees, longitude, accuracy in meters.
    #[uniffi(default = None)]
    pub position: Option<Vec<i64>>,
    /// Names of those who inspect together.
    #[uniffi(default = "")]
    pub inspectors: String,
}

/// How an item stands（检查结论）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum AnswerResult {
    /// 不适用.
    NotApplicable,
    /// 合格.
    Pass,
    /// 不合格.
    Fail,
}

impl From<AnswerResult> for checklist::AnswerResult {
    fn from(result: AnswerResult) -> Self {
        match result {
            AnswerResult::NotApplicable => Self::Na,
            AnswerResult::Pass => Self::Pass,
            AnswerResult::Fail => Self::Fail,
        }
    }
}

/// An answer to an item（检查项答案）; what is `None` stays as it was.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Answer {
    /// The item.
    pub item: String,
    /// Its result.
    #[uniffi(default = None)]
    pub result: Option<AnswerResult>,
    /// Its number or text.
    #[uniffi(default = None)]
    pub value: Option<FieldValue>,
    /// A note.
    #[uniffi(default = None)]
    pub note: Option<String>,
    /// Where exactly.
    #[uniffi(default = None)]
    pub part: Option<String>,
}

impl From<Answer> for core::AnswerInput {
    fn from(it: Answer) -> Self {
        Self {
            item: it.item,
            result: it.result.map(Into::into),
            value: it.value.map(Into::into),
            note: it.note,
            part: it.part,
        }
    }
}

/// A checklist of the policy pack in force（检查表）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Checklist {
    /// Code.
    pub code: String,
    /// Items, in order.
    pub items: Vec<CheckItem>,
}

/// An item of a checklist（检查项）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CheckItem {
    /// Its id.
    pub id: String,
    /// Heading it stands under.
    pub group: String,
    /// What is asked.
    pub question: String,
    /// How to look.
    pub how_to_check: String,
    /// `pass_fail_na`, `number` or `text`.
    pub answer_type: String,
    /// `always`, `on_fail` or `optional`.
    pub photo: String,
    /// Words on the good button.
    pub pass_label: String,
    /// Words on the bad button.
    pub fail_label: String,
    /// Life is threatened if it fails.
    pub life_threat: bool,
    /// What to do then.
    pub rectification: String,
}

impl From<&checklist::Item> for CheckItem {
    fn from(it: &checklist::Item) -> Self {
        Self {
            id: it.id.clone(),
            group: it.group.clone(),
            question: it.question.clone(),
            how_to_check: it.how_to_check.clone(),
            answer_type: match it.answer_type {
                checklist::AnswerType::PassFailNa => "pass_fail_na",
                checklist::AnswerType::Number => "number",
                checklist::AnswerType::Text => "text",
            }
            .to_owned(),
            photo: match it.photo {
                checklist::PhotoRule::Always => "always",
                checklist::PhotoRule::OnFail => "on_fail",
                checklist::PhotoRule::Optional => "optional",
            }
            .to_owned(),
            pass_label: it.pass_label.clone(),
            fail_label: it.fail_label.clone(),
            life_threat: it.life_threat,
            rectification: it.rectification.clone(),
        }
    }
}

/// What is right and what is wrong, in pictures（图示）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Guide {
    /// Its title.
    pub title: String,
    /// What to look at.
    pub look: String,
    /// What to do if it is wrong.
    pub remedy: String,
    /// SVG of what is right.
    pub pass_svg: Option<String>,
    /// SVG of what is wrong.
    pub fail_svg: Option<String>,
}

impl From<core::GuideView> for Guide {
    fn from(it: core::GuideView) -> Self {
        Self {
            title: it.title,
            look: it.look,
            remedy: it.remedy,
            pass_svg: it.pass.map(str::to_owned),
            fail_svg: it.fail.map(str::to_owned),
        }
    }
}

/// A signature on the screen（签名）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Signature {
    /// The strokes, as an SVG path.
    pub strokes: Vec<u8>,
    /// Who signs.
    pub signer: String,
    /// As what: `owner`, `inspector`, `witness`.
    pub role: String,
    /// What the screen showed: the statement of the record's card.
    pub statement: String,
}

impl Signature {
    pub(crate) fn input(self) -> Result<core::SignatureInput, FieldError> {
        Ok(core::SignatureInput {
            strokes: self.strokes,
            signer: self.signer,
            role: self.role,
            statement: read("statement", &self.statement)?,
        })
    }
}

/// An inspection that was submitted（已提交检查）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Submitted {
    /// Hazards that were raised with it.
    pub hazards: Vec<String>,
    /// Drafts of hazards that lack something.
    pub drafts: Vec<String>,
}

impl From<core::SubmittedInspection> for Submitted {
    fn from(it: core::SubmittedInspection) -> Self {
        let text = |id: wangge_domain::RecordId| id.to_string();
        Self {
            hazards: it.hazards.into_iter().map(text).collect(),
            drafts: it.drafts.into_iter().map(|(id, _)| text(id)).collect(),
        }
    }
}
