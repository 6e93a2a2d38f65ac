//! Grants, streams, certificates, policies.

use std::collections::BTreeSet;

use super::kit::{Stream, day, grant, grid_id, noon, premises, user};
use crate::control::{ControlError, ControlEvent, ControlState};
use crate::people::{Credential, Role, RoleGrant, Scope};
use crate::{Digest, RecordId, StreamId};

#[test]
fn grants_hold_from_their_start_until_they_are_revoked_or_run_out() {
    let mut stream = Stream::township();
    let worker = grant(1, Role::GridWorker, Scope::Subtree(grid_id(4)));
    stream.does("2026-01-02", ControlEvent::RoleGranted(worker.clone()));
    let until = Some(noon("2026-03-01"));
    let helper = RoleGrant {
        until,
        ..grant(1, Role::VillageAdmin, Scope::Subtree(grid_id(2)))
    };
    stream.does("2026-01-02", ControlEvent::RoleGranted(helper));
    let roles = |state: &ControlState, date| {
        state
            .grants_of(user(1), noon(date))
            .map(|grant| grant.role)
            .collect::<Vec<_>>()
    };
    assert_eq!(roles(&stream.state, "2025-12-31"), []);
    assert_eq!(
        roles(&stream.state, "2026-02-01"),
        [Role::GridWorker, Role::VillageAdmin]
    );
    assert_eq!(
        roles(&stream.state, "2026-03-01"),
        [Role::GridWorker],
        "the end is exclusive"
    );
    let revoke = || ControlEvent::RoleRevoked {
        user: user(1),
        role: Role::GridWorker,
        reason: "离职".to_owned(),
    };
    stream.does("2026-04-01", revoke());
    assert_eq!(roles(&stream.state, "2026-04-01"), []);
    assert_eq!(
        roles(&stream.state, "2026-03-31"),
        [Role::GridWorker],
        "what was, was"
    );
    let twice = ControlError::NoSuchGrant {
        user: user(1),
        role: Role::GridWorker,
    };
    assert_eq!(stream.add("2026-04-02", revoke()), Err(twice));
    let again = RoleGrant {
        from: noon("2026-05-01"),
        ..worker
    };
    stream.does("2026-05-01", ControlEvent::RoleGranted(again));
    assert_eq!(roles(&stream.state, "2026-05-02"), [Role::GridWorker]);
    let members = stream.state.members_of(grid_id(4), noon("2026-05-02"));
    assert_eq!(members, BTreeSet::from([user(1)]));
}

#[test]
fn grants_without_sense_are_refused() {
    let mut stream = Stream::township();
    let mut give = |grant| {
        stream
            .add("2026-02-01", ControlEvent::RoleGranted(grant))
            .unwrap_err()
    };
    let nowhere = grant(1, Role::GridWorker, Scope::Subtree(grid_id(99)));
    assert_eq!(give(nowhere), ControlError::UnknownGrid(grid_id(99)));
    let until = Some(noon("2026-01-01"));
    let empty = RoleGrant {
        until,
        ..grant(1, Role::GridWorker, Scope::Tenant)
    };
    assert_eq!(give(empty), ControlError::EmptyPeriod);
    assert_eq!(
        give(grant(1, Role::System, Scope::Tenant)),
        ControlError::SystemRole
    );
}

#[test]
fn streams_follow_grants_dates_and_moves() {
    let mut stream = Stream::township();
    for one in [
        grant(1, Role::GridWorker, Scope::Subtree(grid_id(4))),
        grant(2, Role::VillageAdmin, Scope::Subtree(grid_id(2))),
        grant(3, Role::FireOfficer, Scope::Tenant),
        grant(
            4,
            Role::EnterpriseSafetyOfficer,
            Scope::Premises(premises(9)),
        ),
    ] {
        stream.does("2026-01-02", ControlEvent::RoleGranted(one));
    }
    let of = |stream: &Stream, who, date: &str| {
        let home = |one: RecordId| (one == premises(9)).then_some(grid_id(4));
        let streams = stream.state.streams_of(user(who), noon(date), home);
        streams.into_iter().map(StreamId::grid).collect::<Vec<_>>()
    };
    assert_eq!(of(&stream, 1, "2026-02-01"), [grid_id(4)]);
    assert_eq!(
        of(&stream, 2, "2026-02-01"),
        [grid_id(2), grid_id(4), grid_id(5)]
    );
    assert_eq!(
        of(&stream, 3, "2026-02-01"),
        (1..=6).map(grid_id).collect::<Vec<_>>()
    );
    assert_eq!(of(&stream, 4, "2026-02-01"), [grid_id(4)]);
    assert!(of(&stream, 5, "2026-02-01").is_empty());
    assert!(of(&stream, 1, "2025-12-01").is_empty());
    let untold = stream
        .state
        .streams_of(user(4), noon("2026-02-01"), |_| None);
    assert!(untold.is_empty(), "narrow views are online");
    let moved = |from: u8, to: u8| ControlEvent::PremisesMoved {
        premises: premises(9),
        from: grid_id(from),
        to: grid_id(to),
        reason: "网格调整".to_owned(),
        since: None,
        by: None,
    };
    stream.does("2026-03-01", moved(4, 6));
    assert_eq!(stream.state.home_of(premises(9), grid_id(4)), grid_id(6));
    assert_eq!(stream.state.home_of(premises(8), grid_id(4)), grid_id(4));
    assert_eq!(
        of(&stream, 4, "2026-03-02"),
        [grid_id(4)],
        "its log stays where it lies"
    );
    let wrong = ControlError::WrongHome {
        premises: premises(9),
        from: grid_id(4),
    };
    assert_eq!(stream.add("2026-03-02", moved(4, 5)), Err(wrong));
    assert_eq!(
        stream.add("2026-03-02", moved(6, 2)),
        Err(ControlError::NotSmall(grid_id(2)))
    );
    assert_eq!(
        stream.add("2026-03-02", moved(6, 99)),
        Err(ControlError::UnknownGrid(grid_id(99)))
    );
}

#[test]
fn certificates_count_on_their_days_both_included() {
    let mut stream = Stream::township();
    let certificate = |kind: &str, number: &str, until: &str| Credential {
        user: user(1),
        kind: kind.to_owned(),
        number: number.to_owned(),
        issuer: "消防救援大队".to_owned(),
        valid_from: day("2026-01-10"),
        valid_until: day(until),
    };
    let issue = |one| ControlEvent::CredentialIssued(one);
    stream.does(
        "2026-01-09",
        issue(certificate("inspection", "培2026-1", "2026-06-30")),
    );
    let certified = |stream: &Stream, date| stream.state.is_certified(user(1), day(date));
    assert!(!certified(&stream, "2026-01-09"));
    assert!(certified(&stream, "2026-01-10"));
    assert!(certified(&stream, "2026-06-30"));
    assert!(!certified(&stream, "2026-07-01"));
    assert!(!stream.state.is_enforcer(user(1), day("2026-02-01")));
    stream.does(
        "2026-02-01",
        issue(certificate("enforcement", "执2026-1", "2026-06-30")),
    );
    assert!(stream.state.is_enforcer(user(1), day("2026-02-01")));
    stream.does(
        "2026-06-01",
        issue(certificate("inspection", "培2026-1", "2027-06-30")),
    );
    assert!(
        certified(&stream, "2027-01-01"),
        "the same number replaces it"
    );
    assert_eq!(stream.state.credentials.len(), 2);
    let revoke = || ControlEvent::CredentialRevoked {
        user: user(1),
        number: "培2026-1".to_owned(),
        reason: "考核不合格".to_owned(),
    };
    stream.does("2026-08-01", revoke());
    assert!(!certified(&stream, "2026-08-01"));
    let gone = ControlError::UnknownCredential("培2026-1".to_owned());
    assert_eq!(stream.add("2026-08-02", revoke()), Err(gone));
    let backwards = certificate("inspection", "培2026-2", "2026-01-01");
    assert_eq!(
        stream.add("2026-08-02", issue(backwards)),
        Err(ControlError::EmptyPeriod)
    );
}

#[test]
fn the_policy_in_force_is_the_newest_whose_time_has_come() {
    let mut stream = Stream::township();
    let activate = |revision, from: &str| ControlEvent::PolicyActivated {
        revision,
        digest: Digest([u8::try_from(revision).unwrap(); 32]),
        from: noon(from),
    };
    assert_eq!(stream.state.policy_at(noon("2026-01-02")), None);
    stream.does("2026-01-02", activate(1, "2026-01-02"));
    stream.does("2026-02-01", activate(2, "2026-07-01"));
    let at = |date| {
        stream
            .state
            .policy_at(noon(date))
            .map(|policy| policy.revision)
    };
    assert_eq!(at("2026-01-01"), None);
    assert_eq!(at("2026-06-30"), Some(1));
    assert_eq!(at("2026-07-01"), Some(2));
    let stale = stream.add("2026-03-01", activate(2, "2026-03-01"));
    assert_eq!(stale, Err(ControlError::StalePolicy(2)));
}

#[test]
fn somebody_works_at_a_department_where_they_hold_a_role_for_it() {
    let pack = crate::policy::default_pack();
    let mut stream = Stream::township();
    let at = noon("2026-02-01");
    let works =
        |state: &ControlState, code: &str, grid: u8| state.works_at(&pack, code, grid_id(grid), at);
    assert!(!works(&stream.state, "PSB", 4));
    let police = grant(1, Role::Police, Scope::Subtree(grid_id(2)));
    stream.does("2026-01-02", ControlEvent::RoleGranted(police));
    let mut officer = grant(1, Role::DeptOfficer, Scope::Tenant);
    officer.department = Some("EDU".to_owned());
    stream.does("2026-01-02", ControlEvent::RoleGranted(officer));
    assert!(works(&stream.state, "PSB", 4), "the grid lies below theirs");
    assert!(!works(&stream.state, "PSB", 1), "and not above it");
    assert!(works(&stream.state, "EDU", 1) && !works(&stream.state, "HEALTH", 1));
    let before = noon("2025-12-31");
    assert!(!stream.state.works_at(&pack, "PSB", grid_id(4), before));
}
