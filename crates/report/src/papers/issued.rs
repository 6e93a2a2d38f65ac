use wangge_domain::lifecycle::{Effect, Event, HistoryEntry, Status};

use crate::case_file::RecordFile;

/// A notice over a hazard that took effect（已下发的整改通知）.
pub(super) struct Issued<'a> {
    /// The act.
    pub(super) entry: &'a HistoryEntry,
    /// Final, else as the phone gave it.
    pub(super) number: String,
    /// It is one over a hazard that was judged to be major.
    pub(super) is_major: bool,
}

impl Issued<'_> {
    /// What its paper is called.
    pub(super) fn title(&self) -> &'static str {
        if self.is_major {
            "重大火灾隐患整改通知书"
        } else {
            "隐患整改通知书"
        }
    }
}

/// The notices over a hazard, oldest first: a general one may be followed by one of its own.
pub(super) fn issued(file: &RecordFile) -> Vec<Issued<'_>> {
    let entries = file.state.history.iter();
    let entries: Vec<&HistoryEntry> = entries
        .filter(|entry| entry.event == "notice_issued")
        .collect();
    let stated: Vec<&str> = file.acts.iter().filter_map(stated).collect();
    // Otherwise no place can be told.
    let is_told = stated.len() == entries.len();
    let last = file.state.provisional_number.as_deref();
    let places = entries.into_iter().enumerate();
    places
        .filter(|(_, entry)| entry.effect == Effect::Applied)
        .map(|(place, entry)| {
            let own = stated.get(place).copied().filter(|_| is_told).or(last);
            let own = own.unwrap_or_default();
            Issued {
                entry,
                number: entry.number.clone().unwrap_or_else(|| own.to_owned()),
                is_major: entry.status == Status::UnderReview,
            }
        })
        .collect()
}

fn stated(act: &Event) -> Option<&str> {
    match act {
        Event::NoticeIssued {
            provisional_number, ..
        } => Some(provisional_number.as_str()),
        _ => None,
    }
}
