//! What is offered is what is possible: over random walks, every action offered takes effect when
//! well formed, and none that is not offered does.

use super::kit::{
    KINDS, PACK, Relay, act, at, facts, fire, officer, person, police, refusal, second_officer,
    second_worker, system, well_formed, worker,
};
use crate::Timestamp;
use crate::lifecycle::{
    Actor, Event, LifecycleTables, RecordState, TimeBounds, allowed_actions, judge,
};
use crate::people::Role;
use crate::record::RecordKind;

fn cast() -> Vec<Actor> {
    let mut uncertified = worker();
    uncertified.certified = false;
    vec![
        worker(),
        second_worker(),
        officer(),
        second_officer(),
        police(),
        fire(),
        system(),
        uncertified,
        person(8, &[Role::VillageAdmin]),
        person(9, &[Role::EnterpriseSafetyOfficer]),
        person(10, &[Role::Auditor]),
    ]
}

/// A small generator, so that a failing walk repeats.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }
}

fn compare(relay: &Relay, actor: &Actor, now: Timestamp, fresh: u64) -> Vec<String> {
    let tables = LifecycleTables::standard();
    let state: &RecordState = &relay.state;
    let offered: Vec<String> =
        allowed_actions(&relay.pack, tables, state, actor, &relay.facts, now)
            .into_iter()
            .map(|action| action.0)
            .collect();
    for name in Event::NAMES {
        let event = well_formed(name, state, fresh);
        let act = act(
            event,
            actor,
            TimeBounds::exactly(now),
            relay.rows.len() as u64,
        );
        let ruling = judge(&relay.pack, tables, state, &act, &relay.facts);
        // In whose name is a matter of what the act says, not of whether it may be done; who is
        // answerable is named with the closing of what was put right on the spot.
        let said = ["applied", "issuer_not_yours", "responsible_missing"];
        let applied = said.contains(&refusal(&ruling.effect));
        assert_eq!(
            offered.iter().any(|one| one == name),
            applied,
            "{name} on a {} that is {} by {:?}: {:?}",
            state.kind,
            state.status,
            actor.grants.first().map(|grant| grant.role),
            ruling.effect
        );
    }
    offered
}

#[test]
fn offers_and_rulings_agree_on_random_walks() {
    let actors = cast();
    let mut reached = std::collections::BTreeSet::new();
    for seed in 0..240_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let kind = KINDS[(seed % 8).min(3) as usize].clone();
        let mut relay = Relay::new(kind);
        let mut now = at("2026-09-07 08:00");
        for step in 0..26_u64 {
            now = now.plus_ms(3_600_000 * [1, 5, 90, 400][dice.roll(4)]);
            relay.facts.photos_missing = u32::from(dice.roll(6) == 0);
            relay.facts.conflicts_open = u32::from(dice.roll(6) == 0);
            let fresh = seed * 1000 + step + 2;
            let mut offers = Vec::new();
            for actor in &actors {
                for name in compare(&relay, actor, now, fresh) {
                    // Ends come soon enough by themselves.
                    if !matches!(name.as_str(), "withdrawn" | "voided") || dice.roll(4) == 0 {
                        offers.push((name, actor));
                    }
                }
            }
            if offers.is_empty() {
                break;
            }
            // What was not done yet goes first, so that walks get far.
            let done = |name: &str| relay.state.history.iter().any(|entry| entry.event == name);
            let fresh_offers: Vec<_> = offers
                .iter()
                .filter(|(name, _)| !done(name))
                .cloned()
                .collect();
            if !fresh_offers.is_empty() && dice.roll(4) > 0 {
                offers = fresh_offers;
            }
            let (name, actor) = &offers[dice.roll(offers.len())];
            let mut event = well_formed(name, &relay.state, fresh);
            if let Event::Found {
                suspected_major,
                life_threat,
                ..
            } = &mut event
            {
                *suspected_major = dice.roll(5) == 0;
                *life_threat = dice.roll(5) == 0;
            }
            // Some phones were offline for a day.
            let offline = [0, 0, 86_400_000][dice.roll(3)];
            let time = TimeBounds {
                lower: now.plus_ms(-offline),
                upper: now,
                claimed: now,
                clock_flagged: false,
            };
            relay.receive(act(event, actor, time, relay.rows.len() as u64));
            reached.insert((relay.state.kind.clone(), relay.state.status.clone()));
        }
    }
    for kind in KINDS {
        for state in &LifecycleTables::standard().of(&kind).unwrap().states {
            let there = reached.contains(&(kind.clone(), state.id.clone()));
            let start = state.id.as_str() == "draft";
            // The builder of events never merges nor tears down.
            let rare = matches!(state.id.as_str(), "merged" | "demolished");
            assert!(
                there || start || rare,
                "no walk came to a {kind} that is {}",
                state.id
            );
        }
    }
}

#[test]
fn a_read_only_or_unknown_record_offers_nothing() {
    let mut relay = Relay::served();
    let tables = LifecycleTables::standard();
    let offer = |state: &RecordState| {
        allowed_actions(
            &PACK,
            tables,
            state,
            &officer(),
            &facts(),
            at("2026-09-10 10:00"),
        )
        .len()
    };
    assert!(offer(&relay.state) > 0);
    relay.state.read_only = true;
    assert_eq!(offer(&relay.state), 0);
    assert_eq!(
        offer(&RecordState::new(RecordKind::Other("drill".to_owned()))),
        0
    );
}

#[test]
fn offers_change_with_the_deadline() {
    let relay = Relay::served();
    let may = |when: &str, name: &str| {
        let tables = LifecycleTables::standard();
        let actions = allowed_actions(&PACK, tables, &relay.state, &worker(), &facts(), at(when));
        actions.iter().any(|action| action.0 == name)
    };
    assert!(may("2026-09-22 23:59", "extension_requested"));
    assert!(!may("2026-09-23 00:00", "extension_requested"));
    assert!(may("2026-09-23 00:00", "feedback"));
}
