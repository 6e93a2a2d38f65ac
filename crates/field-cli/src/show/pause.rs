use wangge_domain::lifecycle::{HistoryEntry, RecordState};
use wangge_domain::policy::PolicyPack;

use crate::words;

const PAUSE: &str = "rectification.pause";

/// Why the clock of a hazard stands still, in the words of the pack's list, and until when（暂停事由、暂停至）;
/// empty for whatever is no pause.
pub(crate) fn pause_words(
    policy: &PolicyPack,
    state: &RecordState,
    entry: &HistoryEntry,
) -> String {
    let mut taken = state.case.taken(PAUSE);
    let pause = taken.find(|taken| taken.step == entry.event && taken.seq == entry.seq);
    let Some(pause) = pause else {
        return String::new();
    };
    let code = pause.fields.get("reason").map_or("", String::as_str);
    let listed = policy.cases.entry("pause_reasons", code);
    let reason = listed.map_or(code, |entry| entry.zh.as_str());
    let mut line = String::new();
    if !reason.is_empty() {
        line += &format!("  暂停事由：{reason}");
    }
    if let Some(until) = pause.due {
        line += &format!("  暂停至：{}", words::moment(until));
    }
    line
}

#[cfg(test)]
mod tests {
    use wangge_domain::lifecycle::{Effect, Status, StepTaken, TimeBounds};
    use wangge_domain::policy::default_pack;
    use wangge_domain::record::RecordKind;
    use wangge_domain::{DeviceId, Digest, Timestamp, UserId};

    use super::*;

    fn entry(event: &str, seq: u64) -> HistoryEntry {
        HistoryEntry {
            seq: Some(seq),
            envelope: Digest([1; 32]),
            event: event.to_owned(),
            user: UserId::from_bytes([1; 16]),
            device: DeviceId::from_bytes([1; 16]),
            role: None,
            attested_by_relay: false,
            time: TimeBounds::exactly(Timestamp(1)),
            received_at: Timestamp(1),
            seen: 0,
            effect: Effect::Applied,
            timing: None,
            status: Status::Paused,
            number: None,
            paper_number: None,
            words: Vec::new(),
        }
    }

    #[test]
    fn a_pause_tells_its_reason_and_its_end() {
        let mut state = RecordState::new(RecordKind::Rectification);
        state.case.steps.push(StepTaken {
            seq: Some(3),
            step: PAUSE.to_owned(),
            user: UserId::from_bytes([1; 16]),
            with: Vec::new(),
            unconfirmed: Vec::new(),
            time: TimeBounds::exactly(Timestamp(1)),
            fields: [("reason".to_owned(), "disaster".to_owned())].into(),
            photos: Vec::new(),
            due: Some(Timestamp(1_788_600_000_000)),
            number: None,
        });
        let said = |event: &str, seq: u64| pause_words(&default_pack(), &state, &entry(event, seq));
        let pause = said(PAUSE, 3);
        assert!(
            pause.contains("自然灾害、极端天气") && pause.contains("暂停至：2026-09-05"),
            "{pause}"
        );
        assert_eq!(said(PAUSE, 4), "", "another pause");
        assert_eq!(said("feedback", 3), "");
    }
}
