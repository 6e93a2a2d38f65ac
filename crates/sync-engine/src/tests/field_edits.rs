//! Who wrote what anew in a record, by the signed changes of its log.

use wangge_domain::hazard::keys;
use wangge_domain::lifecycle::{FieldEdit, FrozenSince};
use wangge_domain::record::{RecordKind, Scalar};

use super::lifecycle::found_and_noticed;
use super::{record, rng};
use crate::client;
use crate::field_edits;
use crate::testing::{Phone, World};

/// Writes a field of a hazard as a program does that asks nobody, and seals it.
fn write(world: &World, phone: &Phone, key: &str, value: &str) {
    let kind = RecordKind::Rectification;
    phone
        .edit(record(2), &kind, world.stream(0), &[(key, value.into())])
        .unwrap();
    client::seal(&phone.ctx(), record(2), Vec::new(), Vec::new()).unwrap();
}

/// The field, what stood there, what stands there, since when it stood fast.
type Said<'a> = (&'a str, Vec<Scalar>, Scalar, Option<FrozenSince>);

fn said(edit: &FieldEdit) -> Said<'_> {
    let (before, after) = (edit.before.clone(), edit.after.clone());
    (&edit.key, before, after, edit.late)
}

#[test]
fn what_was_written_anew_is_told_with_what_stood_there_and_what_came_too_late() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    found_and_noticed(&world, &phone, 2);
    let known = |phone: &Phone| client::edits_of(&phone.ctx(), record(2)).unwrap().unwrap();
    assert_eq!(known(&phone), [], "a draft was written, and registered");
    phone.sync(&world, &mut rng());
    assert_eq!(known(&phone), [], "as it was registered");

    write(&world, &phone, keys::DESCRIPTION, "疏散通道堆物");
    write(&world, &phone, keys::REMARK, "已口头告知");
    let pending = known(&phone);
    let all: [Said<'_>; 2] = [
        (
            keys::DESCRIPTION,
            vec!["疏散通道堵塞".into()],
            "疏散通道堆物".into(),
            Some(FrozenSince::Notice),
        ),
        (keys::REMARK, vec![], "已口头告知".into(), None),
    ];
    assert_eq!(pending.iter().map(said).collect::<Vec<Said<'_>>>(), all);
    assert!(pending.iter().all(|edit| edit.seq.is_none()));
    phone.sync(&world, &mut rng());

    // The same on the phone as by the rows of the log alone.
    let rows = phone.store.rows_of(record(2)).unwrap();
    let kind = RecordKind::Rectification;
    let logged = field_edits(&kind, &rows, &world.control_state());
    assert_eq!(known(&phone), logged);
    assert_eq!(logged.iter().map(said).collect::<Vec<Said<'_>>>(), all);
    for edit in &logged {
        assert_eq!((edit.user, edit.device), (phone.user, phone.device));
        assert!(edit.seq.is_some() && edit.time.lower <= edit.received_at);
    }
    // What is not here any more is not told, and nothing is made up.
    let last = field_edits(&kind, &rows[1..], &world.control_state());
    assert!(last.is_empty(), "nobody can tell that it was registered");
    assert_eq!(client::edits_of(&phone.ctx(), record(9)).unwrap(), None);
}

#[test]
fn a_premises_tells_what_it_was_called() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    for name in ["旧名", "新名"] {
        phone.premises(record(1), world.stream(0), name);
        phone.submit(record(1)).unwrap();
        phone.sync(&world, &mut rng());
    }
    let edits = client::edits_of(&phone.ctx(), record(1)).unwrap().unwrap();
    let all: Vec<Said<'_>> = edits.iter().map(said).collect();
    let renamed: Said<'_> = ("name", vec!["旧名".into()], "新名".into(), None);
    assert_eq!(all, [renamed]);
}
