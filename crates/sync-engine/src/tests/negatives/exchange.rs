//! 105 to 107: exchanges made to cost.

use wangge_domain::{Digest, StreamId};
use wangge_protocol::limits::{MAX_BATCH_ENVELOPES, MAX_OPS, MAX_STREAMS};
use wangge_protocol::{
    Batch, Capabilities, Cursor, CursorClaim, Envelope, EnvelopeError, Op, StreamUpdate,
    SyncRequest, ops_hash, seal_headers, sha256,
};

use crate::RelayError;
use crate::testing::{Phone, World};
use crate::tests::{rng, submitted};

fn request(phone: &Phone, cursors: Vec<Cursor>) -> SyncRequest {
    let lease = phone.store.identity().unwrap().unwrap().lease.digest();
    SyncRequest {
        capabilities: Capabilities::THIS_BUILD,
        cursors: CursorClaim::Vector(cursors),
        lease,
        push: None,
        want_bytes: 4_096,
        lease_copy: None,
        heal: Vec::new(),
        extensions: Vec::new(),
        compare: None,
        ahead: None,
        trust: None,
    }
}

fn cursor(stream: StreamId, epoch: u32, seq: u64) -> Cursor {
    Cursor {
        stream,
        epoch,
        seq,
        chain: Digest([3; 32]),
        own_seq: u64::MAX,
        own_last: Digest([4; 32]),
    }
}

#[test]
fn neg_105_a_hundred_thousand_tiny_events() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let honest = submitted(&world, &phone, 1);
    let mut batch = Batch::pack([&honest]);
    batch.items = vec![batch.items[0].clone(); MAX_BATCH_ENVELOPES + 1];
    let mut asked = request(&phone, Vec::new());
    asked.push = Some(batch);
    let answer = world.exchange(phone.device, phone.user, &asked);
    assert!(matches!(answer, Err(RelayError::Malformed(_))));
    // Many events in one envelope.
    let ops = vec![Op::Event(vec![0xf6]); MAX_OPS + 1];
    let mut header = honest.header.clone();
    header.ops_hash = ops_hash(&ops);
    let bytes = header.to_bytes();
    let seal = seal_headers(&phone.key, &[sha256(&bytes)]).pop().unwrap();
    let built = Envelope::assemble(bytes, ops, seal);
    assert_eq!(built.unwrap_err(), EnvelopeError::OpsTooLong);
    let log = world.store.rows_after(world.stream(0), 0, usize::MAX);
    assert_eq!(log.unwrap().len(), 0);
}

#[test]
fn neg_106_pulls_from_the_start_in_a_loop() {
    let world = World::in_memory();
    let mut writer = world.worker(0);
    for number in 0..60 {
        submitted(&world, &writer, number);
    }
    writer.sync(&world, &mut rng());
    let reader = world.worker(0);
    let asked = request(&reader, Vec::new());
    let mut sizes = Vec::new();
    for _ in 0..20 {
        let answer = world.exchange(reader.device, reader.user, &asked).unwrap();
        assert!(answer.more, "there is more than one page");
        sizes.push(wangge_protocol::encode(&answer.streams).len());
    }
    assert!(
        sizes.iter().all(|size| *size == sizes[0] && *size < 40_000),
        "every answer is as bounded as the first: {sizes:?}"
    );
}

#[test]
fn neg_107_cursors_that_cannot_be() {
    let world = World::in_memory();
    let mut writer = world.worker(0);
    submitted(&world, &writer, 1);
    writer.sync(&world, &mut rng());
    let stream = world.stream(0);
    for (epoch, seq) in [(1, u64::MAX), (u32::MAX, 1), (0, 1), (7, u64::MAX >> 1)] {
        let asked = request(&writer, vec![cursor(stream, epoch, seq)]);
        let answer = world.exchange(writer.device, writer.user, &asked).unwrap();
        let unknown = |update: &StreamUpdate| matches!(update, StreamUpdate::UnknownPoint { stream: of, head: 1, .. } if *of == stream);
        assert!(answer.streams.iter().any(unknown), "{:?}", answer.streams);
    }
    // A stream of nobody, the same stream many times, too many cursors.
    let foreign = request(&writer, vec![cursor(world.stream(1), 1, 1)]);
    let answer = world
        .exchange(writer.device, writer.user, &foreign)
        .unwrap();
    assert!(
        answer
            .streams
            .iter()
            .any(|it| matches!(it, StreamUpdate::Revoked { stream } if *stream == world.stream(1)))
    );
    let many = request(&writer, vec![cursor(stream, 1, 1); MAX_STREAMS + 1]);
    let answer = world.exchange(writer.device, writer.user, &many);
    assert!(matches!(answer, Err(RelayError::Malformed(_))));
}
