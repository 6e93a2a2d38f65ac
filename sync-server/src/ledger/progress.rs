use wangge_domain::lifecycle::{EventWord, HistoryEntry, RecordState, Status};

use super::row::applied;

/// What was done about a hazard（整改情况）: that it was put right on the spot and verified, else what its last
/// feedback says, and what the body made of it to which it was handed on.
pub(super) fn progress(state: &RecordState) -> String {
    match (&state.status, applied(state, &["fix_verified"])) {
        (Status::FixedPendingCheck, _) => "当场整改，待核实".to_owned(),
        (Status::Closed, Some(verified)) => match verified.said("note") {
            Some(note) if !note.trim().is_empty() => format!("当场整改，已核实：{note}"),
            _ => "当场整改，已核实".to_owned(),
        },
        _ => {
            let reported = applied(state, &["feedback"]).map(reported);
            let said = [reported, enforced(state)].into_iter().flatten();
            let said: Vec<String> = said.filter(|text| !text.is_empty()).collect();
            said.join("；")
        }
    }
}

/// What became of it where it was handed on（执法结果）, with the number of their case（案号）. `None`: nothing
/// was said.
fn enforced(state: &RecordState) -> Option<String> {
    let words = |entry: Option<&HistoryEntry>, field: &str| {
        let said = entry
            .and_then(|entry| entry.said(field))
            .unwrap_or_default();
        said.trim().to_owned()
    };
    let result = applied(state, &["enforcement_result"]);
    let number = words(applied(state, &["escalation_accepted"]), "case_number");
    let number = if number.is_empty() {
        number
    } else {
        format!("案号{number}")
    };
    let result = match (words(result, "result"), words(result, "note")) {
        (result, note) if note.is_empty() => result,
        (result, note) => format!("{result}（{note}）"),
    };
    match (result.is_empty(), number.is_empty()) {
        (true, true) => None,
        (true, false) => Some(format!("执法部门已接收，{number}")),
        (false, true) => Some(format!("执法结果：{result}")),
        (false, false) => Some(format!("执法结果：{result}，{number}")),
    }
}

/// What a feedback says, and whether it was entered for the owner（代填）or by them with the one-time code of
/// the notice（业主自填）.
fn reported(feedback: &HistoryEntry) -> String {
    let note = feedback.said("note").unwrap_or_default();
    if feedback.said(EventWord::ON_BEHALF).is_some() {
        return format!("{note}（代填）");
    }
    if feedback.is_owners_word() {
        return format!("{note}（业主自填）");
    }
    note.to_owned()
}

#[cfg(test)]
mod tests {
    use wangge_domain::lifecycle::{Effect, Event, TimeBounds};
    use wangge_domain::record::RecordKind;
    use wangge_domain::{DeviceId, Digest, Timestamp, UserId};

    use super::*;

    /// What the history keeps of an act.
    fn entry(event: &Event) -> HistoryEntry {
        HistoryEntry {
            seq: Some(1),
            envelope: Digest([1; 32]),
            event: event.name().to_owned(),
            user: UserId::from_bytes([1; 16]),
            device: DeviceId::from_bytes([1; 16]),
            role: None,
            attested_by_relay: false,
            time: TimeBounds::exactly(Timestamp(1)),
            received_at: Timestamp(1),
            seen: 0,
            effect: Effect::Applied,
            timing: None,
            status: Status::Rechecking,
            number: None,
            paper_number: None,
            words: event.words(&RecordKind::Rectification),
        }
    }

    fn said(events: &[Event]) -> String {
        let mut state = RecordState::new(RecordKind::Rectification);
        state.history = events.iter().map(entry).collect();
        progress(&state)
    }

    #[test]
    fn the_result_of_enforcement_and_its_case_number_stand_in_the_ledger() {
        let accepted = Event::EscalationAccepted {
            case_number: "青公（消）行罚〔2026〕3号".to_owned(),
        };
        let result = Event::EnforcementResult {
            result: "penalty".to_owned(),
            note: "已缴纳".to_owned(),
        };
        let feedback = Event::Feedback {
            note: "已拆除".to_owned(),
            photos: Vec::new(),
            on_behalf: false,
        };
        assert_eq!(said(&[]), "");
        let both = said(&[accepted.clone(), result]);
        assert_eq!(
            both,
            "执法结果：已处罚（已缴纳），案号青公（消）行罚〔2026〕3号"
        );
        // They have it, and nothing came of it yet.
        let with_feedback = said(&[feedback, accepted]);
        assert!(with_feedback.contains("已拆除"), "{with_feedback}");
        assert!(with_feedback.ends_with("执法部门已接收，案号青公（消）行罚〔2026〕3号"));
    }
}
