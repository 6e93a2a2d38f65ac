//! Builders: people, acts, well-formed events, and a little relay that judges and records.

use std::sync::LazyLock;

use chrono::NaiveDateTime;

use crate::calendar::{DayKind, DeadlineSpec};
use crate::control::GridLevel;
use crate::lifecycle::{
    Act, Actor, Effect, Event, Facts, LifecycleTables, LoggedAct, Outcome, RecordState,
    Responsible, ReturnReason, ServiceProof, SignatureRef, Status, TimeBounds, Version, apply,
    judge,
};
use crate::people::{Role, RoleGrant, Scope};
use crate::policy::{PolicyPack, default_pack};
use crate::record::RecordKind;
use crate::{CHINA_OFFSET_SECONDS, DeviceId, Digest, GridId, RecordId, Timestamp, UserId};

pub(super) static PACK: LazyLock<PolicyPack> = LazyLock::new(default_pack);

pub(super) const ROLES: [Role; 12] = [
    Role::GridWorker,
    Role::VillageAdmin,
    Role::StationOfficer,
    Role::Police,
    Role::DeptOfficer,
    Role::FireOfficer,
    Role::CountyAdmin,
    Role::Auditor,
    Role::CountyGovernment,
    Role::EnterpriseSafetyOfficer,
    Role::RelayAdmin,
    Role::System,
];

pub(super) const KINDS: [RecordKind; 4] = [
    RecordKind::Premises,
    RecordKind::Inspection,
    RecordKind::Photo,
    RecordKind::Rectification,
];

/// All kinds that have a table.
pub(super) fn all_kinds() -> Vec<RecordKind> {
    KINDS.into_iter().chain(RecordKind::CASES).collect()
}

pub(super) fn user(n: u8) -> UserId {
    UserId::from_bytes([n; 16])
}

pub(super) fn record(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

pub(super) fn digest(n: u64) -> Digest {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&n.to_be_bytes());
    Digest(bytes)
}

pub(super) fn version(n: u64) -> Version {
    Version {
        heads: vec![digest(n)],
        content: digest(n + 1_000_000),
    }
}

pub(super) const SMALL: u8 = 101;
pub(super) const MEDIUM: u8 = 102;
pub(super) const LARGE: u8 = 103;
pub(super) const PREMISES: u8 = 77;

pub(super) fn grid(n: u8) -> GridId {
    GridId::from_bytes([n; 16])
}

/// `2026-09-07 10:00` in China.
pub(super) fn at(text: &str) -> Timestamp {
    let civil = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    Timestamp(civil.and_utc().timestamp_millis() - CHINA_OFFSET_SECONDS * 1000)
}

/// The scope that a role has as a rule.
pub(super) fn usual_scope(role: Role) -> Scope {
    match role {
        Role::GridWorker => Scope::Subtree(grid(SMALL)),
        Role::VillageAdmin => Scope::Subtree(grid(MEDIUM)),
        Role::StationOfficer | Role::Police => Scope::Subtree(grid(LARGE)),
        Role::EnterpriseSafetyOfficer => Scope::Premises(record(PREMISES)),
        _ => Scope::Tenant,
    }
}

pub(super) fn grant(user: UserId, role: Role, scope: Scope) -> RoleGrant {
    RoleGrant {
        user,
        role,
        scope,
        from: Timestamp(0),
        until: None,
        department: None,
    }
}

/// A certified person with these roles in their usual scopes, acting with an own key.
pub(super) fn person(n: u8, roles: &[Role]) -> Actor {
    let user = user(n);
    Actor {
        user,
        device: DeviceId::from_bytes([n; 16]),
        grants: roles
            .iter()
            .map(|role| grant(user, *role, usual_scope(*role)))
            .collect(),
        grid_path: vec![grid(SMALL), grid(MEDIUM), grid(LARGE)],
        grid_levels: vec![GridLevel::Small, GridLevel::Medium, GridLevel::Large],
        certified: true,
        enforcer: true,
        attested_by_relay: false,
    }
}

pub(super) fn worker() -> Actor {
    person(1, &[Role::GridWorker])
}

pub(super) fn second_worker() -> Actor {
    person(2, &[Role::GridWorker])
}

pub(super) fn officer() -> Actor {
    person(3, &[Role::StationOfficer])
}

pub(super) fn second_officer() -> Actor {
    person(4, &[Role::StationOfficer])
}

pub(super) fn police() -> Actor {
    person(5, &[Role::Police])
}

pub(super) fn fire() -> Actor {
    person(6, &[Role::FireOfficer])
}

pub(super) fn system() -> Actor {
    Actor {
        attested_by_relay: true,
        ..person(99, &[Role::System])
    }
}

pub(super) fn facts() -> Facts {
    Facts {
        premises: Some(record(PREMISES)),
        ..Facts::default()
    }
}

pub(super) fn responsible() -> Responsible {
    Responsible {
        unit: "青峰镇便民超市".to_owned(),
        leader: "王建国".to_owned(),
        person: "李秀英".to_owned(),
        phone: String::new(),
    }
}

pub(super) fn signature(signer: &str) -> SignatureRef {
    SignatureRef {
        signer: signer.to_owned(),
        role: "witness".to_owned(),
        strokes: digest(8),
        statement: digest(9),
    }
}

pub(super) const fn natural(days: u32) -> DeadlineSpec {
    DeadlineSpec::Days {
        days,
        calendar: DayKind::Natural,
    }
}

pub(super) fn notice(deadline: DeadlineSpec) -> Event {
    Event::NoticeIssued {
        version: version(1),
        provisional_number: "暂-A7-1".to_owned(),
        issuer: "station".to_owned(),
        deadline,
        responsible: responsible(),
    }
}

/// The notice of a hazard that the brigade has judged.
pub(super) fn brigade_notice() -> Event {
    let mut event = notice(natural(15));
    if let Event::NoticeIssued { issuer, .. } = &mut event {
        "fire".clone_into(issuer);
    }
    event
}

pub(super) fn feedback() -> Event {
    Event::Feedback {
        note: "已清理".to_owned(),
        photos: vec![record(32)],
        on_behalf: true,
    }
}

pub(super) fn passed(with: &[u8]) -> Event {
    Event::RecheckPassed {
        with: with.iter().copied().map(user).collect(),
        photos: vec![record(33)],
    }
}

pub(super) fn found() -> Event {
    Event::Found {
        version: version(1),
        suspected_major: false,
        life_threat: false,
    }
}

/// A well-formed event of this name for a record in this state: what a person who may do it at
/// all would write. `fresh` makes versions that were never submitted.
pub(super) fn well_formed(name: &str, state: &RecordState, fresh: u64) -> Event {
    let why = || "情况属实".to_owned();
    let newest = || state.submitted.clone().unwrap_or_else(|| version(1));
    match name {
        "submitted" => Event::Submitted {
            version: version(fresh),
            correction: Some("按退回意见补正".to_owned()),
        },
        "withdrawn" => Event::Withdrawn { reason: why() },
        "returned" => Event::Returned {
            version: newest(),
            reasons: vec![ReturnReason {
                item: Some("RH-01".to_owned()),
                text: why(),
            }],
        },
        "accepted" => Event::Accepted { version: newest() },
        "correction_opened" => Event::CorrectionOpened { reason: why() },
        "photo_lost" => Event::PhotoLost {
            photo: record(31),
            reason: why(),
        },
        "census_visited" => Event::CensusVisited {
            outcome: "checked".to_owned(),
            note: String::new(),
        },
        "grade_overridden" => Event::GradeOverridden {
            grade: "elevated".to_owned(),
            reason: why(),
        },
        "premises_status" => Event::PremisesStatus {
            status: if state.status == Status::Active {
                Status::Closed
            } else {
                Status::Active
            },
            reason: why(),
            merged_into: None,
            open_hazards: Vec::new(),
        },
        "found" => found(),
        "fixed_on_spot" => Event::FixedOnSpot {
            before: record(34),
            after: record(35),
        },
        "fix_verified" => Event::FixVerified {
            issuer: Some("station".to_owned()),
            note: String::new(),
        },
        "fix_rejected" => Event::FixRejected { reason: why() },
        "responsibility_set" => Event::ResponsibilitySet(responsible()),
        "notice_issued" if state.status == Status::UnderReview => brigade_notice(),
        "notice_issued" => notice(natural(15)),
        "served" => Event::Served(ServiceProof::Signed(signature("李秀英"))),
        "feedback" => feedback(),
        "extension_requested" => Event::ExtensionRequested {
            days: 1,
            reason: why(),
        },
        "extension_approved" => Event::ExtensionApproved { days: 1 },
        "extension_refused" => Event::ExtensionRefused { reason: why() },
        "recheck_passed" => passed(&[41]),
        "recheck_failed" => Event::RecheckFailed {
            reason: why(),
            photos: Vec::new(),
            with: Vec::new(),
        },
        "overdue_marked" => Event::OverdueMarked {
            due: state.due.unwrap_or_default(),
        },
        "overdue_annulled" => {
            let in_time = state.history.iter().find(|entry| {
                entry.event == "feedback"
                    && entry.effect == Effect::Applied
                    && state.overdue_due.is_some_and(|due| entry.time.lower <= due)
            });
            Event::OverdueAnnulled {
                because: in_time.map_or(digest(0), |entry| entry.envelope),
            }
        }
        "urged" => Event::Urged { days: 1 },
        "escalated" => Event::Escalated {
            to: "PSB".to_owned(),
            reason: why(),
        },
        "escalation_accepted" => Event::EscalationAccepted {
            case_number: String::new(),
        },
        "escalation_returned" => Event::EscalationReturned { reason: why() },
        "enforcement_result" => Event::EnforcementResult {
            result: "fixed".to_owned(),
            note: String::new(),
        },
        "suspected_major" => Event::SuspectedMajor {
            basis: vec!["RH-01".to_owned()],
        },
        "not_major" => Event::NotMajor { reason: why() },
        "voided" => Event::Voided { reason: why() },
        step if step.contains('.') => super::steps::well_formed_step(step, state),
        other => panic!("no event is called {other}"),
    }
}

/// A change of the status of a premises that names no open hazards.
pub(super) fn premises_status(status: Status, merged_into: Option<RecordId>) -> Event {
    Event::PremisesStatus {
        status,
        reason: "情况属实".to_owned(),
        merged_into,
        open_hazards: Vec::new(),
    }
}

pub(super) fn act(event: Event, actor: &Actor, time: TimeBounds, seen: u64) -> Act {
    // The last bytes tell acts of different people at different times apart.
    let mark = time.upper.0.unsigned_abs() ^ (u64::from(actor.user.as_bytes()[0]) << 48);
    Act {
        envelope: digest(mark ^ (event.name().len() as u64) << 56),
        event,
        actor: actor.clone(),
        time,
        received_at: time.upper,
        policy_revision: 1,
        seen,
    }
}

/// A relay in miniature for one record: judges, numbers, records.
pub(super) struct Relay {
    pub(super) state: RecordState,
    pub(super) rows: Vec<LoggedAct>,
    pub(super) facts: Facts,
    pub(super) pack: PolicyPack,
    numbers: u32,
    papers: u32,
}

impl Relay {
    pub(super) fn new(kind: RecordKind) -> Self {
        Self {
            state: RecordState::new(kind),
            rows: Vec::new(),
            facts: facts(),
            pack: PACK.clone(),
            numbers: 0,
            papers: 0,
        }
    }

    /// An act whose author saw the log as it stands and whose time is known exactly.
    pub(super) fn act(&mut self, event: Event, actor: &Actor, when: Timestamp) -> Outcome {
        let seen = self.rows.len() as u64;
        self.receive(act(event, actor, TimeBounds::exactly(when), seen))
    }

    pub(super) fn receive(&mut self, act: Act) -> Outcome {
        let tables = LifecycleTables::standard();
        let ruling = judge(&self.pack, tables, &self.state, &act, &self.facts);
        let number = ruling.number_from.as_ref().map(|series| {
            self.numbers += 1;
            format!(
                "{}{}〔{}〕{}",
                series.issuer, series.document, series.year, self.numbers
            )
        });
        let paper = ruling.paper_from.as_ref().map(|series| {
            self.papers += 1;
            format!(
                "{}{}〔{}〕{}",
                series.issuer, series.document, series.year, self.papers
            )
        });
        let outcome = ruling.into_outcome(number, paper);
        let seq = Some(self.rows.len() as u64 + 1);
        apply(&mut self.state, seq, &act, &outcome);
        self.rows.push(LoggedAct {
            seq,
            act,
            facts: self.facts.clone(),
            outcome: Some(outcome.clone()),
        });
        outcome
    }

    /// An act that must take effect.
    pub(super) fn does(&mut self, event: Event, actor: &Actor, when: &str) -> Outcome {
        let name = event.name().to_owned();
        let outcome = self.act(event, actor, at(when));
        assert_eq!(outcome.effect, Effect::Applied, "{name} at {when}");
        outcome
    }

    /// An act that must be refused with this code.
    pub(super) fn refuses(&mut self, event: Event, actor: &Actor, when: &str, code: &str) {
        let name = event.name().to_owned();
        let before = (self.state.status.clone(), self.state.due);
        let outcome = self.act(event, actor, at(when));
        assert_eq!(refusal(&outcome.effect), code, "{name} at {when}");
        assert_eq!(
            (outcome.status, outcome.due),
            before,
            "{name}: a refusal changes nothing"
        );
    }

    /// Found by the worker, noticed and served on 2026-09-07 with 15 natural days: due 09-22.
    pub(super) fn served() -> Self {
        let mut relay = Self::new(RecordKind::Rectification);
        relay.does(found(), &worker(), "2026-09-07 09:00");
        relay.does(notice(natural(15)), &officer(), "2026-09-07 10:00");
        relay.does(
            Event::Served(ServiceProof::Signed(signature("李秀英"))),
            &worker(),
            "2026-09-07 11:00",
        );
        relay
    }

    /// The same, marked overdue on the morning after.
    pub(super) fn overdue() -> Self {
        let mut relay = Self::served();
        let due = relay.state.due.unwrap();
        relay.does(Event::OverdueMarked { due }, &system(), "2026-09-23 00:10");
        relay
    }
}

/// The code of a refusal, or `applied`.
pub(super) fn refusal(effect: &Effect) -> &str {
    match effect {
        Effect::Applied => "applied",
        Effect::NoEffect(reason) => &reason.code,
    }
}
