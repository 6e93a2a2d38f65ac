use wangge_domain::checklist;
use wangge_domain::inspection::InspectionMode;
use wangge_mobile_core as core;

use super::Deadline;
use crate::error::{FieldError, Problem};
use crate::values::{FieldValue, read};

/// An inspection of a list（检查列表行）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct InspectionRow {
    /// Its id.
    pub id: String,
    /// The premises visited.
    pub premises: String,
    /// Code of the checklist; empty for a visit that ended at the door.
    pub checklist: String,
    /// Code of its status.
    pub status: String,
    /// Id of who made it, once something was submitted.
    pub inspector: Option<String>,
    /// When it began, by the phone's clock.
    pub started_ms: i64,
    /// When it was last submitted.
    pub submitted_ms: Option<i64>,
    /// How often it was returned.
    pub rounds: u32,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

impl From<core::InspectionRow> for InspectionRow {
    fn from(it: core::InspectionRow) -> Self {
        let core::InspectionRow {
            record,
            premises,
            checklist,
            status,
            inspector,
            started_at,
            submitted_at,
            rounds,
            pending,
        } = it;
        Self {
            id: record.to_string(),
            premises: premises.to_string(),
            checklist,
            status: status.as_str().to_owned(),
            inspector: inspector.map(|user| user.to_string()),
            started_ms: started_at.0,
            submitted_ms: submitted_at.map(|at| at.0),
            rounds,
            pending,
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
    /// The checklist that the app shows; `None`: the one in force for the category of the premises.
    /// Another one than that is refused（`wrong_checklist`）, rather than answered by mistake.
    #[uniffi(default = None)]
    pub checklist: Option<ChecklistVersion>,
}

impl InspectionStart {
    pub(crate) fn input(self) -> Result<core::StartInspection, FieldError> {
        let Self {
            mode,
            position,
            inspectors,
            checklist,
        } = self;
        let mode = InspectionMode::parse(&mode).ok_or_else(|| FieldError::invalid("mode"))?;
        let position = match position.as_deref() {
            None => None,
            Some([latitude, longitude, accuracy]) => Some((*latitude, *longitude, *accuracy)),
            Some(_) => return Err(FieldError::invalid("position")),
        };
        Ok(core::StartInspection {
            mode,
            checklist: checklist.map(|it| {
                let ChecklistVersion { code, version } = it;
                (code, version)
            }),
            position,
            inspectors,
        })
    }
}

/// Which checklist（检查表版本）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ChecklistVersion {
    /// Code.
    pub code: String,
    /// Version.
    pub version: String,
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
        let Answer {
            item,
            result,
            value,
            note,
            part,
        } = it;
        Self {
            item,
            result: result.map(Into::into),
            value: value.map(Into::into),
            note,
            part,
        }
    }
}

/// A checklist of the policy pack in force（检查表）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Checklist {
    /// Code.
    pub code: String,
    /// Version.
    pub version: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Category it is made for.
    pub category: String,
    /// Items, in order.
    pub items: Vec<CheckItem>,
}

impl From<&checklist::Checklist> for Checklist {
    fn from(it: &checklist::Checklist) -> Self {
        let checklist::Checklist {
            code,
            name_zh,
            name_en,
            place_category,
            version,
            // Who leads is the relay's affair.
            lead_department: _,
            items,
        } = it;
        Self {
            code: code.clone(),
            version: version.clone(),
            name_zh: name_zh.clone(),
            name_en: name_en.clone(),
            category: place_category.clone(),
            items: items.iter().map(Into::into).collect(),
        }
    }
}

/// An item of a checklist（检查项）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CheckItem {
    /// Its id.
    pub id: String,
    /// The same question across checklists.
    pub common_key: String,
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
    /// `general` or `major`（疑似重大）, if it fails.
    pub severity: String,
    /// Life is threatened if it fails.
    pub life_threat: bool,
    /// What to do then.
    pub rectification: String,
    /// Deadline that a notice proposes.
    pub deadline: Deadline,
    /// Department code that a hazard goes to.
    pub department: String,
    /// Documents it rests on.
    pub basis: Vec<String>,
    /// Unit of a number.
    pub unit: Option<String>,
    /// The least number that can be meant.
    pub min: Option<i64>,
    /// The greatest number that can be meant.
    pub max: Option<i64>,
    /// Above this, a pass is doubtful: to be asked about, not refused.
    pub pass_at_most: Option<i64>,
    /// The longest text, in characters.
    pub max_chars: Option<u32>,
}

impl From<&checklist::Item> for CheckItem {
    fn from(it: &checklist::Item) -> Self {
        let checklist::Item {
            id,
            common_key,
            group,
            question,
            how_to_check,
            answer_type,
            // The words on the buttons say which way it is put.
            polarity: _,
            pass_label,
            fail_label,
            photo,
            severity_on_fail,
            life_threat,
            rectification,
            default_deadline,
            basis,
            department,
            // The core asks by it; screening references are never shown.
            applies_when: _,
            unit,
            constraint,
            gb35181_2017_refs: _,
        } = it.clone();
        let checklist::Constraint {
            min,
            max,
            pass_at_most,
            max_chars,
        } = constraint.unwrap_or_default();
        Self {
            id,
            common_key,
            group,
            question,
            how_to_check,
            answer_type: match answer_type {
                checklist::AnswerType::PassFailNa => "pass_fail_na",
                checklist::AnswerType::Number => "number",
                checklist::AnswerType::Text => "text",
            }
            .to_owned(),
            photo: match photo {
                checklist::PhotoRule::Always => "always",
                checklist::PhotoRule::OnFail => "on_fail",
                checklist::PhotoRule::Optional => "optional",
            }
            .to_owned(),
            pass_label,
            fail_label,
            severity: match severity_on_fail {
                checklist::ItemSeverity::General => "general",
                checklist::ItemSeverity::Major => "major",
            }
            .to_owned(),
            life_threat,
            rectification,
            deadline: default_deadline.into(),
            department,
            basis,
            unit,
            min,
            max,
            pass_at_most,
            max_chars,
        }
    }
}

/// What is right and what is wrong, in pictures（图示）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Guide {
    /// The item.
    pub item: String,
    /// Its question.
    pub question: String,
    /// Its title.
    pub title: String,
    /// What to look at.
    pub look: String,
    /// How to check it, in the words of the item.
    pub how_to_check: String,
    /// What to do if it is wrong.
    pub remedy: String,
    /// SVG of what is right.
    pub pass_svg: Option<String>,
    /// SVG of what is wrong.
    pub fail_svg: Option<String>,
    /// Version of the guides; empty without drawings.
    pub version: String,
}

impl From<core::GuideView> for Guide {
    fn from(it: core::GuideView) -> Self {
        let core::GuideView {
            item,
            question,
            title,
            look,
            how_to_check,
            remedy,
            pass,
            fail,
            version,
        } = it;
        Self {
            item,
            question,
            title,
            look,
            how_to_check,
            remedy,
            pass_svg: pass.map(str::to_owned),
            fail_svg: fail.map(str::to_owned),
            version,
        }
    }
}

/// A signature on the screen（签名）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Signature {
    /// The strokes, as JSON: `{"format": 1, "width": …, "height": …, "strokes": [[[x, y], …], …]}`.
    pub strokes: Vec<u8>,
    /// Who signs.
    pub signer: String,
    /// As what: `owner`, `operator`, `tenant`, `resident`, `head`, `inspector`, `witness`, or
    /// `inspector:{agency}`.
    pub role: String,
    /// What the screen showed: the statement of the record's card.
    pub statement: String,
}

impl Signature {
    pub(crate) fn input(self) -> Result<core::SignatureInput, FieldError> {
        let Self {
            strokes,
            signer,
            role,
            statement,
        } = self;
        Ok(core::SignatureInput {
            strokes,
            signer,
            role,
            statement: read("statement", &statement)?,
        })
    }
}

/// An inspection that was submitted（已提交检查）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Submitted {
    /// The envelope that freezes the version.
    pub envelope: String,
    /// Hazards that were raised with it.
    pub hazards: Vec<String>,
    /// Drafts of hazards that lack something.
    pub drafts: Vec<LeftDraft>,
}

/// A hazard that stays a draft（待补隐患）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct LeftDraft {
    /// The hazard.
    pub hazard: String,
    /// What it lacks.
    pub missing: Vec<Problem>,
}

impl From<core::SubmittedInspection> for Submitted {
    fn from(it: core::SubmittedInspection) -> Self {
        let core::SubmittedInspection {
            envelope,
            hazards,
            drafts,
            // A hazard bears the mark itself, as its remark.
            marks: _,
        } = it;
        Self {
            envelope: envelope.to_string(),
            hazards: hazards.into_iter().map(|id| id.to_string()).collect(),
            drafts: drafts
                .into_iter()
                .map(|(hazard, missing)| LeftDraft {
                    hazard: hazard.to_string(),
                    missing: missing.iter().map(Problem::from).collect(),
                })
                .collect(),
        }
    }
}
