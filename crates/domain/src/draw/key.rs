use std::fmt::Display;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{Digest, RecordId, UserId};

/// The key of a target: the least of `weight` HMAC-SHA256 values over `target|round|t`, t from 0.
///
/// Whoever holds w of the W tickets holds the least of them with a chance of w/W exactly, so that
/// taking the smallest keys is successive sampling in proportion to the weights, in integers.
#[must_use]
pub fn target_key(seed: &Digest, target: RecordId, round: u32, weight: u32) -> Digest {
    least_key(seed, target, round, weight)
}

/// The second key, of an inspector for one target: HMAC-SHA256 over `inspector|target|round`.
#[must_use]
pub fn inspector_key(seed: &Digest, inspector: UserId, target: RecordId, round: u32) -> Digest {
    tag(&keyed(seed), &format!("{inspector}|{target}|{round}"))
}

/// The least of `weight` keys of anything; the greatest possible key for a weight of 0.
pub(crate) fn least_key(seed: &Digest, id: impl Display, round: u32, weight: u32) -> Digest {
    let keyed = keyed(seed);
    (0..weight)
        .map(|ticket| tag(&keyed, &format!("{id}|{round}|{ticket}")))
        .min()
        .unwrap_or(Digest([u8::MAX; 32]))
}

fn keyed(seed: &Digest) -> Hmac<Sha256> {
    Hmac::new_from_slice(&seed.0).expect("a key of HMAC may have any length")
}

fn tag(keyed: &Hmac<Sha256>, message: &str) -> Digest {
    let mut mac = keyed.clone();
    mac.update(message.as_bytes());
    Digest(mac.finalize().into_bytes().into())
}
