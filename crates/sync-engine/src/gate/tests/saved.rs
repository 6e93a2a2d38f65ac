use super::{actor, begun, edits, other};
use crate::gate::{GateReason, inspect_saved, limits};
use crate::{Document, content_hash};

/// A document that two people wrote in, as it is saved.
fn saved() -> (Document, Vec<u8>) {
    let (mut document, _) = begun();
    let (_, second) = other();
    document
        .edit(&second, None, &edits(&[("name", "面馆二店".into())]))
        .unwrap();
    document
        .edit(&actor(), None, &edits(&[("floors", 3.into())]))
        .unwrap();
    let bytes = document.save_verified().unwrap();
    (document, bytes)
}

/// A chunk of a whole document with this in it, its checksum true.
fn chunk(kind: u8, data: &[u8]) -> Vec<u8> {
    let length = u8::try_from(data.len()).unwrap();
    assert!(length < 0x80, "one byte says the length");
    let rest = [&[kind, length], data].concat();
    let sum = wangge_protocol::sha256(&rest);
    [&[0x85, 0x6f, 0x4a, 0x83], &sum.0[..4], &rest].concat()
}

/// No actors, no heads, one column of changes, none of operations.
fn with_column(name: u8, column: &[u8]) -> Vec<u8> {
    let length = u8::try_from(column.len()).unwrap();
    chunk(0, &[&[0, 0, 1, name, length, 0], column].concat())
}

#[test]
fn a_saved_document_passes_with_its_heads() {
    let (document, bytes) = saved();
    assert_eq!(inspect_saved(&bytes), Ok(()));
    let read = Document::load_gated(&bytes, &document.heads()).unwrap();
    assert_eq!(read.heads(), document.heads());
    assert_eq!(
        content_hash(&read.content()),
        content_hash(&document.content())
    );
    let (first, change) = begun();
    assert!(Document::load_gated(&change, &first.heads()).is_ok());
    assert!(Document::load_gated(&[], &[]).is_ok());
}

#[test]
fn a_saved_document_with_other_heads_does_not_pass() {
    let (document, bytes) = saved();
    let (first, _) = begun();
    assert!(Document::load_gated(&bytes, &first.heads()).is_err());
    assert!(Document::load_gated(&bytes, &[]).is_err());
    assert!(Document::load_gated(&[], &document.heads()).is_err());
}

#[test]
fn no_flipped_byte_of_a_saved_document_passes() {
    let (document, bytes) = saved();
    for place in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[place] ^= 0x41;
        let read = Document::load_gated(&flipped, &document.heads());
        assert!(read.is_err(), "byte {place}");
    }
}

#[test]
fn runs_are_counted_before_they_are_expanded() {
    // 2^30 times the number 1, 2^30 times nothing, 2^30 times no.
    let many = [0x80, 0x80, 0x80, 0x80, 0x04];
    for (name, column) in [
        (0x12, [&many[..], &[1]].concat()),
        (0x13, [&many[..], &[1]].concat()),
        (0x15, [&many[..], &[1, b'a']].concat()),
        (0x12, [&[0], &many[..]].concat()),
        (0x14, many.to_vec()),
    ] {
        let found = inspect_saved(&with_column(name, &column));
        assert_eq!(found, Err(GateReason::TooMany), "{name:#x}");
    }
    assert_eq!(inspect_saved(&with_column(0x12, &[3, 1])), Ok(()));
}

#[test]
fn a_saved_document_holds_nothing_compressed_and_nothing_in_excess() {
    let compressed = with_column(0x1a, &[3, 1]);
    assert_eq!(inspect_saved(&compressed), Err(GateReason::Column));
    let longer = chunk(0, &[0, 0, 0, 0, 9]);
    assert_eq!(inspect_saved(&longer), Err(GateReason::Extras));
    let (_, change) = begun();
    assert_eq!(inspect_saved(&change), Err(GateReason::ChunkType));
    let mut other_sum = with_column(0x12, &[3, 1]);
    other_sum[4] ^= 1;
    assert_eq!(inspect_saved(&other_sum), Err(GateReason::Checksum));
    let large = vec![0; limits::MAX_DOCUMENT_BYTES + 1];
    assert_eq!(inspect_saved(&large), Err(GateReason::TooLong));
    let long_key = [&[0x7f_u8, 0xa1, 0x01][..], &[b'a'; 161]].concat();
    let data = [&[0, 0, 1, 0x15, 0xa4, 0x01, 0][..], &long_key].concat();
    let rest = [&[0, 0xab, 0x01][..], &data].concat();
    let sum = wangge_protocol::sha256(&rest);
    let bytes = [&[0x85, 0x6f, 0x4a, 0x83], &sum.0[..4], &rest].concat();
    assert_eq!(inspect_saved(&bytes), Err(GateReason::Value));
}
