//! The fold of the control stream and its look-ups.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::*;
use crate::people::{Credential, Person, Role, RoleGrant, Scope};
use crate::{DeviceId, Digest, GridId, RecordId, StreamId, Timestamp, UserId};

fn grid_id(n: u8) -> GridId {
    GridId::from_bytes([n; 16])
}

fn user(n: u8) -> UserId {
    UserId::from_bytes([n; 16])
}

fn device(n: u8) -> DeviceId {
    DeviceId::from_bytes([n; 16])
}

fn premises(n: u8) -> RecordId {
    RecordId::from_bytes([n; 16])
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn noon(text: &str) -> Timestamp {
    Timestamp::start_of_china_day(day(text)).plus_ms(12 * 3_600_000)
}

fn grid(n: u8, level: GridLevel, parent: Option<u8>) -> Grid {
    Grid {
        grid: grid_id(n),
        level,
        parent: parent.map(grid_id),
        code: format!("500118119001-{n:02}"),
        name: format!("网格{n}"),
        head: None,
        valid_from: day("2026-01-01"),
        valid_until: None,
        boundary: Vec::new(),
    }
}

fn grant(who: u8, role: Role, scope: Scope) -> RoleGrant {
    RoleGrant {
        user: user(who),
        role,
        scope,
        from: noon("2026-01-01"),
        until: None,
        department: None,
    }
}

fn enrollment(on: u8, who: u8, short_id: &str) -> DeviceEnrollment {
    DeviceEnrollment {
        device: device(on),
        user: user(who),
        algorithm: 1,
        public_key: format!("{on:02x}{who:02x}"),
        short_id: short_id.to_owned(),
        label: String::new(),
        relay_service: false,
    }
}

/// A control stream in the making.
struct Stream {
    state: ControlState,
    rows: Vec<ControlRow>,
}

impl Stream {
    /// Township 1, villages 2 and 3, small grids 4 and 5 in village 2 and 6 in village 3.
    fn township() -> Self {
        let mut stream = Self {
            state: ControlState::default(),
            rows: Vec::new(),
        };
        for grid in [
            grid(1, GridLevel::Large, None),
            grid(2, GridLevel::Medium, Some(1)),
            grid(3, GridLevel::Medium, Some(1)),
            grid(4, GridLevel::Small, Some(2)),
            grid(5, GridLevel::Small, Some(2)),
            grid(6, GridLevel::Small, Some(3)),
        ] {
            stream
                .add("2026-01-01", ControlEvent::GridSet(grid))
                .unwrap();
        }
        stream
    }

    fn add(&mut self, date: &str, event: ControlEvent) -> Result<(), ControlError> {
        let row = ControlRow {
            seq: self.state.seq + 1,
            received_at: noon(date),
            event,
        };
        self.rows.push(row.clone());
        let before = self.state.clone();
        let result = self.state.apply(&row);
        if result.is_err() {
            let expected = ControlState {
                seq: row.seq,
                ..before
            };
            assert_eq!(
                self.state, expected,
                "a refused row changes nothing but the place"
            );
        }
        result
    }

    fn does(&mut self, date: &str, event: ControlEvent) {
        self.add(date, event).unwrap();
    }
}

#[test]
fn the_tree_knows_its_paths_children_and_small_grids_by_date() {
    let mut stream = Stream::township();
    let state = &stream.state;
    assert_eq!(state.path(grid_id(5)), [grid_id(5), grid_id(2), grid_id(1)]);
    assert!(state.path(grid_id(99)).is_empty());
    let below: Vec<GridId> = state.children(grid_id(1)).map(|grid| grid.grid).collect();
    assert_eq!(below, [grid_id(2), grid_id(3)]);
    let small = |state: &ControlState, date| state.small_grids(grid_id(1), day(date));
    assert_eq!(
        small(state, "2026-06-01"),
        [grid_id(4), grid_id(5), grid_id(6)]
    );
    assert!(small(state, "2025-12-31").is_empty());
    assert_eq!(
        state.small_grids(grid_id(3), day("2026-06-01")),
        [grid_id(6)]
    );
    assert_eq!(
        state.small_grids(grid_id(4), day("2026-06-01")),
        [grid_id(4)]
    );
    let reason = "并入".to_owned();
    stream.does(
        "2026-07-01",
        ControlEvent::GridClosed {
            grid: grid_id(5),
            reason,
        },
    );
    assert_eq!(
        small(&stream.state, "2026-07-01").len(),
        3,
        "its last day is the day of the row"
    );
    assert_eq!(small(&stream.state, "2026-07-02"), [grid_id(4), grid_id(6)]);
    assert_eq!(
        stream.state.path(grid_id(5)).len(),
        3,
        "records in it keep their path"
    );
}

#[test]
fn a_grid_above_itself_or_out_of_level_is_refused() {
    let mut stream = Stream::township();
    let mut set = |grid: Grid| {
        stream
            .add("2026-02-01", ControlEvent::GridSet(grid))
            .unwrap_err()
    };
    let large = |parent| grid(1, GridLevel::Large, Some(parent));
    assert_eq!(set(large(1)), ControlError::GridCycle(grid_id(1)));
    assert_eq!(set(large(4)), ControlError::GridCycle(grid_id(1)));
    let orphan = grid(7, GridLevel::Small, Some(99));
    assert_eq!(set(orphan), ControlError::UnknownGrid(grid_id(99)));
    let odd = grid(7, GridLevel::Medium, Some(4));
    assert_eq!(set(odd), ControlError::GridLevel(grid_id(7)));
    let shrunk = grid(2, GridLevel::Small, Some(1));
    assert_eq!(
        set(shrunk),
        ControlError::GridLevel(grid_id(2)),
        "it has small grids below it"
    );
    let backwards = Grid {
        valid_until: Some(day("2025-01-01")),
        ..grid(7, GridLevel::Small, Some(2))
    };
    assert_eq!(set(backwards), ControlError::EmptyPeriod);
    let closed = ControlEvent::GridClosed {
        grid: grid_id(99),
        reason: String::new(),
    };
    assert_eq!(
        stream.add("2026-02-01", closed),
        Err(ControlError::UnknownGrid(grid_id(99)))
    );
}

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
    assert_eq!(of(&stream, 2, "2026-02-01"), [grid_id(4), grid_id(5)]);
    assert_eq!(
        of(&stream, 3, "2026-02-01"),
        [grid_id(4), grid_id(5), grid_id(6)]
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
    };
    stream.does("2026-03-01", moved(4, 6));
    assert_eq!(stream.state.home_of(premises(9), grid_id(4)), grid_id(6));
    assert_eq!(stream.state.home_of(premises(8), grid_id(4)), grid_id(4));
    assert_eq!(of(&stream, 4, "2026-03-02"), [grid_id(6)]);
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
fn two_people_on_one_phone_have_two_keys() {
    let mut stream = Stream::township();
    let enroll = |one| ControlEvent::DeviceEnrolled(one);
    stream.does("2026-01-02", enroll(enrollment(1, 1, "A1")));
    stream.does("2026-01-02", enroll(enrollment(1, 2, "A2")));
    let key = |stream: &Stream, who| {
        stream
            .state
            .keys(device(1), user(who))
            .map(|one| one.public_key.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(key(&stream, 1), ["0101"]);
    assert_eq!(key(&stream, 2), ["0102"]);
    assert!(key(&stream, 3).is_empty());
    let taken = ControlError::ShortId("A2".to_owned());
    assert_eq!(
        stream.add("2026-01-03", enroll(enrollment(2, 1, "A2"))),
        Err(taken)
    );
    let unnamed = stream.add("2026-01-03", enroll(enrollment(2, 1, "")));
    assert_eq!(unnamed, Err(ControlError::ShortId(String::new())));
    let mut odd = enrollment(2, 1, "A3");
    odd.public_key = "密钥".to_owned();
    assert_eq!(
        stream.add("2026-01-03", enroll(odd)),
        Err(ControlError::PublicKey)
    );
    let rekeyed = DeviceEnrollment {
        public_key: "ffff".to_owned(),
        ..enrollment(1, 1, "A1")
    };
    stream.does("2026-02-01", enroll(rekeyed));
    assert_eq!(
        key(&stream, 1),
        ["ffff", "0101"],
        "what the old key signed stays valid"
    );
}

#[test]
fn a_revoked_device_may_write_up_to_its_frontier_and_no_further() {
    let mut stream = Stream::township();
    let stream_4 = StreamId::of_grid(grid_id(4));
    let stream_5 = StreamId::of_grid(grid_id(5));
    for who in [1, 2] {
        let one = enrollment(1, who, &format!("A{who}"));
        stream.does("2026-01-02", ControlEvent::DeviceEnrolled(one));
    }
    let revoke = |who: Option<u8>, last: u64| ControlEvent::DeviceRevoked {
        device: device(1),
        user: who.map(user),
        frontier: vec![(stream_4, last)],
        reason: "丢失".to_owned(),
    };
    stream.does("2026-02-01", revoke(Some(1), 7));
    let standing =
        |stream: &Stream, who, on, seq| stream.state.key_standing(device(1), user(who), on, seq);
    assert_eq!(standing(&stream, 1, stream_4, 7), KeyStanding::Good);
    assert_eq!(standing(&stream, 1, stream_4, 8), KeyStanding::PastFrontier);
    assert_eq!(standing(&stream, 1, stream_5, 1), KeyStanding::PastFrontier);
    assert_eq!(
        standing(&stream, 2, stream_4, 99),
        KeyStanding::Good,
        "the other person stays"
    );
    assert_eq!(standing(&stream, 3, stream_4, 1), KeyStanding::Unknown);
    stream.does("2026-02-02", revoke(None, 100));
    assert_eq!(
        standing(&stream, 1, stream_4, 8),
        KeyStanding::PastFrontier,
        "the first stands"
    );
    assert_eq!(
        standing(&stream, 2, stream_4, 101),
        KeyStanding::PastFrontier
    );
    let again = ControlEvent::DeviceEnrolled(enrollment(1, 1, "A1"));
    assert_eq!(
        stream.add("2026-03-01", again),
        Err(ControlError::DeviceRevoked(device(1)))
    );
    let unknown = ControlEvent::DeviceRevoked {
        device: device(9),
        user: None,
        frontier: Vec::new(),
        reason: String::new(),
    };
    assert_eq!(
        stream.add("2026-03-01", unknown),
        Err(ControlError::UnknownDevice(device(9)))
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
fn an_actor_has_the_rights_of_the_lease_when_made_and_of_the_stream_at_receipt() {
    let mut stream = Stream::township();
    let station = grant(1, Role::StationOfficer, Scope::Subtree(grid_id(1)));
    let worker = grant(1, Role::GridWorker, Scope::Subtree(grid_id(4)));
    stream.does("2026-01-02", ControlEvent::RoleGranted(station.clone()));
    stream.does("2026-01-02", ControlEvent::RoleGranted(worker.clone()));
    let actor = |stream: &Stream, lease: &[RoleGrant], made: &str, at: &str| {
        let (made, at) = (noon(made), noon(at));
        stream
            .state
            .actor(user(1), device(1), lease, grid_id(4), made, at)
    };
    let lease = [station.clone(), worker.clone()];
    let roles = |actor: crate::lifecycle::Actor| {
        actor
            .grants
            .into_iter()
            .map(|grant| grant.role)
            .collect::<Vec<_>>()
    };
    let both = [Role::StationOfficer, Role::GridWorker];
    assert_eq!(
        roles(actor(&stream, &lease, "2026-02-01", "2026-02-02")),
        both
    );
    // Granted since, but not in the lease under which the act was made: it does not count yet.
    assert_eq!(
        roles(actor(&stream, &lease[1..], "2026-02-01", "2026-02-02")),
        [Role::GridWorker]
    );
    let reason = "调离".to_owned();
    let role = Role::StationOfficer;
    stream.does(
        "2026-03-01",
        ControlEvent::RoleRevoked {
            user: user(1),
            role,
            reason,
        },
    );
    // Made before the revocation, received after it: demotion counts at receipt.
    assert_eq!(
        roles(actor(&stream, &lease, "2026-02-01", "2026-03-02")),
        [Role::GridWorker]
    );
    // A lease that had run out when the act was made gives nothing.
    let short = RoleGrant {
        until: Some(noon("2026-02-01")),
        ..worker.clone()
    };
    assert_eq!(
        roles(actor(&stream, &[short], "2026-02-01", "2026-02-02")),
        []
    );
    // Somebody else's grant in the lease gives nothing.
    let foreign = RoleGrant {
        user: user(2),
        ..worker.clone()
    };
    assert_eq!(
        roles(actor(&stream, &[foreign], "2026-02-01", "2026-02-02")),
        []
    );
    let seen = actor(&stream, &lease, "2026-02-01", "2026-03-02");
    assert_eq!(seen.grid_path, [grid_id(4), grid_id(2), grid_id(1)]);
    assert_eq!(
        seen.grid_levels,
        [GridLevel::Small, GridLevel::Medium, GridLevel::Large]
    );
    assert!(!seen.certified && !seen.enforcer && !seen.attested_by_relay);
}

#[test]
fn the_narrower_of_two_scopes_counts() {
    let mut stream = Stream::township();
    let give = |stream: &mut Stream, scope| {
        let one = grant(1, Role::DeptOfficer, scope);
        stream.does("2026-01-02", ControlEvent::RoleGranted(one));
    };
    give(&mut stream, Scope::Subtree(grid_id(2)));
    let scopes = |stream: &Stream, scope: Scope, grid: u8| {
        let lease = [grant(1, Role::DeptOfficer, scope)];
        let (made, at) = (noon("2026-02-01"), noon("2026-02-02"));
        let actor = stream
            .state
            .actor(user(1), device(1), &lease, grid_id(grid), made, at);
        actor
            .grants
            .into_iter()
            .map(|grant| grant.scope)
            .collect::<Vec<_>>()
    };
    let subtree = |n| Scope::Subtree(grid_id(n));
    let one = || Scope::Premises(premises(9));
    assert_eq!(scopes(&stream, subtree(1), 4), [subtree(2)]);
    assert_eq!(scopes(&stream, subtree(4), 4), [subtree(4)]);
    assert_eq!(scopes(&stream, subtree(3), 4), []);
    assert_eq!(scopes(&stream, Scope::Tenant, 4), [subtree(2)]);
    assert_eq!(scopes(&stream, one(), 4), [one()]);
    assert_eq!(
        scopes(&stream, one(), 6),
        [],
        "the record lies in another village"
    );
    give(&mut stream, one());
    assert_eq!(scopes(&stream, one(), 6), [one()]);
    assert_eq!(scopes(&stream, Scope::Premises(premises(8)), 6), []);
    let mut lease = grant(1, Role::DeptOfficer, subtree(2));
    lease.department = Some("EDU".to_owned());
    let lease = [lease];
    let (made, at) = (noon("2026-02-01"), noon("2026-02-02"));
    let actor = stream
        .state
        .actor(user(1), device(1), &lease, grid_id(4), made, at);
    assert_eq!(actor.grants[0].department.as_deref(), Some("EDU"));
}

#[test]
fn the_relays_own_key_acts_as_the_system_and_attests_for_sessions() {
    let mut stream = Stream::township();
    let service = DeviceEnrollment {
        relay_service: true,
        ..enrollment(90, 90, "R1")
    };
    stream.does("2026-01-02", ControlEvent::DeviceEnrolled(service));
    let station = grant(3, Role::StationOfficer, Scope::Subtree(grid_id(1)));
    stream.does("2026-01-02", ControlEvent::RoleGranted(station.clone()));
    let now = noon("2026-02-01");
    let job = stream
        .state
        .actor(user(90), device(90), &[], grid_id(4), now, now);
    assert_eq!(job.grants, [RoleGrant::system(user(90))]);
    assert!(job.attested_by_relay);
    let session = stream
        .state
        .actor(user(3), device(90), &[station], grid_id(4), now, now);
    assert_eq!(session.grants.len(), 1);
    assert_eq!(session.grants[0].role, Role::StationOfficer);
    assert!(session.attested_by_relay);
    let key = stream.state.keys(device(90), user(3)).next().unwrap();
    assert_eq!(key.short_id, "R1");
    assert!(stream.state.keys(device(1), user(3)).next().is_none());
}

#[test]
fn a_fold_equals_the_rows_one_by_one_and_old_rows_do_nothing() {
    let mut stream = Stream::township();
    let person = Person {
        user: user(1),
        name: "𬭎师傅".to_owned(),
        phone: String::new(),
        organization: "青峰镇应急消防管理站".to_owned(),
    };
    stream.does("2026-01-02", ControlEvent::PersonSet(person.clone()));
    let system = ControlEvent::RoleGranted(grant(1, Role::System, Scope::Tenant));
    assert!(stream.add("2026-01-02", system).is_err());
    let renamed = Person {
        name: "师傅".to_owned(),
        ..person
    };
    stream.does("2026-01-03", ControlEvent::PersonSet(renamed));
    assert_eq!(stream.state.people[&user(1)].name, "师傅");
    assert_eq!(ControlState::fold(&stream.rows), stream.state);
    for prefix in 0..stream.rows.len() {
        let (before, after) = stream.rows.split_at(prefix);
        let mut state = ControlState::fold(before);
        for row in after {
            let _ = state.apply(row);
        }
        assert_eq!(state, stream.state);
    }
    let old = stream.rows[0].clone();
    let folded = stream.state.seq;
    let before = stream.state.clone();
    assert_eq!(
        stream.state.apply(&old),
        Err(ControlError::OutOfOrder { row: 1, folded })
    );
    assert_eq!(stream.state, before);
}
