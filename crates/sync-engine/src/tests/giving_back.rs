//! What comes back to a restored relay comes back as it was: numbers, times, control rows.

use std::sync::Arc;

use wangge_domain::StreamId;
use wangge_domain::control::ControlEvent;
use wangge_domain::people::Person;
use wangge_protocol::{Page, Refusal, RowBody, SecretKey, Verdict};

use super::lifecycle::found_and_noticed;
use super::{record, rng, submitted};
use crate::client::SyncOutcome;
use crate::relay::{self, Healed, Hearing};
use crate::store::{MemoryRelayStore, RelayStore};
use crate::testing::{Fault, World};

fn world_with_store() -> (World, Arc<MemoryRelayStore>) {
    let mut store = None;
    let world = World::new(|tenant| {
        let made = Arc::new(MemoryRelayStore::new(tenant));
        store = Some(made.clone());
        made
    });
    (world, store.unwrap())
}

fn restored(world: &mut World, backup: MemoryRelayStore) -> Arc<MemoryRelayStore> {
    backup.open_epoch();
    let backup = Arc::new(backup);
    world.reread(backup.clone());
    world.set_healing(true);
    backup
}

fn number(phone: &crate::testing::Phone, of: u8) -> Option<String> {
    phone.view(record(of)).unwrap().state.notice_number
}

#[test]
fn numbers_come_back_and_none_is_given_twice() {
    let (mut world, store) = world_with_store();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    found_and_noticed(&world, &one, 1);
    one.sync(&world, &mut rng());
    let backup = store.backup();
    for of in [2, 3] {
        world.pass(60_000);
        found_and_noticed(&world, &one, of);
        one.sync(&world, &mut rng());
    }
    let given = store.numbers();
    let log = store.rows_after(world.stream(0), 0, usize::MAX).unwrap();
    let backup = restored(&mut world, backup);
    world.pass(86_400_000);

    // Somebody who knows nothing of the lost rows wants a number first: it has to wait.
    found_and_noticed(&world, &two, 4);
    let summary = two.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Waiting, "{summary:?}");
    assert_eq!(number(&two, 4), None);

    let summary = one.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
    let rows = backup.rows_after(world.stream(0), 0, usize::MAX).unwrap();
    assert_eq!(rows, log, "places, times, decisions, numbers");
    let texts = |grants: Vec<crate::store::NumberGrant>| -> Vec<String> {
        grants.into_iter().map(|grant| grant.text).collect()
    };
    assert_eq!(texts(backup.numbers()), texts(given));
    assert!(backup.record(record(3)).unwrap().is_some());

    // Healed: numbers go on where they were.
    world.set_healing(false);
    two.sync(&world, &mut rng());
    assert_eq!(
        number(&two, 4).as_deref(),
        Some("青村消改字〔2026〕第0004号")
    );
}

#[test]
fn enrollments_come_back_before_what_they_allow() {
    let (mut world, store) = world_with_store();
    let mut old = world.worker(0);
    old.sync(&world, &mut rng());
    let backup = store.backup();
    // After the backup somebody joins and works.
    let mut new = world.worker(0);
    submitted(&world, &new, 1);
    new.sync(&world, &mut rng());
    old.sync(&world, &mut rng());
    let log = store.rows_after(world.stream(0), 0, usize::MAX).unwrap();
    let control = StreamId::control(world.tenant);
    let rows = store.rows_after(control, 0, usize::MAX).unwrap();
    let backup = restored(&mut world, backup);
    assert!(world.control_state().device(new.device, new.user).is_none());
    let summary = old.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
    assert!(world.control_state().device(new.device, new.user).is_some());
    assert_eq!(backup.rows_after(control, 0, usize::MAX).unwrap(), rows);
    assert_eq!(
        backup.rows_after(world.stream(0), 0, usize::MAX).unwrap(),
        log
    );
    let summary = new.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
}

#[test]
fn a_grant_that_was_lost_is_not_one_withdrawn() {
    let (mut world, store) = world_with_store();
    let mut old = world.worker(0);
    old.sync(&world, &mut rng());
    let backup = store.backup();
    // After the backup somebody joins and works; nobody else holds anything of it.
    let mut new = world.worker(0);
    submitted(&world, &new, 1);
    new.sync(&world, &mut rng());
    let log = store.rows_after(world.stream(0), 0, usize::MAX).unwrap();
    assert!(!log.is_empty());
    let backup = restored(&mut world, backup);
    let summary = new.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
    assert_eq!(summary.purged, [], "the grid is not let go of");
    assert_eq!(
        backup.rows_after(world.stream(0), 0, usize::MAX).unwrap(),
        log
    );
    let held = new
        .store
        .rows_after(world.stream(0), 0, usize::MAX)
        .unwrap();
    assert_eq!(held.len(), log.len());
}

#[test]
fn a_control_stream_that_went_on_takes_up_what_it_lost() {
    let (mut world, store) = world_with_store();
    let mut old = world.worker(0);
    old.sync(&world, &mut rng());
    let backup = store.backup();
    let new = world.worker(0);
    old.sync(&world, &mut rng());
    let backup = restored(&mut world, backup);
    // The administrator enters somebody before any phone was heard.
    let person = Person {
        user: wangge_domain::UserId::from_bytes([0x77; 16]),
        name: "新来的".to_owned(),
        phone: String::new(),
        organization: String::new(),
    };
    world.control(&ControlEvent::PersonSet(person.clone()));
    let summary = old.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
    let state = world.control_state();
    assert!(state.device(new.device, new.user).is_some());
    assert!(state.people.contains_key(&person.user));
    old.refold();
    assert_eq!(old.control.people.len(), state.people.len());
    let control = StreamId::control(world.tenant);
    assert_eq!(
        old.store.rows_after(control, 0, usize::MAX).unwrap(),
        backup.rows_after(control, 0, usize::MAX).unwrap()
    );
}

#[test]
fn a_log_that_went_on_keeps_time_and_number_of_what_it_lost() {
    let (mut world, store) = world_with_store();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    two.sync(&world, &mut rng());
    let backup = store.backup();
    let received = world.now();
    found_and_noticed(&world, &one, 1);
    one.sync(&world, &mut rng());
    assert!(number(&one, 1).is_some());
    let given = number(&one, 1);
    let backup = restored(&mut world, backup);
    world.pass(86_400_000);
    // The other phone writes first, something that wants no number.
    submitted(&world, &two, 9);
    let summary = two.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
    let summary = one.sync(&world, &mut rng());
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
    assert_eq!(number(&one, 1), given);
    let rows = backup.rows_after(world.stream(0), 0, usize::MAX).unwrap();
    let decided = rows.iter().find_map(|row| match &row.body {
        RowBody::Accepted { envelope, decision } if envelope.header.record == record(1) => {
            Some(decision.time.upper)
        }
        _ => None,
    });
    assert_eq!(decided, Some(received), "received when it was received");
    two.sync(&world, &mut rng());
    assert_eq!(number(&two, 1), given);
}

#[test]
fn a_revocation_in_ignorance_takes_nothing_from_what_was_accepted_before() {
    let (mut world, store) = world_with_store();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    two.sync(&world, &mut rng());
    let backup = store.backup();
    let envelope = submitted(&world, &one, 1);
    one.sync(&world, &mut rng());
    two.sync(&world, &mut rng());
    let backup = restored(&mut world, backup);
    world.pass(86_400_000);
    // Somebody revokes the phone before the relay has heard of its row again.
    world.control(&ControlEvent::DeviceRevoked {
        device: one.device,
        user: None,
        frontier: Vec::new(),
        reason: "遗失".to_owned(),
    });
    assert_eq!(
        world.push(&one, std::slice::from_ref(&envelope)),
        [Verdict::Quarantined(Refusal::Revoked)]
    );
    two.sync(&world, &mut rng());
    let place = backup.place_of(&envelope.id()).unwrap();
    assert!(matches!(place, Some((_, Ok(_)))), "{place:?}");
    assert!(backup.record(record(1)).unwrap().is_some());
    assert!(two.view(record(1)).is_some());
}

#[test]
fn a_page_of_a_strange_key_or_with_another_row_is_not_taken_back() {
    let (mut world, store) = world_with_store();
    let mut phone = world.worker(0);
    let backup = store.backup();
    submitted(&world, &phone, 1);
    submitted(&world, &phone, 2);
    phone.sync(&world, &mut rng());
    let stream = world.stream(0);
    let rows = store.rows_after(stream, 0, usize::MAX).unwrap();
    let backup = restored(&mut world, backup);
    let proofs = phone.store.page_proofs(stream, 0).unwrap();
    let proof = proofs.last().unwrap();
    let heals = |page: &Page| {
        world
            .turn(|ctx| relay::heal(ctx, page, &|key| *key == world.service_key.public()))
            .unwrap()
    };
    let stranger = SecretKey::from_seed([9; 32]);
    let sign = |message: &[u8]| stranger.sign(message);
    let forged = Page::pack(stream, &rows, |_| false, stranger.public(), sign).unwrap();
    assert_eq!(heals(&forged), Healed::default());
    // The true signature over something else.
    let mut other = Page::again(&rows, proof).unwrap();
    other.rows.swap(0, 1);
    assert_eq!(heals(&other), Healed::default());
    let mut fewer = Page::again(&rows, proof).unwrap();
    fewer.rows.pop();
    assert_eq!(heals(&fewer), Healed::default());
    assert_eq!(backup.head(stream).unwrap(), None);
    let honest = Page::again(&rows, proof).unwrap();
    assert_eq!(heals(&honest).restored, 2);
    assert_eq!(heals(&honest), Healed::default(), "twice equals once");
}

#[test]
fn a_phone_that_looks_for_the_fork_still_owes_what_lies_beyond() {
    let (mut world, store) = world_with_store();
    let (mut one, mut two) = (world.worker(0), world.worker(0));
    for of in 1..=4 {
        submitted(&world, &one, of);
    }
    one.sync(&world, &mut rng());
    two.sync(&world, &mut rng());
    let backup = store.backup();
    found_and_noticed(&world, &one, 5);
    one.sync(&world, &mut rng());
    let given = number(&one, 5);
    assert!(given.is_some());
    restored(&mut world, backup);
    // The log goes on without the notice, so that the phone has to look for where they part.
    submitted(&world, &two, 9);
    two.sync(&world, &mut rng());
    let (device, user) = (one.device, one.user);
    let mut heard = Vec::new();
    let summary = one.sync_with(&world, &mut rng(), &mut |request| {
        // Asking changes nothing: what the relay will hear of it can be told beforehand.
        if request.want_bytes > 0 && request.heal.is_empty() && request.push.is_none() {
            let answer = world.exchange(device, user, request).unwrap();
            heard.push(relay::hearing(&answer));
        }
        Fault::None
    });
    assert_eq!(summary.outcome, SyncOutcome::Complete, "{summary:?}");
    let owes = heard.iter().position(|it| *it == Hearing::Owes).unwrap();
    assert_eq!(heard[owes + 1], Hearing::Follows, "an earlier place");
    assert_eq!(heard.last(), Some(&Hearing::Level), "{heard:?}");
    assert_eq!(number(&one, 5), given);
}
