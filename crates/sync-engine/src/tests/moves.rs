//! A premises that moves to another grid: where its log lies, what a restored relay hears of it.

use std::sync::Arc;

use wangge_domain::StreamId;
use wangge_domain::control::ControlEvent;
use wangge_domain::lifecycle::Event;
use wangge_domain::people::{Role, Scope};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_protocol::{Refusal, Verdict};

use super::{record, rng, submitted};
use crate::client::{self, EventPlan};
use crate::store::{MemoryClientStore, MemoryRelayStore};
use crate::testing::{Phone, World};

/// The premises of [`record`] 1 goes from one small grid to the other.
fn moved(world: &World, from: usize, to: usize) -> ControlEvent {
    ControlEvent::PremisesMoved {
        premises: record(1),
        from: world.grids[from],
        to: world.grids[to],
        reason: format!("网格调整{from}{to}"),
        since: None,
        by: None,
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
    client::seal(&worker.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
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

/// A day, as phones count it.
const DAY_MS: u32 = 86_400_000;

/// A world in which [`record`] 1 lives in the first grid, with a worker of each grid who has synced.
fn two_workers() -> (World, Phone, Phone) {
    let world = World::in_memory();
    let (mut old, mut new) = (world.worker(0), world.worker(1));
    submitted(&world, &old, 1);
    old.sync(&world, &mut rng());
    new.sync(&world, &mut rng());
    (world, old, new)
}

/// Time passes for the relay and for phones alike.
fn pass(world: &World, phones: &mut [&mut Phone], ms: u32) {
    world.pass(i64::from(ms));
    for phone in phones {
        phone.pass(ms);
    }
}

/// The worker writes another name on the premises of [`record`] 1 and seals it.
fn renamed(world: &World, phone: &Phone, name: &str) {
    phone.premises(record(1), world.stream(0), name);
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
}

#[test]
fn whoever_has_the_new_grid_holds_the_old_log_and_writes_in_it() {
    let (world, mut old, mut new) = two_workers();
    assert_eq!(rows(&new, world.stream(0)), 0);
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    world.control(&moved(&world, 0, 1));
    new.sync(&world, &mut rng());
    assert_eq!(rows(&new, world.stream(0)), 1, "whole, with its history");
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    renamed(&world, &new, "新网格来的人");
    let found = [("premises", Scalar::from(record(1).to_string().as_str()))];
    let kind = RecordKind::Rectification;
    new.edit(record(3), &kind, world.stream(0), &found).unwrap();
    let summary = new.sync(&world, &mut rng());
    assert_eq!((summary.accepted, new.waiting().len()), (2, 0));
    old.sync(&world, &mut rng());
    let seen = old.view(record(1)).unwrap();
    assert_eq!(seen.content.text("name"), Some("新网格来的人"));
    // What merely lies beside it in the same log is none of theirs.
    new.premises(record(4), world.stream(0), "别人的网格");
    new.sync(&world, &mut rng());
    assert!(world.store.record(record(4)).unwrap().is_none());
}

#[test]
fn whoever_had_the_old_grid_is_refused_after_the_move() {
    let (world, mut old, mut new) = two_workers();
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    world.control(&moved(&world, 0, 1));
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    renamed(&world, &old, "不知道已迁走");
    let waiting = old.waiting().pop().unwrap();
    assert_eq!(
        world.push(&old, std::slice::from_ref(&waiting)),
        [Verdict::Refused(Refusal::OutOfScope)]
    );
    // Nor may they begin anything there.
    let found = [("premises", Scalar::from(record(1).to_string().as_str()))];
    let kind = RecordKind::Rectification;
    old.edit(record(3), &kind, world.stream(0), &found).unwrap();
    old.sync(&world, &mut rng());
    assert!(world.store.record(record(3)).unwrap().is_none());
    // The rest of the grid is theirs as before.
    old.premises(record(5), world.stream(0), "本网格的场所");
    old.sync(&world, &mut rng());
    assert!(world.store.record(record(5)).unwrap().is_some());
}

#[test]
fn what_was_made_offline_before_the_move_counts_days_after_it() {
    let (world, mut old, mut new) = two_workers();
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    renamed(&world, &old, "迁走之前");
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    world.control(&moved(&world, 0, 1));
    pass(&world, &mut [&mut old, &mut new], 5 * DAY_MS);
    let summary = old.sync(&world, &mut rng());
    assert_eq!((summary.accepted, old.waiting().len()), (1, 0));
    new.sync(&world, &mut rng());
    let seen = new.view(record(1)).unwrap();
    assert_eq!(seen.content.text("name"), Some("迁走之前"));
}

#[test]
fn a_premises_that_moves_back_takes_the_log_away_again() {
    let (world, mut old, mut new) = two_workers();
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    world.control(&moved(&world, 0, 1));
    new.sync(&world, &mut rng());
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    world.control(&moved(&world, 1, 0));
    let summary = new.sync(&world, &mut rng());
    assert_eq!(summary.purged, [world.stream(0)]);
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    renamed(&world, &old, "迁回来了");
    assert_eq!(old.sync(&world, &mut rng()).accepted, 1);
}

#[test]
fn who_was_led_to_a_log_by_a_lost_move_gives_back_what_it_alone_holds() {
    let (mut world, store) = world_with_store();
    let (mut old, mut new) = (world.worker(0), world.worker(1));
    let backup = store.backup();
    submitted(&world, &old, 1);
    old.sync(&world, &mut rng());
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    world.control(&moved(&world, 0, 1));
    new.sync(&world, &mut rng());
    assert_eq!(rows(&new, world.stream(0)), 1);
    // The old worker's phone is lost, and with the rows the relay has lost the move.
    backup.open_epoch();
    let backup = Arc::new(backup);
    world.reread(backup.clone());
    world.set_healing(true);
    let summary = new.sync(&world, &mut rng());
    assert_eq!(summary.purged, []);
    assert_eq!(backup.records().len(), 1, "back");
    assert_eq!(
        world.control_state().home_of(record(1), world.grids[0]),
        world.grids[1],
        "and where it lives"
    );
    new.sync(&world, &mut rng());
    assert_eq!(rows(&new, world.stream(0)), 1);
}

#[test]
fn a_relay_whose_clock_falls_back_knows_of_a_move_all_the_same() {
    let (world, mut old, mut new) = two_workers();
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    world.control(&moved(&world, 0, 1));
    new.sync(&world, &mut rng());
    world.pass(-i64::from(DAY_MS / 2));
    renamed(&world, &new, "新网格来的人");
    assert_eq!(new.sync(&world, &mut rng()).accepted, 1);
}

#[test]
fn nobody_is_refused_for_a_move_that_a_restored_relay_has_lost() {
    let (mut world, store) = world_with_store();
    let (mut old, mut new) = (world.worker(0), world.worker(1));
    submitted(&world, &old, 1);
    old.sync(&world, &mut rng());
    let backup = store.backup();
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    world.control(&moved(&world, 0, 1));
    new.sync(&world, &mut rng());
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    renamed(&world, &new, "新网格来的人");
    // The first that this phone says to the restored relay carries what the move gives the right to.
    backup.open_epoch();
    let backup = Arc::new(backup);
    world.reread(backup.clone());
    world.set_healing(true);
    for _ in 0..2 {
        let summary = new.sync(&world, &mut rng());
        assert_eq!(summary.refused, []);
    }
    assert_eq!(new.waiting(), []);
    let held = backup
        .records()
        .into_iter()
        .find(|it| it.record == record(1));
    let content = held.expect("the premises is there").content;
    assert_eq!(content.text("name"), Some("新网格来的人"));
    // Whoever may not write there all the same waits until the relay is whole, and is refused then.
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    renamed(&world, &old, "不知道已迁走");
    let waiting = old.waiting();
    let said = world.push(&old, &waiting);
    assert!(matches!(said[..], [Verdict::Retry { .. }]), "{said:?}");
    world.set_healing(false);
    assert_eq!(
        world.push(&old, &waiting),
        [Verdict::Refused(Refusal::OutOfScope)]
    );
}

#[test]
fn an_act_that_comes_before_the_record_it_is_about_waits_for_it() {
    let (world, mut old, mut new) = two_workers();
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    world.control(&moved(&world, 0, 1));
    new.sync(&world, &mut rng());
    pass(&world, &mut [&mut old, &mut new], DAY_MS);
    let found = [("premises", Scalar::from(record(1).to_string().as_str()))];
    let kind = RecordKind::Rectification;
    new.edit(record(3), &kind, world.stream(0), &found).unwrap();
    client::seal(&new.ctx(), record(3), Vec::new(), Vec::new()).unwrap();
    let urge = EventPlan::Ready(Event::Urged { days: 3 });
    client::seal(&new.ctx(), record(3), vec![urge], Vec::new()).unwrap();
    let waiting = new.waiting();
    // Of an act alone nobody can say on which premises its record hangs.
    assert_eq!(
        world.push(&new, &waiting[1..]),
        [Verdict::Need(vec![waiting[0].id()])]
    );
    let said = world.push(&new, &waiting);
    assert!(
        matches!(
            said[..],
            [Verdict::Accepted { seq: 2 }, Verdict::NoEffect { seq: 3 }]
        ),
        "{said:?}"
    );
}
