//! A provisional number binds to one paper, whichever record states it (S4-06).

use std::sync::Arc;

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::lifecycle::{Effect, Event, Responsible};
use wangge_domain::numbering::ProvisionalNumber;
use wangge_domain::record::RecordKind;
use wangge_protocol::RowBody;

use super::{record, rng};
use crate::client::{self, EventPlan};
use crate::store::{MemoryRelayStore, VoidCause};
use crate::testing::{Phone, World};

/// A hazard found on a phone, and then a notice under this number.
fn noticed(world: &World, phone: &Phone, hazard: u8, number: &'static str) {
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
    let notice = EventPlan::WithVersion(Box::new(move |version| Event::NoticeIssued {
        version,
        provisional_number: number.to_owned(),
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
    client::seal(&phone.ctx(), record(hazard), vec![found], Vec::new()).unwrap();
    client::seal(&phone.ctx(), record(hazard), vec![notice], Vec::new()).unwrap();
}

/// What the rules said of every notice in the log, by record.
fn said(world: &World) -> Vec<(u8, String)> {
    let rows = world
        .store
        .rows_after(world.stream(0), 0, usize::MAX)
        .unwrap();
    let notices = rows.iter().filter_map(|row| match &row.body {
        RowBody::Accepted { envelope, decision } => {
            let event = envelope.ops.iter().find_map(|op| op.as_event()?.ok())?;
            (event.name() == "notice_issued").then_some((envelope, decision))
        }
        RowBody::Stub(_) => None,
    });
    notices
        .map(|(envelope, decision)| {
            let effect = match &decision.outcomes[0].effect {
                Effect::Applied => "applied".to_owned(),
                Effect::NoEffect(reason) => format!("{} {}", reason.code, reason.rule),
            };
            (envelope.header.record.as_bytes()[0], effect)
        })
        .collect()
}

#[test]
fn a_number_stands_on_one_record_alone() {
    let store = Arc::new(MemoryRelayStore::new(World::in_memory().tenant));
    let kept = store.clone();
    let world = World::new(move |_| kept);
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    noticed(&world, &phone, 1, "暂-T-1");
    noticed(&world, &phone, 2, "暂-T-1");
    noticed(&world, &phone, 3, "暂-T-3");
    // In one push: the second is judged by what the first has done in the same turn.
    phone.sync(&world, &mut rng());
    noticed(&world, &phone, 4, "暂-T-3");
    phone.sync(&world, &mut rng());
    let used = || "number_used S4-06".to_owned();
    let applied = || "applied".to_owned();
    assert_eq!(
        said(&world),
        [(1, applied()), (2, used()), (3, applied()), (4, used())]
    );
    let held = store.provisional();
    let bound: Vec<_> = held
        .iter()
        .map(|it| (it.text.as_str(), it.record, it.void.is_none()))
        .collect();
    assert_eq!(
        bound,
        [("暂-T-1", record(1), true), ("暂-T-3", record(3), true)]
    );
    assert_eq!(store.numbers().len(), 2, "no final number is spent on it");
}

#[test]
fn a_refused_number_is_void_and_not_used_again() {
    let store = Arc::new(MemoryRelayStore::new(World::in_memory().tenant));
    let kept = store.clone();
    let world = World::new(move |_| kept);
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    noticed(&world, &one, 1, "暂-T-1");
    one.sync(&world, &mut rng());
    // Both issue another notice for the same hazard without a word of each other.
    two.sync(&world, &mut rng());
    noticed(&world, &two, 1, "暂-T-2");
    two.sync(&world, &mut rng());
    let held = store.provisional();
    assert_eq!(held.len(), 2);
    assert!(matches!(&held[1].void, Some(VoidCause::NoEffect(_))));
    assert_eq!(held[1].record, record(1));
    noticed(&world, &two, 5, "暂-T-2");
    two.sync(&world, &mut rng());
    assert_eq!(
        said(&world).last(),
        Some(&(5, "number_used S4-06".to_owned()))
    );
    assert_eq!(store.provisional(), held, "the first one stays");
}

#[test]
fn the_number_of_an_acts_own_paper_is_nobodys_to_state_and_is_not_bound() {
    let store = Arc::new(MemoryRelayStore::new(World::in_memory().tenant));
    let kept = store.clone();
    let world = World::new(move |_| kept);
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    noticed(&world, &phone, 1, "暂-复-12345678");
    phone.sync(&world, &mut rng());
    assert_eq!(
        said(&world),
        [(1, "number_not_own S4-06".to_owned())],
        "it follows from the act of an opinion"
    );
    assert!(store.provisional().is_empty(), "the opinion keeps it");
}

#[test]
fn the_number_of_an_opinion_whose_act_came_to_nothing_is_void() {
    let store = Arc::new(MemoryRelayStore::new(World::in_memory().tenant));
    let kept = store.clone();
    let world = World::new(move |_| kept);
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    noticed(&world, &phone, 1, "暂-T-1");
    // Nothing is rechecked before the owner says that it is done, nor by a grid worker.
    let failed = EventPlan::Ready(Event::RecheckFailed {
        reason: "仍未清理".to_owned(),
        photos: Vec::new(),
        with: Vec::new(),
    });
    client::seal(&phone.ctx(), record(1), vec![failed], Vec::new()).unwrap();
    phone.sync(&world, &mut rng());
    let held = store.provisional();
    let opinions = held.iter().filter(|it| it.text.starts_with("暂-复-"));
    let opinions: Vec<_> = opinions.collect();
    assert_eq!(opinions.len(), 1, "a phone may have printed it: {held:?}");
    assert_eq!(opinions[0].record, record(1));
    assert!(matches!(opinions[0].void, Some(VoidCause::NoEffect(_))));
    let derived = ProvisionalNumber::of_act("复", &opinions[0].envelope);
    assert_eq!(opinions[0].text, derived.to_string());
    assert_eq!(held.len(), 2, "and that of the notice, in force");
}
