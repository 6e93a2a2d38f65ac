use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::UserId;
use wangge_domain::lifecycle::{Effect, EventWord, HistoryEntry, StepTaken, Timing, Version};
use wangge_domain::resources::{Language, label};

use super::super::lists::ListItem;
use super::field_edit::FieldEditView;
use super::grading::GradingView;
use super::same_file::SameFileView;
use crate::http::SupervisorCaller;
use crate::mask::masked_fields;

/// One record with all that hangs on it（档案卡）.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordView {
    /// As lists show it.
    #[serde(flatten)]
    pub(crate) summary: ListItem,
    /// Content: flat keys with scalar values.
    #[schema(value_type = Object)]
    pub(crate) content: serde_json::Value,
    /// Keys that were written concurrently, with every value.
    #[schema(value_type = Object)]
    pub(crate) conflicts: serde_json::Value,
    /// The version that acts made now must cite.
    pub(crate) version: VersionView,
    /// The version that was submitted last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) submitted: Option<VersionView>,
    /// The version that was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) accepted: Option<VersionView>,
    /// An event of a later version was seen: nothing can be done here.
    pub(crate) read_only: bool,
    /// What is to be mended, of the latest return.
    #[schema(value_type = Vec<Object>)]
    pub(crate) return_reasons: serde_json::Value,
    /// Who is answerable; the middle of the telephone number is hidden.
    #[schema(value_type = Object)]
    pub(crate) responsible: serde_json::Value,
    /// Number of the closing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) close_out_number: Option<String>,
    /// Days of the extension that waits for a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) extension_days: Option<u32>,
    /// Why it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) extension_reason: Option<String>,
    /// What the steps of a case have set.
    #[schema(value_type = Object)]
    pub(crate) fields: serde_json::Value,
    /// The steps of a case that took effect, in log order.
    pub(crate) steps: Vec<StepView>,
    /// Everything that happened, in log order.
    pub(crate) history: Vec<HistoryView>,
    /// Fields that were written anew since it was registered, in log order.
    pub(crate) edits: Vec<FieldEditView>,
    /// Up to where each phone of whoever wrote it holds the log; for whoever manages people there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) held_by: Vec<HeldView>,
    /// Names of the events that the caller may send now.
    pub(crate) allowed_actions: Vec<String>,
    /// Names of those that take effect only under the caller's own key.
    pub(crate) own_key_actions: Vec<String>,
    /// Photos of the record.
    pub(crate) photos: Vec<PhotoView>,
    /// Visits, hazards and cases of a premises, of each kind the newest first; hazards of a visit.
    pub(crate) related: Vec<ListItem>,
    /// By kind: `after` for the older ones, where there are more than stand among those related.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) related_next: BTreeMap<String, String>,
    /// Ids of those related that are orders to stop use which hold（停用在期）.
    pub(crate) stop_uses: Vec<String>,
    /// Of a premises: its grade, since when, why, and every change of it（等级沿革）.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) grading: Option<GradingView>,
}

/// A frozen version of a record's content.
#[derive(Serialize, ToSchema)]
pub(crate) struct VersionView {
    /// Heads of the document, hexadecimal.
    heads: Vec<String>,
    /// Hash of the content, hexadecimal.
    content: String,
}

impl From<&Version> for VersionView {
    fn from(version: &Version) -> Self {
        Self {
            heads: version.heads.iter().map(ToString::to_string).collect(),
            content: version.content.to_string(),
        }
    }
}

/// Up to where a phone holds the log of a record.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldView {
    /// Id of the phone.
    pub(crate) device: String,
    /// The last place that it named.
    pub(crate) seq: u64,
    /// When it named it first, milliseconds since 1970.
    pub(crate) at: i64,
}

/// One thing that happened.
#[derive(Serialize, ToSchema)]
pub(crate) struct HistoryView {
    /// Place in the log.
    seq: Option<u64>,
    /// Name of the event.
    event: String,
    /// Name of who did it.
    user: String,
    /// The role that allowed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// The relay signed it for a password session.
    attested_by_relay: bool,
    /// Not before this, milliseconds since 1970.
    lower: i64,
    /// Not after this.
    upper: i64,
    /// What the phone's clock said.
    claimed: i64,
    /// The clock jumped, or its claim contradicts the bounds.
    clock_flagged: bool,
    /// When the relay received it.
    received_at: i64,
    /// Code of the reason, if it changed nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_effect: Option<String>,
    /// `in_time`, `undetermined` or `late`.
    #[serde(skip_serializing_if = "Option::is_none")]
    timing: Option<String>,
    /// Status after it.
    status: String,
    /// The number it earned.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    /// What it said: reason, remark, that it was entered on behalf of somebody（代填）.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    words: Vec<WordView>,
}

/// One thing that an act said.
#[derive(Serialize, ToSchema)]
pub(crate) struct WordView {
    /// What it is, e.g. `reason`, `note`, `on_behalf`; of a step, the field.
    field: String,
    /// The same in Chinese.
    label: String,
    /// What was said.
    text: String,
}

impl From<&EventWord> for WordView {
    fn from(word: &EventWord) -> Self {
        Self {
            field: word.field.clone(),
            label: word.zh.clone(),
            text: word.text.clone(),
        }
    }
}

impl HistoryView {
    pub(crate) fn of(caller: &SupervisorCaller, entry: &HistoryEntry) -> Self {
        let person = caller.control.people.get(&entry.user);
        Self {
            seq: entry.seq,
            event: entry.event.clone(),
            user: person.map(|person| person.name.clone()).unwrap_or_default(),
            role: entry.role.map(|role| role.to_string()),
            attested_by_relay: entry.attested_by_relay,
            lower: entry.time.lower.0,
            upper: entry.time.upper.0,
            claimed: entry.time.claimed.0,
            clock_flagged: entry.time.clock_flagged,
            received_at: entry.received_at.0,
            no_effect: match &entry.effect {
                Effect::Applied => None,
                Effect::NoEffect(reason) => Some(reason.code.clone()),
            },
            timing: entry.timing.map(|timing| {
                match timing {
                    Timing::InTime => "in_time",
                    Timing::Undetermined => "undetermined",
                    Timing::Late => "late",
                }
                .to_owned()
            }),
            status: entry.status.to_string(),
            number: entry.number.clone(),
            words: entry.words.iter().map(WordView::from).collect(),
        }
    }
}

/// A step of a case that took effect.
#[derive(Serialize, ToSchema)]
pub(crate) struct StepView {
    /// Place in the log.
    seq: Option<u64>,
    /// Which step.
    step: String,
    /// The same in Chinese.
    label: String,
    /// Name of who took it.
    user: String,
    /// Names of who acted with them.
    with: Vec<String>,
    /// Best estimate of when, milliseconds since 1970.
    at: i64,
    /// What it said.
    fields: BTreeMap<String, String>,
    /// Photos that show it.
    photos: Vec<String>,
    /// Deadline after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<i64>,
    /// The number it earned.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
}

impl StepView {
    pub(crate) fn of(caller: &SupervisorCaller, taken: &StepTaken) -> Self {
        let name = |user: &UserId| {
            let person = caller.control.people.get(user);
            person.map(|person| person.name.clone()).unwrap_or_default()
        };
        Self {
            seq: taken.seq,
            label: label(Language::Chinese, &format!("event.{}", taken.step)).to_owned(),
            step: taken.step.clone(),
            user: name(&taken.user),
            with: taken
                .with
                .iter()
                .map(|user| taken.as_named(*user, &name(user)))
                .collect(),
            at: taken.time.best().0,
            fields: masked_fields(&taken.fields),
            photos: taken.photos.iter().map(ToString::to_string).collect(),
            due: taken.due.map(|due| due.0),
            number: taken.number.clone(),
        }
    }
}

/// A photo of a record.
#[derive(Serialize, ToSchema)]
pub(crate) struct PhotoView {
    /// Id of the photo record.
    pub(crate) id: String,
    /// Checklist item it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) item: Option<String>,
    /// `found`, `before`, `after`, `recheck` or `service`.
    pub(crate) stage: String,
    /// The view copy is here and verified.
    pub(crate) shown: bool,
    /// The original is here and verified.
    pub(crate) complete: bool,
    /// Hashes of `original`, `view`, `thumbnail`: `/api/v1/blobs/{hash}`.
    pub(crate) blobs: BTreeMap<String, String>,
    /// Of a photo after the work on a hazard: other photos of the same file that show something else.
    pub(crate) same_file: Vec<SameFileView>,
    /// Content of the photo record: time, place, caption.
    #[schema(value_type = Object)]
    pub(crate) content: serde_json::Value,
}
