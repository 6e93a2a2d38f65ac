use std::collections::BTreeMap;

use super::{PhotoRef, Signature, keys, photo_refs, signatures};
use crate::checklist::{Answer, AnswerResult};
use crate::record::{Content, Scalar};
use crate::{RecordId, Timestamp};

macro_rules! modes {
    ($($(#[$doc:meta])* $variant:ident => $word:literal,)*) => {
        /// How a premises came to be inspected（检查方式）.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum InspectionMode {
            $($(#[$doc])* $variant,)*
        }

        impl InspectionMode {
            /// All of them, in the order a screen shows them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word in the content; its label is `mode.{word}`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

modes! {
    /// 日常检查.
    Regular => "regular",
    /// 检查日排查 (S4-05).
    CheckDay => "check_day",
    /// 普查排摸 (S0-23).
    Census => "census",
    /// 复查 of the whole place.
    Recheck => "recheck",
    /// 暗访.
    Unannounced => "unannounced",
    /// 双随机.
    DoubleRandom => "double_random",
    /// 联合检查.
    Joint => "joint",
    /// 举报核查.
    Complaint => "complaint",
    /// 专项整治.
    Campaign => "campaign",
    /// 指导式检查: advice, no paper of compulsion (S2-28).
    Guidance => "guidance",
    /// 单位自查 (S0-14).
    SelfCheck => "self_check",
}

impl InspectionMode {
    /// The mode of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|mode| mode.as_str() == word)
    }
}

/// An inspection（现场检查）as the rules read it from its content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// The premises visited.
    pub premises: Option<RecordId>,
    /// Code of the checklist; empty for a visit that ended at the door.
    pub checklist: String,
    /// Version of the checklist.
    pub checklist_version: String,
    /// Revision of the policy pack.
    pub policy_revision: Option<u32>,
    /// Mode; `None` if it is missing or of a later version.
    pub mode: Option<InspectionMode>,
    /// When it began, by the phone's clock.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Names of the inspectors.
    pub inspectors: String,
    /// Census outcome code; empty if none was recorded.
    pub census_outcome: String,
    /// Remark on the outcome.
    pub census_note: String,
    /// Answers by item id.
    pub answers: BTreeMap<String, Answer>,
    /// Photos.
    pub photos: Vec<PhotoRef>,
    /// Signatures.
    pub signatures: Vec<Signature>,
}

impl Inspection {
    /// Reads what is there. Where two people answered differently the worse result shows, and
    /// the answer is marked as a conflict.
    #[must_use]
    pub fn from_content(content: &Content) -> Self {
        let text = |key: &str| content.text(key).unwrap_or_default().trim().to_owned();
        Self {
            premises: content.text(keys::PREMISES).and_then(|id| id.parse().ok()),
            checklist: text(keys::CHECKLIST),
            checklist_version: text(keys::CHECKLIST_VERSION),
            policy_revision: content
                .int(keys::POLICY_REVISION)
                .and_then(|revision| u32::try_from(revision).ok()),
            mode: content.text(keys::MODE).and_then(InspectionMode::parse),
            started_at: content.int(keys::STARTED_AT_MS).map(Timestamp),
            finished_at: content.int(keys::FINISHED_AT_MS).map(Timestamp),
            inspectors: text(keys::INSPECTORS),
            census_outcome: text(keys::CENSUS_OUTCOME),
            census_note: text(keys::CENSUS_NOTE),
            answers: answers(content),
            photos: photo_refs(content),
            signatures: signatures(content),
        }
    }

    /// Photos by item id, as [`crate::checklist::check_answers`] wants them.
    #[must_use]
    pub fn photo_counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for item in self.photos.iter().filter_map(|photo| photo.item.clone()) {
            *counts.entry(item).or_insert(0) += 1;
        }
        counts
    }
}

fn answers(content: &Content) -> BTreeMap<String, Answer> {
    let mut answers: BTreeMap<String, Answer> = BTreeMap::new();
    for (rest, value) in content.under(keys::ANSWER_PREFIX) {
        let Some((item, part)) = rest.split_once('/') else {
            continue;
        };
        if *value == Scalar::Null {
            continue;
        }
        let answer = answers.entry(item.to_owned()).or_default();
        let text = || value.as_text().unwrap_or_default().to_owned();
        match part {
            "result" => {
                let key = keys::answer_result(item);
                let concurrent = content.conflicts.get(&key).map_or(&[][..], Vec::as_slice);
                // The worse result shows until someone resolves it.
                answer.result = std::iter::once(value)
                    .chain(concurrent)
                    .filter_map(|value| AnswerResult::parse(value.as_text()?))
                    .max();
                answer.conflict |= concurrent.iter().any(|other| other != value);
            }
            "value" => {
                let concurrent = content.conflicts.get(&keys::answer_value(item));
                answer.conflict |=
                    concurrent.is_some_and(|all| all.iter().any(|other| other != value));
                answer.value = Some(value.clone());
            }
            "note" => answer.note = text(),
            "part" => answer.part = text(),
            _ => {}
        }
    }
    answers
}
