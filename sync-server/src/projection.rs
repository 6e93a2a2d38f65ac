use wangge_domain::RecordId;
use wangge_domain::checklist::AnswerResult;
use wangge_domain::hazard::keys as hazard_keys;
use wangge_domain::inspection::{Inspection, photo_keys};
use wangge_domain::lifecycle::case_summary;
use wangge_domain::premises::{Premises, keys as premises_keys};
use wangge_domain::record::{Content, RecordKind};
use wangge_sync_engine::store::RecordUpdate;

/// What lists show of a record（列表摘要）: derived from its content and state.
pub(crate) struct Projection {
    /// What it hangs on.
    pub(crate) premises: Option<RecordId>,
    pub(crate) title: String,
    pub(crate) detail: String,
    pub(crate) category: String,
    pub(crate) village: String,
    pub(crate) number: String,
    /// Number given offline: papers that bear it are about.
    pub(crate) provisional: String,
    /// 1 overdue, 2 suspected major, 4 life threat, 8 urged.
    pub(crate) flags: u32,
}

fn text(content: &Content, key: &str) -> String {
    content.text(key).unwrap_or_default().to_owned()
}

fn record(content: &Content, key: &str) -> Option<RecordId> {
    content.text(key)?.parse().ok()
}

/// The record that a photo is about, if the update is of a photo.
pub(crate) fn photo_target(update: &RecordUpdate) -> Option<RecordId> {
    if update.kind != RecordKind::Photo {
        return None;
    }
    record(&update.content, photo_keys::TARGET)
}

impl Projection {
    pub(crate) fn of(update: &RecordUpdate) -> Self {
        let (content, state) = (&update.content, &update.state);
        let flag = |bit: u32, is_set: bool| if is_set { bit } else { 0 };
        let final_number = state.notice_number.clone();
        let mut shown = Self {
            premises: None,
            title: String::new(),
            detail: String::new(),
            category: String::new(),
            village: String::new(),
            number: final_number
                .or_else(|| state.provisional_number.clone())
                .unwrap_or_default(),
            provisional: state.provisional_number.clone().unwrap_or_default(),
            flags: flag(1, state.overdue)
                | flag(2, state.suspected_major)
                | flag(4, state.life_threat)
                | flag(8, state.urged),
        };
        match update.kind {
            RecordKind::Premises => {
                shown.title = text(content, premises_keys::NAME);
                shown.detail = Premises::from_content(content).full_address();
                shown.category = text(content, premises_keys::CATEGORY);
                shown.village = text(content, premises_keys::VILLAGE);
            }
            RecordKind::Inspection => {
                let inspection = Inspection::from_content(content);
                shown.premises = inspection.premises;
                shown.title = result_of(&inspection);
                shown.category = inspection.checklist;
                shown.detail = inspection.inspectors;
            }
            RecordKind::Rectification => {
                shown.premises = record(content, hazard_keys::PREMISES);
                shown.title = text(content, hazard_keys::DESCRIPTION);
                shown.detail = text(content, hazard_keys::ITEM);
                shown.category = text(content, hazard_keys::SEVERITY);
            }
            ref kind if kind.is_case() => {
                let summary = case_summary(content, state);
                shown.premises = summary.premises;
                shown.title = summary.title;
                shown.category = summary.category;
                shown.detail = state.case.field("drive").to_owned();
            }
            _ => shown.premises = record(content, "premises"),
        }
        shown
    }
}

/// `fail` or `pass` by the answers; without answers the outcome of the visit, e.g. `locked`.
fn result_of(inspection: &Inspection) -> String {
    let results = || {
        inspection
            .answers
            .values()
            .filter_map(|answer| answer.result)
    };
    if results().any(|result| result == AnswerResult::Fail) {
        "fail".to_owned()
    } else if results().next().is_some() {
        "pass".to_owned()
    } else {
        inspection.census_outcome.clone()
    }
}
