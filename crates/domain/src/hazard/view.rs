use super::{HazardSource, keys};
use crate::calendar::{DayKind, DeadlineSpec};
use crate::inspection::{PhotoRef, Signature, photo_refs, signatures};
use crate::record::Content;
use crate::{RecordId, Timestamp};

/// How grave a hazard is（隐患级别）of handbook 4.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HazardSeverity {
    /// 一般隐患.
    General,
    /// 疑似重大: never shown to the owner as judged.
    SuspectedMajor,
    /// 重大火灾隐患, judged by the fire and rescue body.
    MajorConfirmed,
}

impl HazardSeverity {
    /// The word in the content; its label is `severity.{word}`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::SuspectedMajor => "suspected_major",
            Self::MajorConfirmed => "major_confirmed",
        }
    }

    /// The severity of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::General, Self::SuspectedMajor, Self::MajorConfirmed]
            .into_iter()
            .find(|severity| severity.as_str() == word)
    }
}

/// A hazard（隐患）as the rules read it from the content of its rectification record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hazard {
    /// Where.
    pub premises: Option<RecordId>,
    /// The inspection it was found in.
    pub inspection: Option<RecordId>,
    /// Checklist item that failed.
    pub item: Option<String>,
    /// What makes it a repeat; empty if unknown.
    pub common_key: String,
    /// Heading.
    pub category: String,
    /// What is wrong.
    pub description: String,
    /// Part of the premises.
    pub part: String,
    /// Severity; `None` if it is missing or of a later version.
    pub severity: Option<HazardSeverity>,
    /// 危及生命.
    pub life_threat: bool,
    /// Channel.
    pub source: Option<HazardSource>,
    /// What to do about it.
    pub rectification: String,
    /// Measures in force meanwhile.
    pub interim_measures: String,
    /// Department code.
    pub department: String,
    /// Proposed deadline.
    pub deadline: Option<DeadlineSpec>,
    /// When it was found, by the phone's clock.
    pub found_at: Option<Timestamp>,
    /// Photos.
    pub photos: Vec<PhotoRef>,
    /// Signatures.
    pub signatures: Vec<Signature>,
}

impl Hazard {
    /// What is to be done about a hazard of which neither a check item nor a person says it
    /// （整改要求）.
    pub const PLAIN_REMEDY: &'static str = "消除上述隐患";

    /// Reads what is there; [`super::check_hazard`] names what is missing or wrong.
    #[must_use]
    pub fn from_content(content: &Content) -> Self {
        let text = |key: &str| content.text(key).unwrap_or_default().trim().to_owned();
        let id = |key: &str| content.text(key).and_then(|id| id.parse().ok());
        Self {
            premises: id(keys::PREMISES),
            inspection: id(keys::INSPECTION),
            item: Some(text(keys::ITEM)).filter(|item| !item.is_empty()),
            common_key: text(keys::COMMON_KEY),
            category: text(keys::CATEGORY),
            description: text(keys::DESCRIPTION),
            part: text(keys::PART),
            severity: content.text(keys::SEVERITY).and_then(HazardSeverity::parse),
            life_threat: content.bool(keys::LIFE_THREAT).unwrap_or(false),
            source: content.text(keys::SOURCE).and_then(HazardSource::parse),
            rectification: text(keys::RECTIFICATION),
            interim_measures: text(keys::INTERIM_MEASURES),
            department: text(keys::DEPARTMENT),
            deadline: deadline(content),
            found_at: content.int(keys::FOUND_AT_MS).map(Timestamp),
            photos: photo_refs(content),
            signatures: signatures(content),
        }
    }
}

fn deadline(content: &Content) -> Option<DeadlineSpec> {
    let calendar = match content.text(keys::DEADLINE_KIND)? {
        "immediate" => return Some(DeadlineSpec::Immediate),
        "natural" => DayKind::Natural,
        "working" => DayKind::Working,
        _ => return None,
    };
    let days = u32::try_from(content.int(keys::DEADLINE_DAYS)?).ok()?;
    Some(DeadlineSpec::Days { days, calendar })
}
