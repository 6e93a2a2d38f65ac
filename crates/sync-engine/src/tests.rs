//! The engine as a whole: phones, a relay, and a network that fails.

mod ahead;
mod basics;
mod comparing;
mod convergence;
mod exchanges;
mod faults;
mod field_edits;
mod giving_back;
mod healing;
mod jobs;
mod letters;
mod lifecycle;
mod made_at;
mod mixed_versions;
mod moves;
mod negatives;
mod older_build;
mod provisional;
mod redaction;
mod redaction_again;
mod refusals;
mod refused;
mod same_files;
mod silent_restore;
mod snapshots;
mod team_signs;
mod time;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use wangge_domain::RecordId;
use wangge_protocol::{
    ChainHash, Envelope, Header, Op, Row, Seal, SecretKey, ops_hash, seal_headers, sha256,
};

use crate::testing::Phone;

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(7)
}

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

/// Where rows stand and what they say: the chain binds envelopes and decisions. Seals differ from
/// replica to replica, as an envelope travels under a joint one.
fn points(rows: &[Row]) -> Vec<(u32, u64, ChainHash)> {
    rows.iter()
        .map(|row| (row.epoch, row.seq, row.chain))
        .collect()
}

/// Seals a header and operations as a device with this key would.
fn sealed(key: &SecretKey, mut header: Header, ops: Vec<Op>) -> Envelope {
    header.ops_hash = ops_hash(&ops);
    let header_bytes = header.to_bytes();
    let seal: Seal = seal_headers(key, &[sha256(&header_bytes)]).pop().unwrap();
    Envelope {
        header_bytes,
        header,
        ops,
        seal,
    }
}

/// The envelope again, its header altered, sealed by the phone's key.
fn altered(phone: &Phone, envelope: &Envelope, change: impl FnOnce(&mut Header)) -> Envelope {
    let mut header = envelope.header.clone();
    change(&mut header);
    sealed(&phone.key, header, envelope.ops.clone())
}

/// A premises submitted on a phone: the envelope that waits.
fn submitted(world: &crate::testing::World, phone: &Phone, number: u8) -> Envelope {
    phone.premises(record(number), world.stream(0), "场所");
    phone.submit(record(number)).unwrap();
    phone.waiting().pop().unwrap()
}
