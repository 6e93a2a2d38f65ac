//! A relay that was put back to an earlier state, and that nobody told: what the phones hold tells it.

use std::sync::Arc;

use wangge_domain::Timestamp;
use wangge_domain::control::ControlEvent;
use wangge_domain::people::{Role, RoleGrant, Scope};
use wangge_protocol::{Capabilities, Cursor, CursorClaim, SyncRequest, sha256};

use super::lifecycle::found_and_noticed_in;
use super::{record, rng};
use crate::client::SyncOutcome;
use crate::relay::{self, Hearing};
use crate::store::MemoryRelayStore;
use crate::testing::{Phone, World};

fn number(phone: &Phone, of: u8) -> Option<String> {
    phone.view(record(of)).unwrap().state.notice_number
}

/// A worker of both small grids.
fn of_both_grids(world: &World) -> Phone {
    let phone = world.worker(0);
    world.control(&ControlEvent::RoleGranted(RoleGrant {
        user: phone.user,
        role: Role::GridWorker,
        scope: Scope::Subtree(world.grids[1]),
        from: Timestamp(0),
        until: None,
        department: None,
    }));
    phone
}

fn world_with_store() -> (World, Arc<MemoryRelayStore>) {
    let mut store = None;
    let world = World::new(|tenant| {
        let made = Arc::new(MemoryRelayStore::new(tenant));
        store = Some(made.clone());
        made
    });
    (world, store.unwrap())
}

#[test]
fn an_act_in_another_stream_gets_no_number_of_a_row_that_its_phone_still_holds() {
    let (mut world, store) = world_with_store();
    let mut phone = of_both_grids(&world);
    phone.sync(&world, &mut rng());
    let backup = store.backup();
    found_and_noticed_in(world.stream(0), &phone, 1);
    phone.sync(&world, &mut rng());
    let given = number(&phone, 1);
    assert!(given.is_some());

    // The folder is put back, and nobody says so: the stream that is written to is as it was.
    backup.open_epoch();
    world.reread(Arc::new(backup));
    found_and_noticed_in(world.stream(1), &phone, 2);
    let summary = phone.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Waiting, "{summary:?}");
    assert_eq!(number(&phone, 1), given, "it has its own number still");
    assert_eq!(number(&phone, 2), None, "it waits for what is given back");

    // All is back: numbers go on behind what was given.
    phone.sync(&world, &mut rng());
    phone.sync(&world, &mut rng());
    let second = number(&phone, 2);
    assert!(second.is_some() && second != given, "{second:?}");
}

#[test]
fn a_phone_that_invents_a_place_keeps_nobody_else_waiting() {
    let (world, _) = world_with_store();
    let (mut liar, mut honest) = (of_both_grids(&world), of_both_grids(&world));
    liar.sync(&world, &mut rng());
    honest.sync(&world, &mut rng());
    found_and_noticed_in(world.stream(0), &liar, 1);
    let invented = SyncRequest {
        capabilities: Capabilities::THIS_BUILD,
        cursors: CursorClaim::Vector(vec![Cursor {
            stream: world.stream(0),
            epoch: 1,
            seq: 9,
            chain: sha256(b"nowhere"),
            own_seq: 0,
            own_last: sha256(b"nobody"),
        }]),
        lease: liar.store.identity().unwrap().unwrap().lease.digest(),
        push: None,
        want_bytes: 10_000,
        lease_copy: None,
        trust: None,
        ahead: None,
        heal: Vec::new(),
        extensions: Vec::new(),
        compare: None,
    };
    let answer = world.exchange(liar.device, liar.user, &invented).unwrap();
    assert_eq!(relay::hearing(&answer), Hearing::Owes);
    // Its own act waits until it stands level again.
    found_and_noticed_in(world.stream(0), &liar, 1);
    let summary = liar.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Waiting, "{summary:?}");
    liar.sync(&world, &mut rng());
    liar.sync(&world, &mut rng());
    assert!(number(&liar, 1).is_some());
    found_and_noticed_in(world.stream(1), &honest, 2);
    let summary = honest.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
    assert!(number(&honest, 2).is_some());
}

#[test]
fn what_a_relay_does_not_decide_holds_nothing_else_up() {
    let (mut world, store) = world_with_store();
    let mut phone = of_both_grids(&world);
    phone.sync(&world, &mut rng());
    let backup = store.backup();
    phone.premises(record(1), world.stream(1), "面馆");
    phone.submit(record(1)).unwrap();
    let summary = phone.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");

    // The folder is put back, and the worker is taken away from the grid whose row the phone still
    // holds: the relay does not ask for it, and decides nothing there that rests on it.
    world.reread(Arc::new(backup));
    world.pass(1_000);
    world.control(&ControlEvent::RoleRevoked {
        user: phone.user,
        role: Role::GridWorker,
        reason: "分工变了".to_owned(),
    });
    world.control(&ControlEvent::RoleGranted(RoleGrant {
        user: phone.user,
        role: Role::GridWorker,
        scope: Scope::Subtree(world.grids[0]),
        from: Timestamp(1),
        until: None,
        department: None,
    }));
    phone.premises(record(2), world.stream(1), "粮油店");
    let left = phone.submit(record(2)).unwrap();
    phone.premises(record(3), world.stream(0), "超市");
    phone.submit(record(3)).unwrap();
    let summary = phone.sync(&world, &mut rng());
    // It is told as what it is: not as a failure, let alone one of the network.
    assert_eq!(summary.outcome, SyncOutcome::Waiting, "{summary:?}");
    assert_eq!((summary.accepted, summary.blocked), (1, 1), "{summary:?}");
    let waiting: Vec<_> = phone.waiting().iter().map(|it| it.id()).collect();
    assert_eq!(waiting, [left], "it is kept");
    assert!(phone.view(record(1)).is_some());
}
