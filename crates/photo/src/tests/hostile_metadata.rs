//! Metadata made to hurt: loops, huge counts, huge blocks, texts that want to be code.

use exif::Tag;

use super::pictures::{jpeg, segment, text, tiff, with_exif, with_segments};
use crate::{Limits, Options, PhotoError, inspect, process};

/// A big-endian TIFF block of one directory at offset 8.
fn raw_tiff(entries: &[(u16, u16, u32, u32)], next: u32) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08".to_vec();
    block.extend((entries.len() as u16).to_be_bytes());
    for (tag, kind, count, value) in entries {
        block.extend(tag.to_be_bytes());
        block.extend(kind.to_be_bytes());
        block.extend(count.to_be_bytes());
        block.extend(value.to_be_bytes());
    }
    block.extend(next.to_be_bytes());
    block
}

/// The photo must be taken; its metadata is as good as absent.
fn is_taken_all_the_same(block: &[u8]) {
    let original = with_exif(&jpeg(64, 48), block);
    let photo = process(&original, &Limits::default(), &Options::default()).unwrap();
    assert_eq!(photo.facts.taken_at, None);
}

#[test]
fn neg_004_directories_that_point_at_themselves() {
    is_taken_all_the_same(&raw_tiff(&[(0x0100, 3, 1, 0)], 8));
    // The EXIF and GPS directories are the main directory again.
    is_taken_all_the_same(&raw_tiff(&[(0x8769, 4, 1, 8), (0x8825, 4, 1, 8)], 8));
    // Very many pointers to the same place.
    is_taken_all_the_same(&raw_tiff(&vec![(0x8769, 4, 1, 8); 5000], 8));
}

#[test]
fn neg_005_counts_and_offsets_beyond_everything() {
    for kind in 0..14 {
        is_taken_all_the_same(&raw_tiff(&[(0x010f, kind, u32::MAX, u32::MAX)], 0));
        is_taken_all_the_same(&raw_tiff(&[(0x0112, kind, 0x4000_0000, 8)], u32::MAX));
    }
    is_taken_all_the_same(&raw_tiff(&[(0x927c, 7, 60_000, 0); 100], 0));
}

#[test]
fn blocks_that_are_no_tiff() {
    for block in [
        &b""[..],
        b"M",
        b"MM\0*",
        b"MM\0*\xff\xff\xff\xff",
        b"hello",
        &[0xff; 60_000],
    ] {
        is_taken_all_the_same(block);
    }
}

#[test]
fn one_bad_entry_does_not_hide_the_good_ones() {
    let orientation = (0x0112, 3, 1, 6 << 16);
    let block = raw_tiff(&[(0x010f, 2, u32::MAX, 0), orientation], 0);
    let facts = inspect(&with_exif(&jpeg(64, 48), &block), &Limits::default()).unwrap();
    assert_eq!(facts.orientation.to_exif(), 6);
}

#[test]
fn neg_007_texts_that_want_to_be_code() {
    let block = tiff(&[
        text(Tag::Make, "  <script>\r\nSet-Cookie: x\x1b[31m\0  "),
        text(Tag::Model, &"长".repeat(5000)),
    ]);
    let facts = inspect(&with_exif(&jpeg(64, 48), &block), &Limits::default()).unwrap();
    assert_eq!(
        facts.make.as_deref(),
        Some("<script>Set-Cookie: x[31m"),
        "escaping is for the reader"
    );
    assert_eq!(facts.model.unwrap().chars().count(), 64);
    let broken = exif::Value::Ascii(vec![vec![0xff, 0xfe, b'a']]);
    let block = tiff(&[super::pictures::field(Tag::Make, broken)]);
    let facts = inspect(&with_exif(&jpeg(64, 48), &block), &Limits::default()).unwrap();
    assert!(facts.make.unwrap().ends_with('a'));
}

#[test]
fn neg_012_ten_megabytes_of_color_profile() {
    let profile: Vec<Vec<u8>> = (0..160)
        .map(|index| {
            segment(
                0xe2,
                &[b"ICC_PROFILE\0", &[index, 160][..], &[7; 65_000]].concat(),
            )
        })
        .collect();
    let original = with_segments(&jpeg(400, 300), &profile);
    let photo = process(&original, &Limits::default(), &Options::default()).unwrap();
    assert!(
        photo.view.bytes.len() < 200_000,
        "no byte of it reaches the copy"
    );
    let limits = Limits {
        max_metadata_bytes: 1024 * 1024,
        ..Limits::default()
    };
    assert_eq!(
        process(&original, &limits, &Options::default()).unwrap_err(),
        PhotoError::TooMuchMetadata { max: 1024 * 1024 }
    );
}

#[test]
fn countless_segments_are_refused() {
    let original = with_segments(&jpeg(64, 48), &vec![segment(0xfe, b""); 100_000]);
    let refused = process(&original, &Limits::default(), &Options::default()).unwrap_err();
    assert_eq!(
        refused,
        PhotoError::Malformed {
            what: "too many segments"
        }
    );
}

#[test]
fn neg_008_another_thumbnail() {
    // The block ends in a JPEG of its own, as an embedded thumbnail does.
    let mut block = tiff(&[text(Tag::Make, "Maker")]);
    block.extend(jpeg(32, 24));
    let photo = process(
        &with_exif(&jpeg(640, 480), &block),
        &Limits::default(),
        &Options::default(),
    )
    .unwrap();
    let plain = process(&jpeg(640, 480), &Limits::default(), &Options::default()).unwrap();
    assert_eq!(photo.thumbnail, plain.thumbnail);
    assert_eq!(photo.view, plain.view);
}
