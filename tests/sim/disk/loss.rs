use std::collections::BTreeMap;

use crate::chance::Chance;

/// Bytes that a disk writes at once or not at all.
const SECTOR: usize = 512;

/// Which unsynced changes a power cut takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// None: everything had reached the disk.
    Nothing,
    /// All of them.
    Everything,
    /// Some of them, each for itself, whole or in part, in any order.
    Some(u64),
}

/// A change that no sync has covered yet.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// Bytes at a place.
    Write(usize, Vec<u8>),
    /// A new length.
    Truncate(usize),
}

/// What a power cut took, by the name of the fault.
pub(crate) type Losses = BTreeMap<&'static str, u64>;

fn count(losses: &mut Losses, what: &'static str) {
    *losses.entry(what).or_default() += 1;
}

/// Lays a change on an image.
pub(super) fn lay(image: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write(at, bytes) => {
            let end = at + bytes.len();
            if image.len() < end {
                image.resize(end, 0);
            }
            image[*at..end].copy_from_slice(bytes);
        }
        Change::Truncate(length) => image.resize(*length, 0),
    }
}

/// The image of a file after a power cut.
pub(super) fn after_cut(
    durable: &[u8],
    unsynced: &[Change],
    chance: &mut Chance,
    losses: &mut Losses,
) -> Vec<u8> {
    let mut image = durable.to_vec();
    let mut left: Vec<Change> = Vec::new();
    for change in unsynced {
        match (chance.below(100), change) {
            (0..50, _) => left.push(change.clone()),
            (50..76, Change::Write(..)) => count(losses, "unsynced write lost"),
            (76.., Change::Truncate(_)) => count(losses, "unsynced truncation lost"),
            (50..76, Change::Truncate(_)) => left.push(change.clone()),
            (76..84, Change::Write(at, bytes)) => {
                let cut = sectors(chance, bytes.len());
                count(losses, "write torn: only its beginning");
                left.push(Change::Write(*at, bytes[..cut].to_vec()));
            }
            (84..91, Change::Write(at, bytes)) => {
                let cut = sectors(chance, bytes.len());
                count(losses, "write torn: only its end");
                left.push(Change::Write(at + cut, bytes[cut..].to_vec()));
            }
            (_, Change::Write(at, bytes)) => {
                let mut garbled = bytes.clone();
                let mut from = sectors(chance, bytes.len());
                if *at == 0 && bytes.len() > SECTOR {
                    // The first sector of a database holds the salt of its keys, without which
                    // no log helps: a known limit (docs/RELIABILITY.md).
                    from = from.max(SECTOR);
                }
                let end = garbled.len().min(from + SECTOR);
                for byte in &mut garbled[from..end] {
                    *byte = u8::try_from(chance.below(256)).unwrap_or(0);
                }
                count(losses, "sector garbled");
                left.push(Change::Write(*at, garbled));
            }
        }
    }
    for place in (1..left.len()).rev() {
        if chance.per_mille(60) {
            count(losses, "writes reordered");
            let other = chance.below(place);
            left.swap(place, other);
        }
    }
    left.iter().for_each(|change| lay(&mut image, change));
    image
}

/// A number of bytes below `length`, in whole sectors where it is longer than one.
fn sectors(chance: &mut Chance, length: usize) -> usize {
    if length > SECTOR {
        chance.below(length / SECTOR) * SECTOR
    } else {
        chance.below(length)
    }
}
