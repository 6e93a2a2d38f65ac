//! Small changes, the same at every run.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// Change number `number` of a seed: bits flipped, bytes set to telling values, cut, doubled,
/// spliced with another seed.
pub(crate) fn changed(seed: &[u8], all: &[(String, Vec<u8>)], number: u32) -> Vec<u8> {
    let mut random = ChaCha8Rng::seed_from_u64(u64::from(number) << 32 | seed.len() as u64);
    let mut bytes = seed.to_vec();
    for _ in 0..=random.next_u32() % 4 {
        let length = bytes.len();
        if length == 0 {
            bytes.push(0);
            continue;
        }
        let at = random.next_u32() as usize % length;
        match random.next_u32() % 8 {
            0 | 1 => bytes[at] ^= 1 << (random.next_u32() % 8),
            2 => bytes[at] = [0, 0xff, 0x7f, 0x80, 0x9f, 0xbf, 0x5f, 0x1b][at % 8],
            3 => bytes.truncate(at),
            4 => bytes.insert(at, random.next_u32().to_le_bytes()[0]),
            5 => {
                let piece = bytes[at..(at + 16).min(length)].to_vec();
                bytes.splice(at..at, piece);
            }
            6 => {
                let end = (at + 8).min(length);
                for byte in &mut bytes[at..end] {
                    *byte = 0xff;
                }
            }
            _ => {
                let other = &all[random.next_u32() as usize % all.len()].1;
                let from = at.min(other.len());
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
        }
    }
    bytes
}
