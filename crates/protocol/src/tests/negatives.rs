//! 25 to 27: CBOR that is not what it should be. 23, 24 and 30 stand beside the codec, 28 beside
//! the header.

use std::collections::BTreeMap;

use wangge_domain::Digest;

use crate::{Capabilities, CursorClaim, Header, SyncRequest, decode, encode};

#[test]
fn neg_025_indefinite_and_never_closed() {
    for open in [0x5f_u8, 0x7f, 0x9f, 0xbf] {
        let mut bytes = vec![open];
        assert!(decode::<ciborium::Value>(&bytes).is_err());
        bytes.extend(std::iter::repeat_n(0x01, 10_000));
        assert!(decode::<ciborium::Value>(&bytes).is_err());
        // A header has definite lengths only.
        assert!(Header::from_bytes(&bytes).is_err());
    }
}

#[test]
fn neg_026_the_same_key_twice() {
    // {"v": 1, "v": 2, "c": {"d": …}, "l": …, "w": 0}
    let mut bytes = vec![0xa5];
    let mut pair = |key: &str, value: Vec<u8>| {
        bytes.extend(encode(&key));
        bytes.extend(value);
    };
    pair("v", encode(&Capabilities::ALL));
    pair("v", encode(&Capabilities::ZSTD));
    pair("c", encode(&CursorClaim::Digest(Digest::ZERO)));
    pair("l", encode(&Digest::ZERO));
    pair("w", encode(&0));
    assert!(decode::<SyncRequest>(&bytes).is_err());
}

#[test]
fn neg_027_numbers_and_tags_of_every_kind() {
    let number = |bytes: &[u8]| decode::<i64>(bytes);
    // NaN, infinity, minus zero, a half, null, undefined, a simple value, a break.
    for bytes in [
        &[0xf9, 0x7e, 0x00][..],
        &[0xf9, 0x7c, 0x00],
        &[0xf9, 0x80, 0x00],
        &[0xfb, 0x3f, 0xe0, 0, 0, 0, 0, 0, 0],
        &[0xf6],
        &[0xf7],
        &[0xf8, 0x20],
        &[0xff],
    ] {
        assert!(number(bytes).is_err(), "{bytes:02x?}");
    }
    // A bignum that does not fit, and tags in tags without end.
    let mut big = vec![0xc2, 0x58, 0x40];
    big.extend([0xff; 64]);
    assert!(number(&big).is_err());
    let mut soup = vec![0xc6; 100_000];
    soup.push(0x01);
    // Tags are passed over one by one, without nesting; what is signed never holds one.
    assert_eq!(number(&soup), Ok(1));
    assert!(Header::from_bytes(&soup).is_err());
    // Keys of other kinds.
    assert!(decode::<BTreeMap<String, u8>>(&[0xa1, 0x01, 0x02]).is_err());
}
