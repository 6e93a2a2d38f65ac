//! A premises that moves to another grid: where its log lies, what a restored relay hears of it.

use std::sync::Arc;

use wangge_domain::StreamId;
use wangge_domain::control::ControlEvent;
use wangge_domain::people::{Role, Scope};
use wangge_protocol::Verdict;

use super::{record, rng, submitted};
use crate::store::{MemoryClientStore, MemoryRelayStore};
use crate::testing::{Phone, World};

/// The premises of [`record`] 1 goes from one small grid to the other.
fn moved(world: &World, from: usize, to: usize) -> ControlEvent {
    ControlEvent::PremisesMoved {
        premises: record(1),
        from: world.grids[from],
        to: world.grids[to],
        reason: format!("网格调整{from}{to}"),
    }
}

fn world_with_store() -> (World, Arc<MemoryRelayStore>) {
    let mut store = None;
    let world = World::new(|tenant| {
        let made = Arc::new(MemoryRelayStore::new(tenant));
        store = Some(made.clone());
        made
    });
    (world, store.expect("the store was just made"))
}

/// A phone of somebody who is granted the premises of [`record`] 1 and nothing else.
fn helper(world: &World) -> Phone {
    let scope = Scope::Premises(record(1));
    world.enroll(Role::GridWorker, scope, |identity| {
        Arc::new(MemoryClientStore::new(identity))
    })
}

fn rows(phone: &Phone, stream: StreamId) -> usize {
    let held = phone.store.rows_after(stream, 0, usize::MAX);
    held.expect("the store can be read").len()
}

#[test]
fn whoever_is_granted_one_premises_keeps_its_log_when_it_moves() {
    let world = World::in_memory();
    let mut worker = world.worker(0);
    submitted(&world, &worker, 1);
    worker.sync(&world, &mut rng());
    let mut helper = helper(&world);
    let mut neighbour = world.worker(1);
    neighbour.premises(record(2), world.stream(1), "隔壁");
    neighbour.submit(record(2)).expect("it is sealed");
    neighbour.sync(&world, &mut rng());
    helper.sync(&world, &mut rng());
    assert_eq!(rows(&helper, world.stream(0)), 1);
    world.control(&moved(&world, 0, 1));
    let summary = helper.sync(&world, &mut rng());
    assert_eq!(summary.purged, []);
    assert_eq!(rows(&helper, world.stream(0)), 1);
    assert_eq!(
        rows(&helper, world.stream(1)),
        0,
        "nobody granted that grid"
    );
}

#[test]
fn who_is_granted_one_premises_gives_back_what_it_alone_holds() {
    let (mut world, store) = world_with_store();
    let mut worker = world.worker(0);
    let mut helper = helper(&world);
    let backup = store.backup();
    submitted(&world, &worker, 1);
    worker.sync(&world, &mut rng());
    helper.sync(&world, &mut rng());
    assert_eq!(rows(&helper, world.stream(0)), 1);
    // The worker's phone is lost, and with the rows the relay has lost where the premises lies.
    backup.open_epoch();
    let backup = Arc::new(backup);
    world.reread(backup.clone());
    world.set_healing(true);
    let summary = helper.sync(&world, &mut rng());
    assert_eq!(summary.purged, []);
    assert_eq!(summary.healed, [world.stream(0)]);
    assert_eq!(backup.records().len(), 1, "back");
    assert_eq!(rows(&helper, world.stream(0)), 1);
    // The relay knows all that it holds: whom nothing is granted any more holds nothing.
    world.control(&ControlEvent::RoleRevoked {
        user: helper.user,
        role: Role::GridWorker,
        reason: "任务结束".to_owned(),
    });
    helper.sync(&world, &mut rng());
    assert_eq!(rows(&helper, world.stream(0)), 0);
}

#[test]
fn what_was_made_for_the_old_home_counts_after_the_move() {
    let world = World::in_memory();
    let mut worker = world.worker(0);
    worker.sync(&world, &mut rng());
    submitted(&world, &worker, 1);
    worker.sync(&world, &mut rng());
    worker.premises(record(1), world.stream(0), "改名");
    crate::client::seal(&worker.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let waiting = worker.waiting().pop().unwrap();
    world.control(&moved(&world, 0, 1));
    assert_eq!(
        world.push(&worker, std::slice::from_ref(&waiting)),
        [Verdict::Accepted { seq: 2 }]
    );
}

#[test]
fn a_move_that_came_back_once_undoes_no_later_one() {
    let (mut world, store) = world_with_store();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    submitted(&world, &one, 1);
    one.sync(&world, &mut rng());
    let backup = store.backup();
    world.control(&moved(&world, 0, 1));
    one.sync(&world, &mut rng());
    two.sync(&world, &mut rng());
    backup.open_epoch();
    world.reread(Arc::new(backup));
    world.set_healing(true);
    let home = |world: &World| world.control_state().home_of(record(1), world.grids[0]);
    assert_eq!(home(&world), world.grids[0], "lost with the rest");
    // The control stream has gone on without it: it is entered anew.
    let grid = world.control_state().grids[&world.grids[1]].clone();
    world.control(&ControlEvent::GridSet(wangge_domain::control::Grid {
        name: "改划的网格".to_owned(),
        ..grid
    }));
    one.sync(&world, &mut rng());
    assert_eq!(home(&world), world.grids[1], "back");
    // It moves back, and only then the second phone is heard, with the same word as the first.
    world.control(&moved(&world, 1, 0));
    let before = world.control_state().seq;
    two.sync(&world, &mut rng());
    assert_eq!(home(&world), world.grids[0], "the later word stands");
    assert_eq!(
        world.control_state().seq,
        before,
        "nothing is entered twice"
    );
    let head = world.store.head(StreamId::control(world.tenant));
    assert_eq!(head.unwrap().map(|head| head.seq), Some(before));
}
