//! Rights by lease and by stream.

use super::kit::{Stream, device, enrollment, grant, grid_id, noon, premises, user};
use crate::control::{ControlEvent, DeviceEnrollment, GridLevel};
use crate::people::{Role, RoleGrant, Scope};

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
