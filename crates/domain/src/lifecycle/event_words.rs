use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Event, FieldEntry, FieldRule, LifecycleTables, RedactionAsked, Responsible, ServiceProof, Step,
    TimeBounds,
};
use crate::calendar::{DayKind, DeadlineSpec};
use crate::record::RecordKind;
use crate::resources::{Language, has_label, label};

/// One thing that an act says（办理内容）: its reason, its remark, that it was entered for somebody
/// else. It stands in the signed event, and wherever the act is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventWord {
    /// What it is, e.g. `reason`; of a step, the field.
    pub field: String,
    /// The same in Chinese, as people call it.
    pub zh: String,
    /// What was said.
    pub text: String,
}

impl EventWord {
    /// The field that says that a feedback was entered for the owner（代填）.
    pub const ON_BEHALF: &'static str = "on_behalf";
    /// The field that says that the owner sent a feedback on the page of the notice（业主自填）.
    pub const BY_OWNER: &'static str = "by_owner";
    /// The field that says why.
    pub const REASON: &'static str = "reason";
    /// The field that holds the number given offline.
    pub const PROVISIONAL: &'static str = "provisional_number";
    /// The field that says that the time of an act under a delegation is not proven（未能证明）.
    pub const POWER_TIME: &'static str = "power_time";
    /// The field that says whether those who are named as acting together have confirmed it.
    pub const WITH: &'static str = "with";

    /// A thing that was said; `None` if there is nothing to read.
    fn said(field: &str, text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self {
            field: field.to_owned(),
            zh: label(Language::Chinese, &format!("said.{field}")).to_owned(),
            text: text.to_owned(),
        })
    }

    /// That the owner sent it, with the one-time code of the notice.
    pub(super) fn by_owner() -> Option<Self> {
        Self::said(Self::BY_OWNER, "业主，一次性反馈码")
    }

    /// Why content was blanked, as whoever asked for it said.
    pub(super) fn why_redacted(asked: &RedactionAsked) -> Option<Self> {
        Self::said(Self::REASON, &asked.reason)
    }

    /// Of how many of those who are named it is the author's word alone that they were there.
    pub(super) fn together(open: usize) -> Option<Self> {
        let text = match open {
            0 => "已由本人确认".to_owned(),
            open => format!("{open}人由填报人注明，未经本人确认"),
        };
        Self::said(Self::WITH, &text)
    }

    /// That the delegation on which the act rests ended between the day that the phone said and the day
    /// on which the relay received it.
    pub(crate) fn power_time(until: NaiveDate, time: &TimeBounds) -> Option<Self> {
        let (day, last) = (time.best().china_date(), time.upper.china_date());
        let text = format!(
            "所依据的赋权（委托）于{until}届满；手机记为{day}办理，中继于{last}收到，届满前办理未能证明"
        );
        Self::said(Self::POWER_TIME, &text)
    }

    /// In one line, as papers print it.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}：{}", self.zh, self.text)
    }
}

impl Event {
    /// What the act says in words（办理内容）, in the order in which it is read. The one place for all
    /// that show an act: history, records of the relay, papers, dossier. No telephone numbers.
    #[must_use]
    pub fn words(&self, kind: &RecordKind) -> Vec<EventWord> {
        let said = |field: &str, text: &str| EventWord::said(field, text).into_iter();
        match self {
            Self::Submitted { correction, .. } => {
                said("correction", correction.as_deref().unwrap_or_default()).collect()
            }
            Self::Withdrawn { reason }
            | Self::CorrectionOpened { reason }
            | Self::PhotoLost { reason, .. }
            | Self::FixRejected { reason }
            | Self::ExtensionRefused { reason }
            | Self::RecheckFailed { reason, .. }
            | Self::EscalationReturned { reason }
            | Self::NotMajor { reason }
            | Self::Voided { reason }
            | Self::RedactionRequested { reason, .. } => said(EventWord::REASON, reason).collect(),
            Self::PremisesStatus {
                reason,
                open_hazards,
                ..
            } => {
                let open = match open_hazards.len() {
                    0 => String::new(),
                    open => format!("{open}处"),
                };
                said(EventWord::REASON, reason)
                    .chain(said("open_hazards", &open))
                    .collect()
            }
            Self::Returned { reasons, .. } => reasons
                .iter()
                .filter_map(|reason| {
                    let item = reason.item.as_deref().unwrap_or_default();
                    let place = if item.is_empty() { "" } else { "：" };
                    EventWord::said("to_mend", &format!("{item}{place}{}", reason.text))
                })
                .collect(),
            Self::CensusVisited { outcome, note } => said("outcome", &word("outcome", outcome))
                .chain(said("note", note))
                .collect(),
            Self::GradeOverridden { grade, reason } => said("grade", &word("grade", grade))
                .chain(said(EventWord::REASON, reason))
                .collect(),
            Self::FixVerified { note, .. } => said("note", note).collect(),
            Self::ResponsibilitySet(responsible) => who(responsible),
            Self::NoticeIssued {
                provisional_number,
                deadline,
                responsible,
                ..
            } => said(EventWord::PROVISIONAL, provisional_number)
                .chain(said("deadline", &days(*deadline)))
                .chain(who(responsible))
                .collect(),
            Self::Served(proof) => service(proof),
            Self::Feedback {
                note, on_behalf, ..
            } => {
                let entered = if *on_behalf {
                    "由工作人员代责任人填写"
                } else {
                    ""
                };
                said("note", note)
                    .chain(said(EventWord::ON_BEHALF, entered))
                    .collect()
            }
            Self::ExtensionRequested { days, reason } => said("days", &days.to_string())
                .chain(said(EventWord::REASON, reason))
                .collect(),
            Self::ExtensionApproved { days } | Self::Urged { days } => {
                said("days", &days.to_string()).collect()
            }
            Self::Escalated { reason, .. } => said(EventWord::REASON, reason).collect(),
            Self::EscalationAccepted { case_number } => said("case_number", case_number).collect(),
            Self::EnforcementResult { result, note } => {
                said("result", &word("enforcement_result", result))
                    .chain(said("note", note))
                    .collect()
            }
            Self::SuspectedMajor { basis } => said("basis", &basis.join("、")).collect(),
            Self::Step(step) => of_step(kind, step),
            Self::Accepted { .. }
            | Self::Found { .. }
            | Self::FixedOnSpot { .. }
            | Self::RecheckPassed { .. }
            | Self::OverdueMarked { .. }
            | Self::OverdueAnnulled { .. }
            | Self::RedactionConfirmed { .. } => Vec::new(),
        }
    }
}

/// The word of a code; the code itself if there is none.
fn word(group: &str, code: &str) -> String {
    let key = format!("{group}.{code}");
    if has_label(&key) {
        label(Language::Chinese, &key).to_owned()
    } else {
        code.to_owned()
    }
}

fn days(deadline: DeadlineSpec) -> String {
    match deadline {
        DeadlineSpec::Immediate => "立即整改".to_owned(),
        DeadlineSpec::Days { days, calendar } => match calendar {
            DayKind::Natural => format!("{days}日"),
            DayKind::Working => format!("{days}个工作日"),
        },
    }
}

fn who(responsible: &Responsible) -> Vec<EventWord> {
    [
        ("unit", &responsible.unit),
        ("leader", &responsible.leader),
        ("person", &responsible.person),
    ]
    .into_iter()
    .filter_map(|(field, text)| EventWord::said(field, text))
    .collect()
}

fn service(proof: &ServiceProof) -> Vec<EventWord> {
    let said = |field: &str, text: &str| EventWord::said(field, text).into_iter();
    match proof {
        ServiceProof::Signed(signature) => said("signer", &signature.signer).collect(),
        ServiceProof::Refused { witnesses, note } => {
            let names: Vec<&str> = witnesses.iter().map(|one| one.signer.as_str()).collect();
            said("refused_to_sign", &names.join("、"))
                .chain(said("note", note))
                .collect()
        }
        ServiceProof::Posted { .. } => said("posted", "张贴拍照").collect(),
        ServiceProof::Mailed { tracking } => said("tracking", tracking).collect(),
    }
}

/// What a step says in its own words: fields that hold codes, records or days stand in the case.
fn of_step(kind: &RecordKind, step: &Step) -> Vec<EventWord> {
    let table = LifecycleTables::standard().of(kind);
    let row = table.and_then(|table| table.rows.iter().find(|row| row.event == step.name()));
    let Some(row) = row else { return Vec::new() };
    let in_words = |rule: &&FieldRule| {
        let is_code = rule.list.is_some() || rule.among.is_some() || rule.version_of.is_some();
        let names_record = rule.link.is_some() || rule.entry == FieldEntry::Subject;
        let is_free = !is_code && !names_record && !rule.apart;
        is_free && !NOT_READ.contains(&rule.name.as_str())
    };
    let rules = row.asks.fields.iter().filter(in_words);
    rules
        .filter_map(|rule| {
            Some(EventWord {
                zh: rule.zh.clone(),
                ..EventWord::said(&rule.name, step.field(&rule.name))?
            })
        })
        .collect()
}

/// Fields of steps that hold what no person reads, or a telephone number.
const NOT_READ: [&str; 7] = [
    "due", "items", "hazards", "agenda", "phone", "contact", "seed",
];
