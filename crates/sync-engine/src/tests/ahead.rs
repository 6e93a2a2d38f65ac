//! The newest records come ahead of the log, and the log follows.

use std::collections::BTreeSet;
use std::sync::Arc;

use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, StreamId};
use wangge_protocol::{
    AheadClaim, AheadMark, Capabilities, Cursor, RecordPage, StreamUpdate, SyncRequest,
};

use super::{points, record, rng};
use crate::client::{SyncConfig, SyncOutcome};
use crate::relay;
use crate::store::MemoryRelayStore;
use crate::testing::{Fault, Phone, World};

/// Small answers, and few rows are many.
fn newcomer(world: &World) -> Phone {
    let mut phone = world.worker(0);
    phone.config = SyncConfig {
        want_bytes: 1,
        ahead_behind: 5,
        ..SyncConfig::default()
    };
    phone
}

fn written(world: &World, phone: &mut Phone, numbers: std::ops::RangeInclusive<u8>) {
    for number in numbers {
        phone.premises(record(number), world.stream(0), "面馆");
        phone.submit(record(number)).unwrap();
    }
    let summary = phone.sync(world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
}

/// Places down the log of the grid, as a request names them.
fn marks(request: &SyncRequest) -> Vec<u64> {
    let claim = request.ahead.iter().flat_map(|claim| &claim.marks);
    claim.map(|mark| mark.until).collect()
}

/// Syncs until the first page of records is taken in; then the network is gone.
fn first_page(world: &World, phone: &mut Phone) {
    let summary = phone.sync_with(world, &mut rng(), &mut |request: &SyncRequest| {
        if marks(request).is_empty() {
            Fault::None
        } else {
            Fault::RequestLost
        }
    });
    assert!(matches!(summary.outcome, SyncOutcome::Failed(_)));
    assert!(summary.ahead > 0);
}

fn cursor(phone: &Phone, stream: StreamId) -> u64 {
    let cursors = phone.store.cursors().unwrap();
    let held = cursors.into_iter().find(|it| it.stream == stream);
    held.map_or(0, |it| it.seq)
}

fn ahead(phone: &Phone, stream: StreamId) -> usize {
    let rows = phone.store.ahead_rows(stream, (0, u64::MAX));
    rows.unwrap().len()
}

/// Nothing of what came ahead is left, and both hold the same log and the same records.
fn converged(one: &Phone, two: &Phone, stream: StreamId) {
    assert_eq!(ahead(two, stream), 0);
    assert!(two.store.ahead_marks().unwrap().is_empty());
    let log = |phone: &Phone| points(&phone.store.rows_after(stream, 0, usize::MAX).unwrap());
    assert_eq!(log(one), log(two));
    let heads = |phone: &Phone| phone.store.stream_heads(stream).unwrap();
    assert_eq!(heads(one), heads(two));
    for record in heads(one).into_keys() {
        let (here, there) = (one.view(record).unwrap(), two.view(record).unwrap());
        assert_eq!(here.content, there.content);
        assert_eq!(here.state, there.state);
        assert_eq!(here.last_seq, there.last_seq);
    }
}

#[test]
fn the_newest_records_are_here_before_the_log_and_can_be_gone_on_with() {
    let world = World::in_memory();
    let stream = world.stream(0);
    let mut one = world.worker(0);
    written(&world, &mut one, 1..=30);
    let mut two = newcomer(&world);
    first_page(&world, &mut two);
    assert_eq!(cursor(&two, stream), 0, "nothing of the log is here");
    let view = two.view(record(30)).unwrap();
    assert_eq!(view.content.text("name"), Some("面馆"));
    assert_eq!(view.state, one.view(record(30)).unwrap().state);
    two.edit(
        record(30),
        &RecordKind::Premises,
        stream,
        &[("beds", 3.into())],
    )
    .unwrap();
    let summary = two.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert_eq!((summary.refused, summary.degraded), (vec![], vec![]));
    assert_eq!((summary.rewound, summary.rekey_needed), (vec![], false));
    one.sync(&world, &mut rng());
    converged(&one, &two, stream);
    assert_eq!(
        one.view(record(30)).unwrap().content.fields.get("beds"),
        Some(&3.into())
    );
}

#[test]
fn after_a_kill_it_goes_on_at_the_next_page() {
    let world = World::in_memory();
    let stream = world.stream(0);
    let mut one = world.worker(0);
    let many = |number: u16| {
        let mut bytes = [9; 16];
        bytes[..2].copy_from_slice(&number.to_be_bytes());
        RecordId::from_bytes(bytes)
    };
    for number in 0..540 {
        one.premises(many(number), stream, "面馆");
    }
    one.sync(&world, &mut rng());
    let mut two = newcomer(&world);
    first_page(&world, &mut two);
    assert_eq!(ahead(&two, stream), 512);
    let held = (0..540).filter(|number| two.view(many(*number)).is_some());
    assert_eq!(held.count(), 512, "whole records, and no others");
    let until = two.store.ahead_marks().unwrap()[&stream];
    let mut named = Vec::new();
    let summary = two.sync_with(&world, &mut rng(), &mut |request: &SyncRequest| {
        named.extend(marks(request));
        Fault::None
    });
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert_eq!(summary.ahead, 28, "none comes twice");
    assert_eq!(named.first(), Some(&until));
    assert!(named.is_sorted_by(|one, other| one >= other));
    assert_eq!(named.last(), Some(&0));
    converged(&one, &two, stream);
    // What nobody has touched for long comes with the log.
    world.pass(91 * 86_400_000);
    let mut three = newcomer(&world);
    first_page(&world, &mut three);
    assert_eq!(ahead(&three, stream), 512);
    assert_eq!(three.store.ahead_marks().unwrap()[&stream], 0);
}

#[test]
fn one_that_was_away_for_long_is_told_of_what_it_lacks_alone() {
    let world = World::in_memory();
    let stream = world.stream(0);
    let mut one = world.worker(0);
    written(&world, &mut one, 1..=10);
    let mut two = newcomer(&world);
    two.sync(&world, &mut rng());
    // Two older records are gone on with, and new ones begin.
    for number in [2, 7] {
        one.premises(record(number), stream, "面馆二店");
    }
    written(&world, &mut one, 11..=20);
    let before = cursor(&two, stream);
    first_page(&world, &mut two);
    assert_eq!(cursor(&two, stream), before);
    assert_eq!(ahead(&two, stream), 12);
    for number in [2, 20] {
        assert_eq!(
            two.view(record(number)).unwrap().content,
            one.view(record(number)).unwrap().content
        );
    }
    two.sync(&world, &mut rng());
    converged(&one, &two, stream);
}

#[test]
fn who_lacks_little_or_does_not_ask_gets_the_log_alone() {
    let world = World::in_memory();
    let mut one = world.worker(0);
    written(&world, &mut one, 1..=20);
    for behind in [20, u32::MAX] {
        let mut two = newcomer(&world);
        two.config.ahead_behind = behind;
        let mut asked = false;
        let summary = two.sync_with(&world, &mut rng(), &mut |request: &SyncRequest| {
            asked |= request.ahead.is_some();
            Fault::None
        });
        assert_eq!(summary.ahead, 0);
        assert_eq!(asked, behind == 20);
        converged(&one, &two, world.stream(0));
    }
}

/// The pages of records that the relay gives a phone that says this.
fn pages(
    world: &World,
    phone: &Phone,
    cursor: Option<Cursor>,
    until: Option<u64>,
) -> Vec<RecordPage> {
    let stream = world.stream(0);
    let mark = until.map(|until| AheadMark { stream, until });
    let claim = AheadClaim {
        behind: 5,
        marks: mark.into_iter().collect(),
    };
    let mut cursors: Vec<Cursor> = cursor.into_iter().collect();
    cursors.extend(held_control(world, phone));
    let granted = BTreeSet::from([stream]);
    let asked = relay::Wanted {
        bytes: 1 << 20,
        ahead: Some(&claim),
        capabilities: Capabilities::THIS_BUILD,
    };
    let pulled = world
        .with_relay(|ctx| relay::pull(ctx, phone.device, phone.user, &cursors, &asked, &granted))
        .unwrap();
    let records = pulled
        .updates
        .into_iter()
        .filter_map(|update| match update {
            StreamUpdate::Records(page) => Some(page),
            _ => None,
        });
    records.collect()
}

fn held_control(world: &World, phone: &Phone) -> Option<Cursor> {
    let control = StreamId::control(world.tenant);
    let cursors = phone.store.cursors().unwrap();
    cursors.into_iter().find(|it| it.stream == control)
}

#[test]
fn what_the_phone_wrote_itself_does_not_come_ahead() {
    let world = World::in_memory();
    let (mut one, mut two) = (world.worker(0), newcomer(&world));
    written(&world, &mut one, 1..=20);
    let told = |phone: &Phone| {
        let mut pages = pages(&world, phone, None, None);
        assert_eq!(pages.len(), 1);
        pages.pop().unwrap().unpack().unwrap().len()
    };
    assert_eq!(told(&one), 0);
    two.sync(&world, &mut rng());
    assert_eq!(told(&two), 20);
    two.premises(record(7), world.stream(0), "面馆二店");
    two.sync(&world, &mut rng());
    assert_eq!(told(&two), 19, "nor does a record it has a part in");
}

#[test]
fn the_relay_gives_records_ahead_only_where_they_can_be_believed() {
    let world = World::in_memory();
    let (mut one, mut two) = (world.worker(0), newcomer(&world));
    written(&world, &mut one, 1..=20);
    two.sync(&world, &mut rng());
    let given = |cursor, until| !pages(&world, &two, cursor, until).is_empty();
    assert!(given(None, None));
    assert!(!given(None, Some(0)), "it wants no more");
    let cursors = two.store.cursors().unwrap();
    let whole = cursors.into_iter().find(|it| it.stream == world.stream(0));
    let mut elsewhere = whole.unwrap();
    assert!(!given(Some(elsewhere), Some(20)), "it holds all of it");
    elsewhere.seq = 3;
    assert!(!given(Some(elsewhere), Some(20)), "it holds another log");
    world.set_healing(true);
    assert!(!given(None, None), "the relay may lack some itself");
    world.set_healing(false);
    let page = pages(&world, &two, None, Some(20)).pop().unwrap();
    assert_eq!((page.after, page.until, page.next), (0, 20, 0));
}

#[test]
fn what_came_ahead_of_a_log_that_the_relay_lost_is_offered_again() {
    let mut store = None;
    let mut world = World::new(|tenant| {
        let made = Arc::new(MemoryRelayStore::new(tenant));
        store = Some(made.clone());
        made
    });
    let stream = world.stream(0);
    let (mut one, mut two) = (world.worker(0), newcomer(&world));
    written(&world, &mut one, 1..=20);
    let backup = store.unwrap().backup();
    written(&world, &mut one, 21..=30);
    first_page(&world, &mut two);
    assert_eq!(ahead(&two, stream), 30);
    // The author's phone is never seen again.
    drop(one);
    backup.open_epoch();
    world.reread(Arc::new(backup));
    assert!(world.store.record(record(30)).unwrap().is_none());
    let summary = two.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert_eq!(summary.rewound, [stream]);
    for number in 1..=30 {
        assert!(world.store.record(record(number)).unwrap().is_some());
    }
    assert_eq!((ahead(&two, stream), two.waiting()), (0, vec![]));
    two.sync(&world, &mut rng());
    let mut three = world.worker(0);
    three.sync(&world, &mut rng());
    converged(&three, &two, stream);
}

#[test]
fn what_came_ahead_of_a_log_that_went_on_otherwise_is_offered_again() {
    let mut store = None;
    let mut world = World::new(|tenant| {
        let made = Arc::new(MemoryRelayStore::new(tenant));
        store = Some(made.clone());
        made
    });
    let stream = world.stream(0);
    let (mut one, mut two) = (world.worker(0), newcomer(&world));
    let mut other = world.worker(0);
    written(&world, &mut one, 1..=20);
    let backup = store.unwrap().backup();
    written(&world, &mut one, 21..=30);
    first_page(&world, &mut two);
    drop(one);
    backup.open_epoch();
    world.reread(Arc::new(backup));
    written(&world, &mut other, 41..=50);
    let summary = two.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete);
    assert!(summary.rewound.contains(&stream));
    for number in (1..=30).chain(41..=50) {
        assert!(world.store.record(record(number)).unwrap().is_some());
    }
    assert_eq!((ahead(&two, stream), two.waiting()), (0, vec![]));
    other.sync(&world, &mut rng());
    converged(&other, &two, stream);
}
