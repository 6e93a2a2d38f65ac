//! How long the fold of a long record takes.

use std::time::Instant;

use uuid::Uuid;
use wangge_domain::lifecycle::{
    Act, Actor, Event, Facts, LifecycleTables, LoggedAct, RecordState, Responsible, TimeBounds,
    Version, apply, fold, judge,
};
use wangge_domain::people::{Role, RoleGrant, Scope};
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, Timestamp, UserId};

/// Milliseconds to judge so many events of one hazard one after the other, and to fold them.
pub(crate) fn measure(policy: &PolicyPack, events: u64) -> (f64, f64) {
    let acts: Vec<Act> = (0..events).map(act).collect();
    let tables = LifecycleTables::standard();
    let facts = Facts::default();
    let started = Instant::now();
    let mut state = RecordState::new(RecordKind::Rectification);
    let mut rows = Vec::with_capacity(acts.len());
    for (seq, act) in (1..).zip(acts) {
        let outcome = judge(policy, tables, &state, &act, &facts).into_outcome(None, None);
        apply(&mut state, Some(seq), &act, &outcome);
        rows.push(LoggedAct {
            seq: Some(seq),
            act,
            facts: facts.clone(),
            outcome: Some(outcome),
        });
    }
    let judged = started.elapsed().as_secs_f64() * 1e3;
    let started = Instant::now();
    let folded = fold(RecordKind::Rectification, &rows);
    let took = started.elapsed().as_secs_f64() * 1e3;
    assert_eq!(folded, state, "the fold follows what was recorded");
    (judged, took)
}

fn act(place: u64) -> Act {
    let user = UserId(Uuid::from_u128(7));
    let version = Version {
        heads: vec![Digest([1; 32])],
        content: Digest([2; 32]),
    };
    let event = match place {
        0 => Event::Found {
            version,
            suspected_major: false,
            life_threat: false,
        },
        _ => Event::ResponsibilitySet(Responsible {
            unit: "青峰小商店".to_owned(),
            leader: "李站长".to_owned(),
            person: format!("负责人{place}"),
            phone: String::new(),
        }),
    };
    let at = Timestamp(1_788_500_000_000 + i64::try_from(place).unwrap_or(0) * 60_000);
    Act {
        envelope: Digest([u8::try_from(place % 251).unwrap_or(0); 32]),
        event,
        actor: Actor {
            user,
            device: DeviceId(Uuid::from_u128(8)),
            grants: vec![RoleGrant {
                user,
                role: Role::StationOfficer,
                scope: Scope::Tenant,
                from: Timestamp(0),
                until: None,
                department: None,
            }],
            grid_path: Vec::new(),
            grid_levels: Vec::new(),
            certified: true,
            enforcer: false,
            attested_by_relay: false,
        },
        time: TimeBounds::exactly(at),
        received_at: at,
        policy_revision: 1,
        seen: place,
    }
}
