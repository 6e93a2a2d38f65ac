//! Photos after the work whose file is that of an earlier photo: by what a phone holds, and by what
//! the relay does, which has the photos of all.

use wangge_domain::inspection::photo_keys;
use wangge_domain::lifecycle::{Effect, Event, RecordState, Status};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, StreamId};
use wangge_protocol::BlobHashes;

use super::jobs::served;
use super::{record, rng};
use crate::client::{self, EventPlan};
use crate::fold_rows;
use crate::testing::{Phone, World};

const HERE: u8 = 90;
const ELSEWHERE: u8 = 91;

/// A picture by the byte its hash is made of.
struct Shot {
    number: u8,
    target: u8,
    premises: u8,
    stage: &'static str,
    file: u8,
}

/// Attaches it; `says` is the hash that its record names, which only the signed header has to.
fn attach(phone: &Phone, stream: StreamId, shot: &Shot, says: u8) {
    let hash = Digest([says; 32]).to_string();
    let edits: [(&str, Scalar); 5] = [
        (photo_keys::TARGET, record(shot.target).to_string().into()),
        (
            photo_keys::PREMISES,
            record(shot.premises).to_string().into(),
        ),
        (photo_keys::STAGE, shot.stage.into()),
        (photo_keys::TAKEN_AT_MS, phone.now.wall_ms.into()),
        (photo_keys::ORIGINAL, hash.into()),
    ];
    let photo = record(shot.number);
    phone
        .edit(photo, &RecordKind::Photo, stream, &edits)
        .unwrap();
    let plan = EventPlan::WithVersion(Box::new(|version| Event::Submitted {
        version,
        correction: None,
    }));
    let blobs = BlobHashes {
        original: Digest([shot.file; 32]),
        view: Digest([0xee; 32]),
        thumbnail: Digest([0xef; 32]),
    };
    client::seal(&phone.ctx(), photo, vec![plan], vec![blobs]).unwrap();
}

fn feedback(phone: &Phone, photo: u8) {
    let feedback = Event::Feedback {
        note: "已清理".to_owned(),
        photos: vec![record(photo)],
        on_behalf: true,
    };
    let plans = vec![EventPlan::Ready(feedback)];
    client::seal(&phone.ctx(), record(1), plans, Vec::new()).unwrap();
}

/// How the hazard stands at the relay.
fn at_relay(world: &World) -> RecordState {
    let rows = world.store.event_rows_of(record(1)).unwrap();
    fold_rows(&RecordKind::Rectification, &rows, &world.control_state())
}

/// Status, and why the last act has no effect.
fn last(state: &RecordState) -> (Status, &str, &str) {
    let reason = match &state.history.last().unwrap().effect {
        Effect::NoEffect(reason) => (reason.code.as_str(), reason.detail.as_str()),
        Effect::Applied => ("", ""),
    };
    (state.status.clone(), reason.0, reason.1)
}

/// A phone with a hazard whose notice was served, and a photo of how it was found.
fn served_hazard(world: &World) -> Phone {
    let mut phone = world.worker(0);
    phone.sync(world, &mut rng());
    let premises = [("premises", record(HERE).to_string().into())];
    let kind = RecordKind::Rectification;
    phone
        .edit(record(1), &kind, world.stream(0), &premises)
        .unwrap();
    let found = Shot {
        number: 20,
        target: 1,
        premises: HERE,
        stage: "found",
        file: 0x11,
    };
    attach(&phone, world.stream(0), &found, 0x11);
    served(world, &mut phone);
    phone.pass(60_000);
    world.pass(60_000);
    phone
}

fn after(number: u8, file: u8) -> Shot {
    Shot {
        number,
        target: 1,
        premises: HERE,
        stage: "after",
        file,
    }
}

#[test]
fn the_file_that_showed_the_hazard_shows_no_work_on_it() {
    let world = World::in_memory();
    let mut phone = served_hazard(&world);
    attach(&phone, world.stream(0), &after(21, 0x11), 0x11);
    feedback(&phone, 21);
    let known = phone.view(record(1)).unwrap().state;
    let (status, code, detail) = last(&known);
    assert_eq!((status, code), (Status::Served, "photo_same_file"));
    assert!(detail.contains("与检查时、整改前的照片相同"), "{detail}");
    phone.sync(&world, &mut rng());
    let state = at_relay(&world);
    let (status, code, _) = last(&state);
    assert_eq!((status, code), (Status::Served, "photo_same_file"));

    // A program of one's own names another hash in its record: the signed header tells.
    attach(&phone, world.stream(0), &after(22, 0x11), 0x77);
    feedback(&phone, 22);
    phone.sync(&world, &mut rng());
    let state = at_relay(&world);
    assert_eq!(last(&state).1, "photo_same_file");

    // A picture of its own does.
    attach(&phone, world.stream(0), &after(23, 0x23), 0x23);
    feedback(&phone, 23);
    phone.sync(&world, &mut rng());
    assert_eq!(last(&at_relay(&world)), (Status::Rechecking, "", ""));
}

#[test]
fn a_file_of_other_premises_is_known_to_the_relay_and_what_was_decided_stays() {
    let world = World::in_memory();
    let mut phone = served_hazard(&world);
    let mut other = world.worker(1);
    other.sync(&world, &mut rng());
    let elsewhere = |number, file| Shot {
        number,
        target: ELSEWHERE,
        premises: ELSEWHERE,
        stage: "after",
        file,
    };
    attach(&other, world.stream(1), &elsewhere(30, 0x33), 0x33);
    other.sync(&world, &mut rng());
    phone.pass(60_000);
    world.pass(60_000);
    // Not to this phone, which holds no photo of the other grid.
    attach(&phone, world.stream(0), &after(24, 0x33), 0x33);
    feedback(&phone, 24);
    let known = phone.view(record(1)).unwrap().state;
    assert_eq!(last(&known).0, Status::Rechecking);
    phone.sync(&world, &mut rng());
    let state = at_relay(&world);
    let (status, code, detail) = last(&state);
    assert_eq!((status, code), (Status::Served, "photo_same_file"));
    assert!(detail.contains("与另一场所的照片相同"), "{detail}");
    let told = phone.view(record(1)).unwrap().state;
    assert_eq!(last(&told).1, "photo_same_file", "the phone is told");

    // Whoever copies a photo later changes nothing of what rests on it.
    attach(&phone, world.stream(0), &after(25, 0x44), 0x44);
    feedback(&phone, 25);
    phone.sync(&world, &mut rng());
    assert_eq!(last(&at_relay(&world)).0, Status::Rechecking);
    attach(&other, world.stream(1), &elsewhere(31, 0x44), 0x44);
    other.sync(&world, &mut rng());
    phone.sync(&world, &mut rng());
    assert_eq!(last(&at_relay(&world)), (Status::Rechecking, "", ""));
    let view = phone.view(record(1)).unwrap().state;
    assert_eq!(view.status, Status::Rechecking);
}

#[test]
fn one_picture_may_show_that_two_things_were_put_right() {
    let world = World::in_memory();
    let mut phone = served_hazard(&world);
    let neighbour = Shot {
        target: 2,
        ..after(26, 0x55)
    };
    attach(&phone, world.stream(0), &neighbour, 0x55);
    attach(&phone, world.stream(0), &after(27, 0x55), 0x55);
    feedback(&phone, 27);
    phone.sync(&world, &mut rng());
    assert_eq!(last(&at_relay(&world)), (Status::Rechecking, "", ""));
}
