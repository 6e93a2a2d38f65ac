//! What is known of an earlier offence at the same premises (S2-29).

use std::collections::BTreeMap;
use std::convert::Infallible;

use wangge_domain::hazard::keys;
use wangge_domain::inspection::{InspectionMode, keys as inspection_keys};
use wangge_domain::lifecycle::{
    CaseState, Effect, Event, Facts, HistoryEntry, RecordState, Status, Step, TimeBounds,
};
use wangge_domain::policy::default_pack;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{DeviceId, Digest, RecordId, Timestamp, UserId};

use super::{Own, Surroundings, complete};

const DAY_MS: i64 = 86_400_000;
/// 2026-09-01 00:00 in China.
const NOW: Timestamp = Timestamp(1_788_192_000_000);

/// The records of one premises.
struct Premises(BTreeMap<RecordId, (RecordState, Content)>);

impl Surroundings for Premises {
    type Error = Infallible;

    fn look(&mut self, record: RecordId) -> Result<Option<(RecordState, Content)>, Infallible> {
        Ok(self.0.get(&record).cloned())
    }

    fn on(&mut self, _premises: RecordId, kind: &RecordKind) -> Result<Vec<RecordId>, Infallible> {
        let of_kind = self.0.iter().filter(|(_, (state, _))| state.kind == *kind);
        Ok(of_kind.map(|(record, _)| *record).collect())
    }

    fn standing(
        &mut self,
        kind: &RecordKind,
        status: &Status,
    ) -> Result<Vec<RecordId>, Infallible> {
        let those = self.0.iter();
        let those = those.filter(|(_, (it, _))| it.kind == *kind && it.status == *status);
        Ok(those.map(|(record, _)| *record).collect())
    }

    fn twins(&mut self, _photo: RecordId, _: &Content) -> Result<Vec<RecordId>, Infallible> {
        Ok(Vec::new())
    }
}

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

/// A closed hazard whose finder's phone said one time, and of which another is proven.
fn hazard(said: Timestamp, proven: Timestamp) -> (RecordState, Content) {
    let mut state = RecordState::new(RecordKind::Rectification);
    state.status = Status::Closed;
    state.history.push(HistoryEntry {
        seq: Some(1),
        envelope: Digest::ZERO,
        event: "found".to_owned(),
        user: UserId::from_bytes([1; 16]),
        device: DeviceId::from_bytes([2; 16]),
        role: None,
        attested_by_relay: false,
        time: TimeBounds {
            claimed: said,
            ..TimeBounds::exactly(proven)
        },
        received_at: proven,
        seen: 0,
        effect: Effect::Applied,
        timing: None,
        status: Status::Found,
        number: None,
        paper_number: None,
        words: Vec::new(),
    });
    let mut content = Content::default();
    content.set(keys::COMMON_KEY, "EXT");
    content.set(keys::FOUND_AT_MS, said.0);
    (state, content)
}

/// The earlier offence that a proposal about another hazard meets.
fn earlier(said: Timestamp, proven: Timestamp) -> Option<RecordId> {
    let own = Own {
        record: record(9),
        kind: &RecordKind::Leniency,
        content: &Content::default(),
        case: &CaseState::default(),
        shown_from: None,
        reported_at: None,
    };
    let fields = [
        ("breach", "extinguisher_lapsed".to_owned()),
        ("hazard", record(2).to_string()),
    ];
    let event = Event::Step(Step {
        step: "leniency.propose".to_owned(),
        fields: fields.map(|(name, text)| (name.to_owned(), text)).into(),
        ..Step::default()
    });
    let mut facts = Facts {
        premises: Some(record(5)),
        ..Facts::default()
    };
    let mut around = Premises(BTreeMap::from([
        (record(1), hazard(said, proven)),
        (record(2), hazard(NOW, NOW)),
    ]));
    let policy = default_pack();
    let events = std::iter::once(&event);
    let Ok(()) = complete(&mut facts, &mut around, &policy, &own, events, NOW);
    facts.repeat_of
}

#[test]
fn a_first_offence_is_counted_from_what_is_proven_and_not_from_what_a_phone_said() {
    let lately = NOW.plus_ms(-30 * DAY_MS);
    let long_ago = NOW.plus_ms(-3 * 365 * DAY_MS);
    assert_eq!(earlier(lately, lately), Some(record(1)));
    assert_eq!(earlier(long_ago, long_ago), None);
    assert_eq!(earlier(long_ago, lately), Some(record(1)), "a slow clock");
    assert_eq!(earlier(lately, long_ago), None, "a fast one");
}

/// Why a case about a hazard under review does not close, by the step that would close it.
fn bars(step: &str, major_notice: bool, guidance: bool) -> Option<String> {
    let mut state = RecordState::new(RecordKind::Rectification);
    state.status = Status::UnderReview;
    state.major_notice = major_notice;
    let mut content = Content::default();
    let visit = record(3).to_string();
    content.set(keys::INSPECTION, visit.as_str());
    let mut visited = Content::default();
    if guidance {
        visited.set(inspection_keys::MODE, InspectionMode::Guidance.as_str());
    }
    let mut around = Premises(BTreeMap::from([
        (record(2), (state, content)),
        (
            record(3),
            (RecordState::new(RecordKind::Inspection), visited),
        ),
    ]));
    let mut case = CaseState::default();
    let hazard = ("hazard".to_owned(), record(2).to_string());
    case.fields.extend([hazard]);
    let own = Own {
        record: record(9),
        kind: &RecordKind::MajorCase,
        content: &Content::default(),
        case: &case,
        shown_from: None,
        reported_at: None,
    };
    let event = Event::Step(Step {
        step: step.to_owned(),
        ..Step::default()
    });
    let mut facts = Facts::default();
    let policy = default_pack();
    let events = std::iter::once(&event);
    let Ok(()) = complete(&mut facts, &mut around, &policy, &own, events, NOW);
    let known = facts.step?;
    known.unready.map(|why| why.code)
}

#[test]
fn a_case_knows_what_its_hazard_lacks_to_close() {
    for step in ["major_case.propose_closing", "major_case.close"] {
        let code = |noticed, guidance| bars(step, noticed, guidance);
        assert_eq!(code(false, false).as_deref(), Some("major_not_noticed"));
        assert_eq!(code(true, false).as_deref(), Some("major_not_served"));
        assert_eq!(code(false, true).as_deref(), Some("responsible_missing"));
    }
    assert_eq!(bars("major_case.progress", false, false), None);
}
