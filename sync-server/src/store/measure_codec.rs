use wangge_domain::tally::Measure;
use wangge_protocol::{decode, encode, sha256};

/// Bytes of the checksum behind each measure.
const CHECK: usize = 8;

/// A measure（统计要素）as it stands in a table: its bytes and a checksum of them. No chain covers
/// this table, and a flipped bit would be a wrong figure that nothing contradicts.
pub(crate) fn sealed(measure: &Measure) -> Vec<u8> {
    let mut bytes = encode(measure);
    let check = sha256(&bytes).0;
    bytes.extend_from_slice(&check[..CHECK]);
    bytes
}

/// Reads it; `None`: it does not hold and is to be made anew from the record. One that was written
/// before there were checksums is read without.
pub(super) fn unsealed(bytes: &[u8]) -> Option<Measure> {
    if let Some((measure, check)) = bytes.split_last_chunk::<CHECK>()
        && sha256(measure).0[..CHECK] == *check
    {
        return decode(measure).ok();
    }
    decode(bytes).ok()
}

#[cfg(test)]
mod tests {
    use wangge_domain::GridId;
    use wangge_domain::lifecycle::RecordState;
    use wangge_domain::record::{Content, RecordKind};
    use wangge_domain::tally::measure;

    use super::*;

    #[test]
    fn no_flipped_bit_passes_for_a_measure() {
        let grid = GridId::from_bytes([7; 16]);
        let kind = RecordKind::Premises;
        let state = RecordState::new(kind.clone());
        let found = measure(&kind, grid, &Content::default(), &state).expect("it is counted");
        let bytes = sealed(&found);
        assert_eq!(unsealed(&bytes), Some(found.clone()));
        assert_eq!(
            unsealed(&encode(&found)),
            Some(found),
            "of an older version"
        );
        for place in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[place / 8] ^= 1 << (place % 8);
            assert_eq!(unsealed(&flipped), None, "bit {place}");
        }
        assert_eq!(unsealed(&bytes[..bytes.len() - 1]), None);
    }
}
