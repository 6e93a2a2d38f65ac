//! What papers say of other records: as it was when they were made.

use wangge_domain::lifecycle::RecordState;
use wangge_domain::record::RecordKind;
use wangge_protocol::Row;

use super::lifecycle::found_and_noticed;
use super::{record, rng};
use crate::MadeAt;
use crate::testing::{Phone, World};

fn rows(phone: &Phone, number: u8) -> Vec<Row> {
    phone.ctx().store.rows_of(record(number)).unwrap()
}

fn state(phone: &Phone, number: u8) -> RecordState {
    phone.view(record(number)).unwrap().state
}

fn rename(world: &World, phone: &Phone, name: &str) {
    phone.premises(record(1), world.stream(0), name);
    phone.submit(record(1)).unwrap();
}

#[test]
fn a_premises_is_called_what_it_was_called_when_the_notice_was_issued() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    rename(&world, &phone, "旧名");
    found_and_noticed(&world, &phone, 2);
    let made_at = |phone: &Phone| MadeAt::of(&state(phone, 2), &rows(phone, 2), MadeAt::NOTICE);
    assert_eq!(made_at(&phone), None, "it is not in the log yet");
    phone.sync(&world, &mut rng());
    let issued = made_at(&phone).unwrap();
    rename(&world, &phone, "新名");
    phone.sync(&world, &mut rng());
    rename(&world, &phone, "更新的名");
    phone.sync(&world, &mut rng());
    assert_eq!(made_at(&phone), Some(issued));

    let all = rows(&phone, 1);
    assert_eq!(all.len(), 3);
    let then = issued.content(&all).unwrap();
    assert_eq!(then.text("name"), Some("旧名"));
    let now = phone.view(record(1)).unwrap().content;
    assert_eq!(now.text("name"), Some("更新的名"));
    // A paper of later says what was known by then.
    found_and_noticed(&world, &phone, 3);
    phone.sync(&world, &mut rng());
    let later = MadeAt::of(&state(&phone, 3), &rows(&phone, 3), MadeAt::NOTICE).unwrap();
    assert_eq!(later.content(&all).as_ref(), Some(&now));
    // What a change builds on is not here: nobody can tell what was said.
    assert_eq!(later.content(&all[1..]), None);
    assert_eq!(issued.content(&all[1..]), None);
    assert_eq!(later.content(&[]), None);
}

#[test]
fn where_a_hazard_stood_is_told_by_the_rows_up_to_then() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    found_and_noticed(&world, &phone, 2);
    phone.sync(&world, &mut rng());
    found_and_noticed(&world, &phone, 3);
    phone.sync(&world, &mut rng());
    let at = |number| {
        let made = MadeAt::of(
            &state(&phone, number),
            &rows(&phone, number),
            MadeAt::NOTICE,
        );
        made.unwrap()
    };
    let (first, second) = (at(2), at(3));
    assert!(first < second);
    let kind = RecordKind::Rectification;
    let control = world.control_state();
    let then = second.state(&kind, &rows(&phone, 2), &control).unwrap();
    assert_eq!(then.due, state(&phone, 2).due);
    assert_eq!(
        first.state(&kind, &rows(&phone, 3), &control),
        None,
        "it was not found yet"
    );
    // Other acts than those asked for make no paper.
    let none = MadeAt::of(&state(&phone, 2), &rows(&phone, 2), MadeAt::RECHECK);
    assert_eq!(none, None);
}
