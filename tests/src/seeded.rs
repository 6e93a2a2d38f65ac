//! Randomness that a seed and a purpose fix for good.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A generator for one purpose within one seed. Purposes are independent of each other, so a draw
/// added for one changes nothing for the rest; the stream is the same on every platform.
#[must_use]
pub fn seeded(seed: u64, purpose: &str) -> ChaCha8Rng {
    let mut key = [0_u8; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    // FNV-1a, forwards and backwards, spreads the purpose over sixteen bytes of the key.
    key[8..16].copy_from_slice(&fnv(purpose.bytes()).to_le_bytes());
    key[16..24].copy_from_slice(&fnv(purpose.bytes().rev()).to_le_bytes());
    key[24..].copy_from_slice(&(purpose.len() as u64).to_le_bytes());
    ChaCha8Rng::from_seed(key)
}

/// The seed of a randomized test: `WANGGE_SEED` if it is set, so that a failure can be replayed,
/// else the given one.
#[must_use]
pub fn test_seed(otherwise: u64) -> u64 {
    std::env::var("WANGGE_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Draws that are spelled out here and not in a library, so that no update changes a fixture.
pub trait Draw: Rng {
    /// A whole number below `bound`; 0 if the bound is 0.
    fn below(&mut self, bound: u64) -> u64 {
        // The high half of the product: no bias worth speaking of for bounds below 2^32.
        ((u128::from(self.next_u64()) * u128::from(bound)) >> 64) as u64
    }

    /// A place in something of this length; 0 if it is empty.
    fn place(&mut self, length: usize) -> usize {
        self.below(length as u64) as usize
    }

    /// A whole number from `low` to `high`, both included.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high.abs_diff(low) + 1) as i64
    }

    /// True in so many of a thousand cases.
    fn happens(&mut self, per_thousand: u64) -> bool {
        self.below(1000) < per_thousand
    }

    /// One of the given, which must not be empty.
    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.place(from.len())]
    }

    /// Puts the items into random order.
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.place(last + 1));
        }
    }

    /// Ten random bytes, as the minting of an identifier takes them.
    fn ten_bytes(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        self.fill_bytes(&mut bytes);
        bytes
    }

    /// So many lower-case hexadecimal digits.
    fn hexadecimal(&mut self, digits: usize) -> String {
        (0..digits)
            .map(|_| char::from(b"0123456789abcdef"[self.place(16)]))
            .collect()
    }
}

impl<R: Rng> Draw for R {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_and_a_purpose_fix_the_stream_for_good() {
        // Pinned: a change here changes every fixture.
        assert_eq!(seeded(7, "premises").next_u64(), PINNED);
        assert_eq!(
            seeded(7, "premises").next_u64(),
            seeded(7, "premises").next_u64()
        );
        assert_ne!(
            seeded(7, "premises").next_u64(),
            seeded(8, "premises").next_u64()
        );
        assert_ne!(
            seeded(7, "premises").next_u64(),
            seeded(7, "people").next_u64()
        );
    }

    const PINNED: u64 = 4_517_781_857_120_217_327;

    #[test]
    fn draws_stay_in_their_bounds() {
        let mut rng = seeded(1, "bounds");
        let mut seen = [false; 5];
        for _ in 0..200 {
            let number = rng.between(-2, 2);
            seen[usize::try_from(number + 2).unwrap()] = true;
        }
        assert_eq!(seen, [true; 5]);
        assert_eq!(rng.below(0), 0);
        assert_eq!(rng.between(4, 4), 4);
        assert!(!rng.happens(0));
        assert!(rng.happens(1000));
    }

    #[test]
    fn a_shuffle_keeps_every_item() {
        let mut items: Vec<u32> = (0..50).collect();
        seeded(1, "shuffle").shuffle(&mut items);
        assert!(!items.is_sorted());
        items.sort_unstable();
        assert!(items.iter().copied().eq(0..50));
    }
}
