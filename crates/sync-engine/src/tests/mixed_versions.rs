//! Apps of several generations beside each other: what each is given by what it says of itself, and
//! what goes through one that cannot read it.

use std::collections::BTreeSet;
use std::sync::Arc;

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::lifecycle::{Event, Responsible};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{RecordId, StreamId};
use wangge_protocol::{AheadClaim, Capabilities, RowBody, StreamUpdate};

use super::lifecycle::found_and_noticed;
use super::{points, record, rng};
use crate::client::{self, EngineError, EventPlan, SyncOutcome};
use crate::relay::{self, Wanted};
use crate::store::{MemoryRelayStore, RelayStore};
use crate::testing::{OlderBuild, Phone, World};

/// An act that the older app cannot read.
const LATER: &[&str] = &["urged"];

/// A kind of record that no app of today knows.
fn later_kind() -> RecordKind {
    RecordKind::Other("drone_flight".to_owned())
}

/// What an app of this generation says that has none of the capabilities.
fn bare(generation: u8) -> Capabilities {
    Capabilities(u32::from_be_bytes([generation, 0, 0, 0]))
}

fn rows(phone: &Phone, stream: StreamId) -> usize {
    let held = phone.store.rows_after(stream, 0, usize::MAX);
    held.unwrap().len()
}

/// A hazard with a notice under a number that the device of the second who was enrolled gives: that it
/// is another's stands among the facts of the decision, which apps before the third generation do not
/// know.
fn noticed_under_a_foreign_number(world: &World, phone: &Phone, hazard: u8) {
    let edits = [
        ("description", "疏散通道堵塞".into()),
        ("severity", "general".into()),
    ];
    let kind = RecordKind::Rectification;
    phone
        .edit(record(hazard), &kind, world.stream(0), &edits)
        .unwrap();
    let found = EventPlan::WithVersion(Box::new(|version| Event::Found {
        version,
        suspected_major: false,
        life_threat: false,
    }));
    let notice = EventPlan::WithVersion(Box::new(|version| Event::NoticeIssued {
        version,
        provisional_number: "暂-K2-1".to_owned(),
        issuer: "village".to_owned(),
        deadline: DeadlineSpec::Days {
            days: 7,
            calendar: DayKind::Natural,
        },
        responsible: Responsible {
            unit: "面馆".to_owned(),
            leader: "李".to_owned(),
            person: "王".to_owned(),
            phone: String::new(),
        },
    }));
    let plans = vec![found, notice];
    client::seal(&phone.ctx(), record(hazard), plans, Vec::new()).unwrap();
}

/// A world with a worker of each grid, who have written, and an officer of both. The second of three
/// rows of the first grid is for apps of the third generation alone.
fn with_a_later_row() -> (World, Phone) {
    let world = World::in_memory();
    let (mut worker, officer) = (world.worker(0), world.officer());
    worker.sync(&world, &mut rng());
    worker.premises(record(1), world.stream(0), "甲");
    client::seal(&worker.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    noticed_under_a_foreign_number(&world, &worker, 2);
    worker.premises(record(3), world.stream(0), "丙");
    client::seal(&worker.ctx(), record(3), Vec::new(), Vec::new()).unwrap();
    worker.sync(&world, &mut rng());
    let mut neighbour = world.worker(1);
    neighbour.premises(record(4), world.stream(1), "丁");
    neighbour.sync(&world, &mut rng());
    let log = world.store.rows_after(world.stream(0), 0, usize::MAX);
    let log = log.unwrap();
    let generations: Vec<u8> = log.iter().map(|row| row.body.generation()).collect();
    assert_eq!(generations, [0, 3, 0]);
    (world, officer)
}

#[test]
fn a_log_ends_for_an_older_app_before_what_it_cannot_work_out() {
    let (world, mut officer) = with_a_later_row();
    officer.says = bare(2);
    for received in [true, false] {
        let summary = officer.sync(&world, &mut rng());
        assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
        assert_eq!(summary.received > 0, received);
    }
    assert_eq!(rows(&officer, world.stream(0)), 1, "as far as it can");
    assert_eq!(rows(&officer, world.stream(1)), 1, "and all of the other");
    // What it writes is taken, there too.
    officer.premises(record(5), world.stream(0), "戊");
    assert_eq!(officer.sync(&world, &mut rng()).accepted, 1);
    // Brought up to date, it goes on where it stood.
    officer.says = Capabilities::THIS_BUILD;
    let summary = officer.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
    assert_eq!(rows(&officer, world.stream(0)), 4);
    assert_eq!(officer.waiting(), []);
}

#[test]
fn what_an_older_app_cannot_work_out_comes_neither_ahead_nor_by_hand() {
    let (world, officer) = with_a_later_row();
    let stream = world.stream(0);
    let granted = BTreeSet::from([stream]);
    let claim = AheadClaim {
        behind: 1,
        marks: Vec::new(),
    };
    let ahead = |generation| -> BTreeSet<RecordId> {
        let wanted = Wanted {
            bytes: 1 << 20,
            ahead: Some(&claim),
            capabilities: Capabilities(Capabilities::ALL.0 | bare(generation).0),
        };
        let (device, user) = (officer.device, officer.user);
        let pulled = world
            .with_relay(|ctx| relay::pull(ctx, device, user, &[], &wanted, &granted))
            .unwrap();
        let pages = pulled
            .updates
            .into_iter()
            .filter_map(|update| match update {
                StreamUpdate::Records(page) => Some(page.unpack().unwrap()),
                _ => None,
            });
        let rows = pages.flatten().filter_map(|row| match row.body {
            RowBody::Accepted { envelope, .. } => Some(envelope.header.record),
            RowBody::Stub(_) => None,
        });
        rows.collect()
    };
    assert_eq!(ahead(2), BTreeSet::from([record(1), record(3)]));
    assert_eq!(ahead(3), (1..=3).map(record).collect());
    let by_hand = |generation| -> usize {
        let (device, user) = (officer.device, officer.user);
        let can = bare(generation);
        let news = world
            .with_relay(|ctx| relay::carried_news(ctx, device, user, &[], &[], 1 << 20, can))
            .unwrap();
        let updates = news.exchanges.into_iter().flat_map(|it| it.streams);
        let pages = updates.filter_map(|update| match update {
            StreamUpdate::Page(page) if page.stream == stream => Some(page.rows.len()),
            _ => None,
        });
        pages.sum()
    };
    assert_eq!((by_hand(2), by_hand(3)), (1, 3));
}

#[test]
fn fewer_bits_and_unknown_bits_make_no_other_exchange() {
    let masks = [
        bare(Capabilities::GENERATION),
        Capabilities::THIS_BUILD,
        // Of a generation to come, with every bit there can be.
        Capabilities(u32::MAX),
    ];
    let told = masks.map(|says| {
        let (world, mut officer) = with_a_later_row();
        officer.says = says;
        officer.premises(record(5), world.stream(0), "戊");
        let first = officer.sync(&world, &mut rng());
        let second = officer.sync(&world, &mut rng());
        let held = officer.store.rows_after(world.stream(0), 0, usize::MAX);
        (first, second, points(&held.unwrap()))
    });
    assert_eq!(told[0], told[1]);
    assert_eq!(told[2], told[1]);
    assert_eq!(told[1].2.len(), 4);
}

#[test]
fn what_an_older_app_cannot_read_goes_through_it_word_for_word() {
    let mut store = None;
    let mut world = World::new(|tenant| {
        let made = Arc::new(MemoryRelayStore::new(tenant));
        store = Some(made.clone());
        made
    });
    let store = store.expect("the store was just made");
    let (mut newer, mut older) = (world.worker(0), world.worker(0));
    older.says = bare(Capabilities::GENERATION);
    newer.sync(&world, &mut rng());
    older.sync(&world, &mut rng());
    let backup = store.backup();
    // An act, a key and a kind of a later version.
    found_and_noticed(&world, &newer, 1);
    let urge = EventPlan::Ready(Event::Urged { days: 3 });
    client::seal(&newer.ctx(), record(1), vec![urge], Vec::new()).unwrap();
    let (premises, stream) = (RecordKind::Premises, world.stream(0));
    let edits = [("name", "面馆".into()), ("of_2030", "三".into())];
    newer.edit(record(2), &premises, stream, &edits).unwrap();
    let edits = [("height", Scalar::from(30_i64))];
    newer
        .edit(record(3), &later_kind(), stream, &edits)
        .unwrap();
    newer.sync(&world, &mut rng());
    let build = OlderBuild::begin(LATER);
    older.sync(&world, &mut rng());
    // It writes beside a key that it has never heard of, and leaves it alone.
    older.premises(record(2), stream, "面馆二店");
    older.sync(&world, &mut rng());
    let log = store.rows_after(stream, 0, usize::MAX).unwrap();
    assert_eq!(rows(&older, stream), log.len());
    // The relay loses all of it, and the older app alone is left to give it back.
    backup.open_epoch();
    let backup = Arc::new(backup);
    world.reread(backup.clone());
    let summary = older.sync(&world, &mut rng());
    assert_eq!(summary.healed, [stream], "{summary:?}");
    drop(build);
    let back = backup.rows_after(stream, 0, usize::MAX).unwrap();
    assert_eq!(points(&back[..log.len()]), points(&log));
    // Whoever can read it finds everything.
    let mut fresh = world.worker(0);
    fresh.sync(&world, &mut rng());
    let view = |number| fresh.view(record(number)).unwrap();
    assert!(!view(1).state.read_only);
    assert_eq!(view(1).state.history.last().unwrap().event, "urged");
    let content = view(2).content;
    assert_eq!(content.text("name"), Some("面馆二店"));
    assert_eq!(content.text("of_2030"), Some("三"));
    assert_eq!(view(3).kind, later_kind());
    let height = view(3).content.fields.get("height").cloned();
    assert_eq!(height, Some(Scalar::from(30_i64)));
}

#[test]
fn a_record_of_a_later_kind_is_shown_and_not_written() {
    let world = World::in_memory();
    let (mut newer, mut older) = (world.worker(0), world.worker(0));
    let (kind, stream) = (later_kind(), world.stream(0));
    let height = |metres: i64| [("height", Scalar::from(metres))];
    newer.edit(record(3), &kind, stream, &height(30)).unwrap();
    newer.sync(&world, &mut rng());
    older.sync(&world, &mut rng());
    let refused = older.edit(record(3), &kind, stream, &height(40));
    assert!(matches!(refused, Err(EngineError::ReadOnly(it)) if it == record(3)));
    assert!(older.store.draft(record(3)).unwrap().is_none());
    let shown = older.view(record(3)).unwrap().content;
    assert_eq!(shown.fields.get("height"), Some(&Scalar::from(30_i64)));
    assert_eq!(
        older.sync(&world, &mut rng()).outcome,
        SyncOutcome::Complete
    );
}
