//! PNG originals, good and bad.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use super::pictures::{decode, full_exif, tiff};
use crate::{Limits, MediaType, Options, PhotoError, process};

fn png(image: DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn small() -> Vec<u8> {
    png(DynamicImage::ImageRgba8(RgbaImage::from_pixel(
        64,
        48,
        Rgba([200, 0, 0, 255]),
    )))
}

/// A chunk with its checksum.
fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let checked = [&name[..], content].concat();
    let mut checksum = u32::MAX;
    for byte in &checked {
        checksum ^= u32::from(*byte);
        for _ in 0..8 {
            checksum = (checksum >> 1) ^ (0xedb8_8320 & (checksum & 1).wrapping_neg());
        }
    }
    [
        &(content.len() as u32).to_be_bytes()[..],
        &checked,
        &(!checksum).to_be_bytes(),
    ]
    .concat()
}

/// The file with a chunk put in behind its header.
fn with_chunk(png: &[u8], name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&png[..33], &chunk(name, content), &png[33..]].concat()
}

fn refusal(original: &[u8]) -> PhotoError {
    process(original, &Limits::default(), &Options::default()).unwrap_err()
}

#[test]
fn a_screenshot_becomes_jpeg_copies() {
    let original = with_chunk(&small(), b"eXIf", &tiff(&full_exif()));
    let photo = process(&original, &Limits::default(), &Options::default()).unwrap();
    assert_eq!(photo.original.media_type, MediaType::Png);
    assert!(photo.view.bytes.starts_with(&[0xff, 0xd8, 0xff]));
    assert_eq!((photo.view.width, photo.view.height), (64, 48));
    assert!(photo.facts.taken_at.is_some());
    let middle = decode(&photo.view.bytes).pixels[64 * 24 * 3..][..3].to_vec();
    assert!(
        middle[0] > 180 && middle[1] < 30 && middle[2] < 30,
        "{middle:?}"
    );
}

#[test]
fn transparency_becomes_white() {
    let clear = png(DynamicImage::ImageRgba8(RgbaImage::from_pixel(
        16,
        16,
        Rgba([0, 0, 0, 0]),
    )));
    let photo = process(&clear, &Limits::default(), &Options::default()).unwrap();
    assert!(
        decode(&photo.view.bytes)
            .pixels
            .iter()
            .all(|sample| *sample > 250)
    );
}

#[test]
fn gray_and_sixteen_bits_are_read() {
    let gray = png(DynamicImage::new_luma8(40, 30));
    let deep = png(DynamicImage::new_rgba16(40, 30));
    for original in [gray, deep] {
        assert!(process(&original, &Limits::default(), &Options::default()).is_ok());
    }
}

#[test]
fn neg_002_thirty_thousand_squared() {
    let side = 30_000_u32.to_be_bytes();
    let header = [&side[..], &side, &[8, 2, 0, 0, 0]].concat();
    let original = [
        &b"\x89PNG\r\n\x1a\n"[..],
        &chunk(b"IHDR", &header),
        &chunk(b"IDAT", &[0; 1000]),
        &chunk(b"IEND", &[]),
    ]
    .concat();
    assert_eq!(
        refusal(&original),
        PhotoError::TooManyPixels {
            width: 30_000,
            height: 30_000
        }
    );
}

#[test]
fn memory_is_counted_before_decoding() {
    let limits = Limits {
        max_working_bytes: 64 * 48 * 7 - 1,
        ..Limits::default()
    };
    assert_eq!(
        process(&small(), &limits, &Options::default()).unwrap_err(),
        PhotoError::TooMuchMemory {
            bytes: 64 * 48 * 7,
            max: 64 * 48 * 7 - 1
        }
    );
}

#[test]
fn neg_013_animations() {
    let control = [&100_000_u32.to_be_bytes()[..], &[0; 4]].concat();
    let animated = with_chunk(&small(), b"acTL", &control);
    assert_eq!(
        refusal(&animated),
        PhotoError::TooManyFrames {
            frames: 100_000,
            max: 1
        }
    );
}

#[test]
fn metadata_is_limited_and_trailing_bytes_are_counted() {
    let limits = Limits {
        max_metadata_bytes: 1000,
        ..Limits::default()
    };
    let chatty = with_chunk(&small(), b"tEXt", &[b'x'; 1001]);
    assert_eq!(
        process(&chatty, &limits, &Options::default()).unwrap_err(),
        PhotoError::TooMuchMetadata { max: 1000 }
    );
    let polyglot = [&small()[..], b"<html>"].concat();
    let photo = process(&polyglot, &Limits::default(), &Options::default()).unwrap();
    assert_eq!(photo.facts.trailing_bytes, 6);
}

#[test]
fn every_truncation_is_an_error() {
    let whole = small();
    for length in 0..whole.len() {
        assert!(process(&whole[..length], &Limits::default(), &Options::default()).is_err());
    }
}

#[test]
fn damage_is_an_error() {
    let mut damaged = small();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x55;
    assert!(matches!(refusal(&damaged), PhotoError::Damaged { .. }));
}
