use wangge_domain::lifecycle::{Effect, HistoryEntry, LifecycleTables};
use wangge_domain::numbering::ProvisionalNumber;

use crate::case_file::{Office, RecordFile};

/// The number of a paper that an act has of its own（文书文号）: of a recheck its opinion, of a visit its
/// record.
pub(super) struct PaperNumber {
    /// What the paper is called in the pack.
    pub(super) title: String,
    /// By the relay, from the series of the body.
    pub(super) final_number: Option<String>,
    /// As printed before that.
    pub(super) provisional: String,
}

impl PaperNumber {
    /// Of an act; `None`: it took no effect, or has no paper of its own.
    pub(super) fn of(office: &Office<'_>, file: &RecordFile, entry: &HistoryEntry) -> Option<Self> {
        if entry.effect != Effect::Applied {
            return None;
        }
        let table = LifecycleTables::standard().of(&file.state.kind)?;
        let mut rows = table.rows.iter().filter(|row| row.event == entry.event);
        let document = rows.find_map(|row| row.paper.as_ref())?;
        let document = office.policy.numbering.documents.get(document)?;
        Some(Self {
            title: document.zh.clone(),
            final_number: entry.paper_number.clone(),
            provisional: ProvisionalNumber::of_act(&document.word, &entry.envelope).to_string(),
        })
    }

    /// What the paper bears.
    pub(super) fn shown(self) -> String {
        self.final_number.unwrap_or(self.provisional)
    }
}

/// The number of the paper of an act that earns one and whose event has no room for a provisional one
/// （移送函、督办单）: before the relay has given it, the number follows from the act, as that of an act's
/// own paper does. Programs of before printed none.
pub(super) fn earned_number(office: &Office<'_>, document: &str, entry: &HistoryEntry) -> String {
    let documents = &office.policy.numbering.documents;
    let document = documents.get(document).filter(|_| !office.before);
    let provisional = || {
        let number = ProvisionalNumber::of_act(&document?.word, &entry.envelope);
        Some(number.to_string())
    };
    let number = entry.number.clone().or_else(provisional);
    number.unwrap_or_default()
}

/// The act by which a visit was handed in: a later one mends it and has no paper of its own.
pub(super) fn handed_in(file: &RecordFile) -> Option<&HistoryEntry> {
    let mut history = file.state.history.iter();
    history.find(|entry| entry.event == "submitted" && entry.effect == Effect::Applied)
}
