//! Builders of records as papers read them.

use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::control::ControlState;
use wangge_domain::hazard::keys;
use wangge_domain::lifecycle::{
    Act, Actor, Effect, Event, Outcome, RecordState, Responsible, ServiceProof, Status, StepTaken,
    TimeBounds, Version, apply,
};
use wangge_domain::people::Role;
use wangge_domain::policy::{PolicyPack, default_pack};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{DeviceId, Digest, GridId, RecordId, Timestamp, UserId};

use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::Paper;

/// 2026-09-05 in China.
const FIRST: Timestamp = Timestamp(1_788_600_000_000);
const DAY_MS: i64 = 86_400_000;

pub(super) fn record(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

pub(super) fn file(kind: RecordKind, n: u8) -> RecordFile {
    RecordFile {
        record: record(n),
        content: Content::default(),
        state: RecordState::new(kind),
        acts: Vec::new(),
        quoted: None,
        void: BTreeSet::new(),
        blanked: BTreeSet::new(),
    }
}

pub(super) fn hazard(n: u8, description: &str) -> RecordFile {
    let mut file = file(RecordKind::Rectification, n);
    file.content.set(keys::DESCRIPTION, description);
    file
}

/// What became of an act.
pub(super) fn outcome(status: Status) -> Outcome {
    Outcome {
        effect: Effect::Applied,
        status,
        due: None,
        number: None,
        paper_number: None,
        timing: None,
        role: Some(Role::StationOfficer),
        fold_revision: 1,
    }
}

/// The same with the number that it earned.
pub(super) fn numbered(status: Status, number: &str) -> Outcome {
    Outcome {
        number: Some(number.to_owned()),
        ..outcome(status)
    }
}

/// Lays an act on a record, so many days after the first, by somebody who knows of all before.
pub(super) fn does(file: &mut RecordFile, event: Event, outcome: &Outcome, day: u8) {
    does_seeing(file, event, outcome, (1, day, u64::from(day)));
}

/// The same by this person, who had seen the log so far.
pub(super) fn does_seeing(
    file: &mut RecordFile,
    event: Event,
    outcome: &Outcome,
    (by, day, seen): (u8, u8, u64),
) {
    let at = FIRST.plus_ms(i64::from(day) * DAY_MS);
    let act = Act {
        envelope: Digest([day; 32]),
        event: event.clone(),
        actor: Actor {
            user: UserId::from_bytes([by; 16]),
            device: DeviceId::from_bytes([by; 16]),
            grants: Vec::new(),
            grid_path: Vec::new(),
            grid_levels: Vec::new(),
            certified: true,
            enforcer: false,
            attested_by_relay: false,
        },
        time: TimeBounds::exactly(at),
        received_at: at,
        policy_revision: 1,
        seen,
    };
    apply(&mut file.state, Some(u64::from(day) + 1), &act, outcome);
    file.acts.push(event);
}

pub(super) fn answerable(person: &str) -> Responsible {
    Responsible {
        unit: "便民超市".to_owned(),
        leader: "李站长".to_owned(),
        person: person.to_owned(),
        phone: String::new(),
    }
}

/// A notice of the station.
pub(super) fn notice(provisional: &str, person: &str) -> Event {
    Event::NoticeIssued {
        version: Version {
            heads: Vec::new(),
            content: Digest([0; 32]),
        },
        provisional_number: provisional.to_owned(),
        issuer: "station".to_owned(),
        deadline: DeadlineSpec::Immediate,
        responsible: answerable(person),
    }
}

/// The day that is so many days after the first.
pub(super) fn until(day: u8) -> Option<Timestamp> {
    Some(FIRST.plus_ms(i64::from(day) * DAY_MS))
}

/// A hazard with a notice until 2026-09-12, served; it ran out and was urged until 2026-09-20.
pub(super) fn urged(n: u8, description: &str) -> RecordFile {
    let mut one = hazard(n, description);
    let due = |status: Status, day: u8| Outcome {
        due: until(day),
        ..outcome(status)
    };
    let mut issued = notice("暂-K7-1", "王老板");
    if let Event::NoticeIssued { deadline, .. } = &mut issued {
        *deadline = DeadlineSpec::Days {
            days: 7,
            calendar: DayKind::Natural,
        };
    }
    does(&mut one, issued, &due(Status::NoticeIssued, 7), 0);
    let mailed = Event::Served(ServiceProof::Mailed {
        tracking: "EX1".to_owned(),
    });
    does(&mut one, mailed, &due(Status::Served, 7), 1);
    let marked = Event::OverdueMarked {
        due: FIRST.plus_ms(7 * DAY_MS),
    };
    does(&mut one, marked, &due(Status::Overdue, 7), 8);
    let urge = Event::Urged { days: 7 };
    does(&mut one, urge, &due(Status::Urged, 15), 9);
    one
}

/// The case of a hazard, filed under this number.
pub(super) fn filed(n: u8, hazard: RecordId, number: &str) -> RecordFile {
    let mut case = file(RecordKind::MajorCase, n);
    case.state.status = Status::Filed;
    let fields = &mut case.state.case.fields;
    fields.insert("hazard".to_owned(), hazard.to_string());
    case.state.case.steps.push(StepTaken {
        seq: Some(1),
        step: "major_case.approve_filing".to_owned(),
        user: UserId::from_bytes([1; 16]),
        with: Vec::new(),
        unconfirmed: Vec::new(),
        time: TimeBounds::exactly(FIRST),
        fields: BTreeMap::new(),
        photos: Vec::new(),
        due: None,
        number: Some(number.to_owned()),
    });
    case
}

/// The file of a premises with these hazards and cases.
pub(super) fn case(hazards: Vec<RecordFile>, cases: Vec<RecordFile>) -> CaseFile {
    CaseFile {
        premises: file(RecordKind::Premises, 99),
        grid: GridId::from_bytes([4; 16]),
        inspections: Vec::new(),
        hazards,
        cases,
        photos: BTreeMap::new(),
        edits: BTreeMap::new(),
    }
}

/// What a paper is made with, by the default pack.
pub(super) fn with_office<T>(make: impl FnOnce(&Office<'_>) -> T) -> T {
    let (policy, control): (PolicyPack, ControlState) = (default_pack(), ControlState::default());
    make(&Office {
        policy: &policy,
        control: &control,
        address: "",
        demo: false,
        now: FIRST,
        reader: None,
        before: false,
    })
}

/// All that stands on a paper.
pub(super) fn text(paper: &Paper) -> String {
    format!("{:?}", paper.blocks)
}
