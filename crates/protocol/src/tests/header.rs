use wangge_domain::Digest;

use super::{change, header};
use crate::limits::{MAX_AFTER, MAX_BLOBS};
use crate::{CborError, Header, HeaderError, encode};

#[test]
fn a_header_reads_back() {
    let mut one = header(3, Digest([5; 32]), &[change(1)]);
    assert_eq!(Header::from_bytes(&one.to_bytes()), Ok(one.clone()));
    one.lease = None;
    one.made.anchor = None;
    one.after.clear();
    one.blobs.clear();
    assert_eq!(Header::from_bytes(&one.to_bytes()), Ok(one));
}

#[test]
fn its_tail_is_prev_and_ops_hash() {
    let one = header(3, Digest([5; 32]), &[change(1)]);
    let bytes = one.to_bytes();
    let tail = &bytes[bytes.len() - Header::TAIL_BYTES..];
    assert_eq!(tail[..2], [0x58, 0x20]);
    assert_eq!(tail[2..34], one.prev.0);
    assert_eq!(tail[36..], one.ops_hash.0);
}

#[test]
fn neg_028_another_form_of_a_signed_body() {
    let bytes = header(3, Digest::ZERO, &[]).to_bytes();
    // The version as a number of two bytes instead of one: the same value, another encoding.
    let at = bytes.iter().position(|byte| *byte == 1).unwrap();
    let mut longer = bytes.clone();
    longer.splice(at..=at, [0x18, 0x01]);
    assert_eq!(Header::from_bytes(&longer), Err(HeaderError::NotCanonical));
    // An array of unknown length.
    let mut open = bytes.clone();
    open[0] = 0x9f;
    open.push(0xff);
    assert!(Header::from_bytes(&open).is_err());
    let mut trailing = bytes;
    trailing.push(0);
    let error = Header::from_bytes(&trailing);
    assert_eq!(
        error,
        Err(HeaderError::Malformed(CborError::TrailingBytes(1)))
    );
}

#[test]
fn limits_and_versions_are_kept() {
    let mut later = header(3, Digest::ZERO, &[]);
    later.v = 2;
    assert_eq!(
        Header::from_bytes(&later.to_bytes()),
        Err(HeaderError::UnknownVersion(2))
    );
    let mut many = header(3, Digest::ZERO, &[]);
    many.after = vec![Digest::ZERO; MAX_AFTER + 1];
    assert_eq!(
        Header::from_bytes(&many.to_bytes()),
        Err(HeaderError::ListTooLong)
    );
    let mut photos = header(3, Digest::ZERO, &[]);
    photos.blobs = vec![photos.blobs[0]; MAX_BLOBS + 1];
    assert_eq!(
        Header::from_bytes(&photos.to_bytes()),
        Err(HeaderError::ListTooLong)
    );
    let huge = encode(&vec![0_u8; 9_000]);
    assert_eq!(Header::from_bytes(&huge), Err(HeaderError::TooLong));
}

#[test]
fn no_truncation_and_no_flipped_bit_reads_as_the_same_header() {
    let one = header(3, Digest([5; 32]), &[change(1)]);
    let bytes = one.to_bytes();
    for length in 0..bytes.len() {
        assert!(Header::from_bytes(&bytes[..length]).is_err(), "{length}");
    }
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Ok(other) = Header::from_bytes(&flipped) {
            assert_ne!(other, one, "bit {bit}");
            assert_eq!(other.to_bytes(), flipped, "bit {bit}");
        }
    }
}
