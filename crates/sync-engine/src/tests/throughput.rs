//! Figures, not promises: run with `--ignored --nocapture`.

use std::io::Write as _;
use std::time::Instant;

use wangge_domain::RecordId;
use wangge_domain::record::RecordKind;
use wangge_protocol::{Batch, encode};

use super::rng;
use crate::relay;
use crate::testing::World;

fn id(number: u32) -> RecordId {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    RecordId::from_bytes(bytes)
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "this measures time and decides nothing by it"
)]
#[ignore = "a measurement"]
fn new_records_a_second() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let count = 1_000_u32;
    for number in 0..count {
        let fields: Vec<(String, wangge_domain::record::Scalar)> = (0..20)
            .map(|item| (format!("a/RH-{item:02}/result"), "pass".into()))
            .chain([(
                "remark".to_owned(),
                format!("第{number}户，通道畅通，已告知").into(),
            )])
            .collect();
        let fields: Vec<(&str, _)> = fields
            .iter()
            .map(|(key, value)| (key.as_str(), value.clone()))
            .collect();
        phone
            .edit(
                id(number),
                &RecordKind::Inspection,
                world.stream(0),
                &fields,
            )
            .unwrap();
    }
    let start = Instant::now();
    crate::client::seal_drafts(&phone.ctx(), usize::MAX).unwrap();
    let sealing = start.elapsed();
    let waiting = phone.waiting();
    let batch = Batch::pack(&waiting);
    let wire = encode(&batch);
    let packed = zstd::bulk::compress(&wire, 3).unwrap();
    let start = Instant::now();
    let opened = batch.unpack().unwrap();
    let unpacking = start.elapsed();
    let start = Instant::now();
    let prepared = relay::prepare(opened);
    let preparing = start.elapsed();
    let start = Instant::now();
    let (verdicts, commit) = world
        .with_relay(|ctx| relay::receive(ctx, &prepared, (phone.device, phone.user), &mut || true))
        .unwrap();
    let deciding = start.elapsed();
    assert!(
        verdicts
            .iter()
            .all(|it| matches!(it, wangge_protocol::Verdict::Accepted { .. }))
    );
    world.store.commit(commit).unwrap();
    let mut reader = world.worker(0);
    let start = Instant::now();
    reader.sync(&world, &mut rng());
    let pulling = start.elapsed();
    writeln!(
        std::io::stdout(),
        "{count} records: seal {sealing:?}, {} bytes, {} after zstd, unpack {unpacking:?}, \
         prepare {preparing:?}, decide {deciding:?}, cold pull by a phone {pulling:?}",
        wire.len(),
        packed.len(),
    )
    .unwrap();
}
