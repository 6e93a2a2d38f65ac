use std::collections::BTreeSet;
use std::path::PathBuf;

use wangge_domain::record::RecordKind;

/// Who is told of what, and how（事件推送接收方）. The secret stands in none of these fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookChoice {
    /// Where it is sent to.
    pub url: String,
    /// File that holds the secret of the signatures.
    pub secret_file: PathBuf,
    /// Of what.
    pub events: BTreeSet<WebhookEvent>,
    /// The receiver may stand inside: a private address, or one of this machine.
    pub allow_private: bool,
    /// Certificates (PEM) to trust beside those of the system.
    pub certificate_file: Option<PathBuf>,
}

/// What is told of（推送内容）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WebhookEvent {
    /// Hazards.
    Hazard,
    /// Major hazard cases.
    MajorCase,
}

impl WebhookEvent {
    /// All of them, by the words of the configuration.
    pub(crate) const WORDS: &[&str] = &["hazard", "major_case"];

    /// By its word.
    pub(crate) fn of(word: &str) -> Option<Self> {
        match word {
            "hazard" => Some(Self::Hazard),
            "major_case" => Some(Self::MajorCase),
            _ => None,
        }
    }

    /// What records of a kind are told as, if they are.
    pub(super) fn of_kind(kind: &RecordKind) -> Option<Self> {
        match kind {
            RecordKind::Rectification => Some(Self::Hazard),
            RecordKind::MajorCase => Some(Self::MajorCase),
            _ => None,
        }
    }
}
