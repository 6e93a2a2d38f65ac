//! 72 to 84: acts that nobody gave the right to.

use wangge_domain::control::ControlEvent;
use wangge_domain::lifecycle::Event;
use wangge_domain::people::Role;
use wangge_domain::record::RecordKind;
use wangge_protocol::{Envelope, Op, Refusal, RowBody, Verdict};

use crate::client::{self, EventPlan};
use crate::testing::{Phone, World};
use crate::tests::lifecycle::found_and_noticed;
use crate::tests::{altered, record, rng, sealed, submitted};

/// Seals one event on a phone and brings it to the relay.
fn does(world: &World, phone: &Phone, number: u8, event: Event) -> Verdict {
    client::seal(
        &phone.ctx(),
        record(number),
        vec![EventPlan::Ready(event)],
        Vec::new(),
    )
    .unwrap();
    let envelope = phone.waiting().pop().unwrap();
    world.push(phone, &[envelope]).pop().unwrap()
}

/// The status that the relay holds of a record.
fn status(world: &World, number: u8) -> String {
    let rows = world.store.event_rows_of(record(number)).unwrap();
    let kind = world.store.record(record(number)).unwrap().unwrap().kind;
    let state = crate::fold_rows(&kind, &rows, &world.control_state());
    format!("{:?} {:?}", state.status, state.due)
}

fn refused_by_the_rules(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::NoEffect { .. })
}

/// A worker with a noticed hazard that the relay has.
fn noticed() -> (World, Phone) {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    phone.sync(&world, &mut rng());
    found_and_noticed(&world, &phone, 1);
    phone.sync(&world, &mut rng());
    (world, phone)
}

#[test]
fn neg_072_worker_signs_what_officers_sign() {
    let (world, phone) = noticed();
    let before = status(&world, 1);
    for event in [
        Event::NotMajor {
            reason: "我说不是".to_owned(),
        },
        Event::EnforcementResult {
            result: "closed".to_owned(),
            note: String::new(),
        },
        Event::EscalationAccepted {
            case_number: "1".to_owned(),
        },
        Event::OverdueAnnulled {
            because: wangge_domain::Digest([1; 32]),
        },
    ] {
        let verdict = does(&world, &phone, 1, event);
        assert!(refused_by_the_rules(&verdict), "{verdict:?}");
        assert_eq!(status(&world, 1), before);
    }
}

#[test]
fn neg_074_worker_writes_a_role_into_a_document() {
    let (world, phone) = noticed();
    let grants = world.control_state().grants;
    let edits = [
        ("role", "station_officer".into()),
        ("grants", "tenant".into()),
    ];
    let kind = RecordKind::Rectification;
    phone
        .edit(record(1), &kind, world.stream(0), &edits)
        .unwrap();
    client::seal(&phone.ctx(), record(1), Vec::new(), Vec::new()).unwrap();
    let envelope = phone.waiting().pop().unwrap();
    world.push(&phone, &[envelope]);
    assert_eq!(world.control_state().grants, grants);
    let verdict = does(
        &world,
        &phone,
        1,
        Event::NotMajor {
            reason: "有权了".to_owned(),
        },
    );
    assert!(refused_by_the_rules(&verdict), "{verdict:?}");
}

fn demoted(world: &World, phone: &Phone, role: Role) {
    world.pass(1_000);
    world.control(&ControlEvent::RoleRevoked {
        user: phone.user,
        role,
        reason: "调离".to_owned(),
    });
    world.pass(1_000);
}

#[test]
fn neg_075_backdated_to_before_the_demotion() {
    let world = World::in_memory();
    let mut phone = world.worker(0);
    submitted(&world, &phone, 1);
    phone.sync(&world, &mut rng());
    demoted(&world, &phone, Role::GridWorker);
    phone.pass(2_000);
    phone.now.wall_ms -= 365 * 86_400_000;
    let late = submitted(&world, &phone, 2);
    let back = altered(&phone, &late, |it| it.made.elapsed_ms = 0);
    assert_eq!(
        world.push(&phone, &[back]),
        [Verdict::Quarantined(Refusal::Revoked)]
    );
    assert_eq!(world.store.record(record(2)).unwrap(), None);
}

#[test]
fn neg_076_offline_approvals_of_a_demoted_officer() {
    let (world, worker) = noticed();
    let mut officer = world.officer();
    officer.sync(&world, &mut rng());
    let before = status(&world, 1);
    client::seal(
        &officer.ctx(),
        record(1),
        vec![EventPlan::Ready(Event::Urged { days: 3 })],
        Vec::new(),
    )
    .unwrap();
    demoted(&world, &officer, Role::StationOfficer);
    let approval = officer.waiting().pop().unwrap();
    let verdict = world.push(&worker, &[approval]).pop().unwrap();
    assert_eq!(verdict, Verdict::Quarantined(Refusal::Revoked));
    assert_eq!(status(&world, 1), before);
}

#[test]
fn neg_078_assignee_moves_the_own_deadline() {
    let (world, phone) = noticed();
    let before = status(&world, 1);
    let asked = does(
        &world,
        &phone,
        1,
        Event::ExtensionRequested {
            days: 7,
            reason: "材料未到".to_owned(),
        },
    );
    let approved = does(&world, &phone, 1, Event::ExtensionApproved { days: 7 });
    assert!(refused_by_the_rules(&approved), "{asked:?} {approved:?}");
    let due = |text: &str| text.rsplit_once('(').map(|(_, due)| due.to_owned());
    assert_eq!(due(&status(&world, 1)), due(&before), "the deadline stands");
}

#[test]
fn neg_082_replayed_into_another_stream() {
    let world = World::in_memory();
    let officer = world.officer();
    let honest = submitted(&world, &officer, 1);
    let mut header = honest.header.clone();
    header.stream = world.stream(1);
    let moved = Envelope {
        header_bytes: header.to_bytes(),
        header,
        ..honest.clone()
    };
    let verdict = world
        .turn(|ctx| {
            let prepared = [crate::relay::prepare_unverified(moved.clone())];
            let author = (officer.device, officer.user);
            crate::relay::receive(ctx, &prepared, author, &mut || true)
        })
        .unwrap();
    assert_eq!(verdict, [Verdict::Refused(Refusal::BadSeal)]);
    // Other operations under the same header.
    let swapped = Envelope::assemble(
        honest.header_bytes.clone(),
        vec![Op::event(&Event::Urged { days: 1 })],
        honest.seal.clone(),
    );
    assert!(swapped.is_err());
    assert_eq!(
        world.push(&officer, &[honest]),
        [Verdict::Accepted { seq: 1 }]
    );
}

#[test]
fn neg_083_equivocation() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let honest = submitted(&world, &phone, 1);
    let mut header = honest.header.clone();
    header.record = record(2);
    let other = sealed(&phone.key, header, honest.ops.clone());
    let verdicts = world.push(&phone, &[honest.clone(), other.clone()]);
    assert_eq!(
        verdicts,
        [
            Verdict::Accepted { seq: 1 },
            Verdict::Quarantined(Refusal::Equivocation)
        ]
    );
    let rows = world
        .store
        .rows_after(world.stream(0), 0, usize::MAX)
        .unwrap();
    assert!(
        matches!(&rows[1].body, RowBody::Stub(stub) if stub.envelope == other.id()
            && stub.reason == Refusal::Equivocation),
        "everybody can see that there were two"
    );
    assert_eq!(
        world.store.set_apart_of(record(2)).unwrap()[0].envelope,
        other,
        "both are kept"
    );
}

#[test]
fn neg_081_an_officer_blanks_a_report_alone() {
    use crate::relay;
    use wangge_domain::Digest;
    use wangge_protocol::Header;
    let world = World::in_memory();
    let (worker, officer) = (world.worker(0), world.officer());
    let written = submitted(&world, &worker, 1);
    world.push(&worker, std::slice::from_ref(&written));
    let before = world.store.record(record(1)).unwrap();
    // The report once more, without its words: it stands in the log already.
    let blank = Op::Blanked(written.ops[0].digest());
    let emptied = Envelope {
        ops: vec![blank.clone(), written.ops[1].clone()],
        ..written.clone()
    };
    let verdict = world.push(&officer, &[emptied]).pop().unwrap();
    assert_eq!(verdict, Verdict::Duplicate { seq: 1 });
    // An act of the officer's own that says so, and then one person who admits it.
    let own = submitted(&world, &officer, 2);
    let header = Header {
        record: record(1),
        ..own.header
    };
    let blanks = sealed(&officer.key, header, vec![blank]);
    let verdict = world.push(&officer, std::slice::from_ref(&blanks)).pop();
    assert_eq!(verdict, Some(Verdict::Refused(Refusal::Malformed)));
    let prepared = relay::prepare_unverified(blanks);
    let admitted = world.turn(|ctx| relay::admit(ctx, &prepared, Digest([5; 32])));
    assert_eq!(admitted.unwrap(), Verdict::Refused(Refusal::Malformed));
    // Every word is where it was.
    assert_eq!(world.store.record(record(1)).unwrap(), before);
    let stream = world.stream(0);
    let rows = world.store.rows_after(stream, 0, usize::MAX).unwrap();
    let kept: Vec<&Envelope> = rows
        .iter()
        .filter_map(|row| match &row.body {
            RowBody::Accepted { envelope, .. } => Some(envelope.as_ref()),
            RowBody::Stub(_) => None,
        })
        .collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].ops, written.ops);
}

#[test]
fn neg_118_app_data_deleted_to_hide_a_report() {
    use crate::relay::missing_places;
    let world = World::in_memory();
    let phone = world.worker(0);
    let other = world.worker(0);
    let first = submitted(&world, &phone, 1);
    submitted(&world, &phone, 2);
    submitted(&world, &phone, 3);
    let fourth = submitted(&world, &phone, 4);
    let stream = world.stream(0);
    let missing = || missing_places(world.store.as_ref(), stream).unwrap();
    let honest = submitted(&world, &other, 5);
    world.push(&other, &[honest]);
    world.push(&phone, &[first]);
    assert_eq!(missing(), [], "what is only late is no gap yet");
    let fourth_id = fourth.id();
    world.push(&phone, &[fourth]);
    let gap = missing().pop().unwrap();
    assert_eq!(
        (gap.device, gap.user, gap.first, gap.last, gap.before),
        (phone.device, phone.user, 2, 3, fourth_id),
        "two reports were signed and are withheld"
    );
    assert_eq!(missing().len(), 1, "the other phone is not named");
    // One of them turns up, refused or not: its place is known from then on.
    let waiting = phone.waiting();
    world.push(&phone, &waiting[1..2]);
    let gap = missing().pop().unwrap();
    assert_eq!((gap.first, gap.last), (3, 3));
    world.push(&phone, &waiting[2..3]);
    assert_eq!(missing(), [], "the gap is closed");
}

#[test]
fn neg_114_a_photo_used_again() {
    use crate::relay::reused_photos;
    use wangge_domain::Digest;
    use wangge_protocol::BlobHashes;
    let world = World::in_memory();
    let (phone, other) = (world.worker(0), world.worker(1));
    let photo = |phone: &Phone, number: u8, grid: usize, original: u8| {
        let (record, stream) = (record(number), world.stream(grid));
        let blobs = BlobHashes {
            original: Digest([original; 32]),
            view: Digest([0xee; 32]),
            thumbnail: Digest([0xef; 32]),
        };
        let text = format!("整改后{}", phone.waiting().len());
        let caption = [("caption", text.as_str().into())];
        phone
            .edit(record, &RecordKind::Photo, stream, &caption)
            .unwrap();
        client::seal(&phone.ctx(), record, Vec::new(), vec![blobs]).unwrap();
        let envelope = phone.waiting().pop().unwrap();
        world.push(phone, &[envelope]);
    };
    let streams = [world.stream(0), world.stream(1)];
    let reused = || reused_photos(world.store.as_ref(), &streams).unwrap();
    photo(&phone, 1, 0, 0x11);
    photo(&phone, 2, 0, 0x22);
    photo(&phone, 2, 0, 0x22);
    assert_eq!(
        reused(),
        [],
        "two pictures, one of them named twice by its record"
    );
    world.pass(60_000);
    // The same picture once more, as another record of another grid by somebody else.
    photo(&other, 3, 1, 0x11);
    let found = reused();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].original, Digest([0x11; 32]));
    let records: Vec<_> = found[0].uses.iter().map(|it| it.record).collect();
    assert_eq!(records, [record(1), record(3)], "the first use comes first");
    let by: Vec<_> = found[0].uses.iter().map(|it| it.user).collect();
    assert_eq!(by, [phone.user, other.user]);
}
