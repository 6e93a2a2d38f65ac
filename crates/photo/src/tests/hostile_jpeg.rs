//! JPEGs that promise too much, carry stowaways, or are none.

use super::pictures::{busy, encode, jpeg, segment, with_segments};
use crate::{FileKind, Limits, Options, PhotoError, PhotoErrorKind, process};

fn refusal(original: &[u8]) -> PhotoError {
    process(original, &Limits::default(), &Options::default()).unwrap_err()
}

/// A frame header of the given kind and size, three components, color halved.
fn frame(marker: u8, width: u16, height: u16) -> Vec<u8> {
    let ([w1, w0], [h1, h0]) = (width.to_be_bytes(), height.to_be_bytes());
    segment(
        marker,
        &[8, h1, h0, w1, w0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1],
    )
}

/// A file of start marker, the given segments, a scan of the given bytes, end marker.
fn file(segments: &[Vec<u8>], scan: &[u8]) -> Vec<u8> {
    let scan_header = segment(0xda, &[3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]);
    [
        &[0xff, 0xd8],
        &segments.concat()[..],
        &scan_header,
        scan,
        &[0xff, 0xd9],
    ]
    .concat()
}

#[test]
fn neg_015_nothing_and_almost_nothing() {
    assert_eq!(refusal(b""), PhotoError::Empty);
    assert_eq!(
        refusal(b"\xff"),
        PhotoError::Foreign {
            found: FileKind::Unknown
        }
    );
    assert_eq!(
        refusal(b"\xff\xd8"),
        PhotoError::Foreign {
            found: FileKind::Unknown
        }
    );
    assert_eq!(refusal(b"\xff\xd8\xff"), PhotoError::Truncated { bytes: 3 });
    assert_eq!(
        refusal(b"\xff\xd8\xff\xd9"),
        PhotoError::Malformed { what: "no picture" }
    );
}

#[test]
fn neg_010_other_files_named_jpg() {
    for (content, found) in [
        (&b"GIF89a\x01\0\x01\0"[..], FileKind::Gif),
        (b"II*\0\x08\0\0\0", FileKind::Tiff),
        (b"MM\0*\0\0\0\x08", FileKind::Tiff),
        (b"RIFF\x10\0\0\0WEBPVP8 ", FileKind::Webp),
        (b"\0\0\0\x18ftypheic\0\0\0\0", FileKind::Heif),
        (b"\0\0\0\x18ftypavif\0\0\0\0", FileKind::Heif),
        (b"\0\0\0\x18ftypisom\0\0\0\0", FileKind::Video),
        (b"BM\x10\0\0\0", FileKind::Bmp),
        (b"\xef\xbb\xbf <svg xmlns='x'>", FileKind::Markup),
        (b"<!DOCTYPE html><script>", FileKind::Markup),
        (b"%PDF-1.7", FileKind::Pdf),
        (b"PK\x03\x04", FileKind::Zip),
        (b"#!/bin/sh", FileKind::Unknown),
    ] {
        let refused = refusal(content);
        assert_eq!(refused, PhotoError::Foreign { found });
        assert_eq!(refused.kind(), PhotoErrorKind::Foreign);
        assert!(refused.user_message().contains("不是照片"));
    }
}

#[test]
fn more_bytes_than_allowed() {
    let original = jpeg(640, 480);
    let max = original.len() as u64 - 1;
    let limits = Limits {
        max_bytes: max,
        ..Limits::default()
    };
    assert_eq!(
        process(&original, &limits, &Options::default()).unwrap_err(),
        PhotoError::TooManyBytes {
            bytes: max + 1,
            max
        }
    );
}

#[test]
fn neg_001_four_gigapixels_in_twenty_kilobytes() {
    let original = file(&[frame(0xc0, 65_500, 65_500)], &[0; 20_000]);
    assert_eq!(
        refusal(&original),
        PhotoError::TooManyPixels {
            width: 65_500,
            height: 65_500
        }
    );
}

#[test]
fn pixels_are_limited_where_sides_are_not() {
    let limits = Limits {
        max_pixels: 640 * 480 - 1,
        ..Limits::default()
    };
    assert_eq!(
        process(&jpeg(640, 480), &limits, &Options::default()).unwrap_err(),
        PhotoError::TooManyPixels {
            width: 640,
            height: 480
        }
    );
    let limits = Limits {
        max_side: 639,
        ..Limits::default()
    };
    assert_eq!(
        process(&jpeg(640, 480), &limits, &Options::default()).unwrap_err(),
        PhotoError::TooManyPixels {
            width: 640,
            height: 480
        }
    );
}

#[test]
fn a_large_picture_in_a_short_file_is_not_even_tried() {
    // Within the limits by its header, but 20 KB cannot hold 1.1 million blocks.
    let original = file(&[frame(0xc0, 16_000, 12_000)], &[0; 20_000]);
    let bytes = original.len() as u64;
    assert_eq!(refusal(&original), PhotoError::Truncated { bytes });
}

#[test]
fn sides_of_zero() {
    for (width, height) in [(0, 100), (100, 0)] {
        let refused = refusal(&file(&[frame(0xc0, width, height)], &[0; 100]));
        assert_eq!(
            refused,
            PhotoError::Malformed {
                what: "a side of zero pixels"
            }
        );
    }
}

#[test]
fn neg_003_too_many_scans() {
    let original = encode(&busy(64, 48), 64, 48, true);
    let scan = memchr::memmem::find(&original, &[0xff, 0xda]).unwrap();
    let end = original.len() - 2;
    let mut bomb = original[..end].to_vec();
    for _ in 0..100_000 {
        bomb.extend_from_slice(&original[scan..scan + 12]);
    }
    bomb.extend_from_slice(&[0xff, 0xd9]);
    assert_eq!(refusal(&bomb), PhotoError::TooManyScans { max: 32 });
    let scans = memchr::memmem::find_iter(&original, &[0xff, 0xda]).count() as u32;
    let limits = |max_scans| Limits {
        max_scans,
        ..Limits::default()
    };
    assert!(process(&original, &limits(scans), &Options::default()).is_ok());
    assert!(process(&original, &limits(scans - 1), &Options::default()).is_err());
}

#[test]
fn coefficients_of_progressive_pictures_count_as_memory() {
    let rgb = busy(1600, 1200);
    let need = 1600 * 1200 * 3 / 2 * 2 + 1600 * 1200 * 3;
    let limits = Limits {
        max_working_bytes: need,
        ..Limits::default()
    };
    let progressive = encode(&rgb, 1600, 1200, true);
    assert!(matches!(
        process(&progressive, &limits, &Options::default()).unwrap_err(),
        PhotoError::TooMuchMemory { bytes, .. } if bytes > need
    ));
    let sequential = encode(&rgb, 1600, 1200, false);
    assert!(process(&sequential, &limits, &Options::default()).is_ok());
}

#[test]
fn variants_that_no_phone_writes() {
    for marker in [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf] {
        let refused = refusal(&file(&[frame(marker, 64, 48)], &[0; 4000]));
        assert!(
            matches!(refused, PhotoError::Unsupported { .. }),
            "{marker:#x}: {refused:?}"
        );
    }
    let twelve_bits = segment(0xc1, &[12, 0, 48, 0, 64, 1, 1, 0x11, 0]);
    assert!(matches!(
        refusal(&file(&[twelve_bits], &[0; 4000])),
        PhotoError::Unsupported { .. }
    ));
    let four_colors = [&[8, 0, 48, 0, 64, 4][..], &[1, 0x11, 0].repeat(4)].concat();
    let four_colors = segment(0xc0, &four_colors);
    assert!(matches!(
        refusal(&file(&[four_colors], &[0; 4000])),
        PhotoError::Unsupported { .. }
    ));
}

#[test]
fn contradictory_structure() {
    let twice = file(&[frame(0xc0, 64, 48), frame(0xc0, 64, 48)], &[0; 4000]);
    assert_eq!(
        refusal(&twice),
        PhotoError::Malformed {
            what: "a second frame header"
        }
    );
    let headless = file(&[], &[0; 4000]);
    assert_eq!(
        refusal(&headless),
        PhotoError::Malformed {
            what: "a scan before the frame header"
        }
    );
    let nested = [&jpeg(64, 48)[..400], &jpeg(64, 48)].concat();
    assert!(matches!(
        refusal(&nested),
        PhotoError::Malformed { .. } | PhotoError::Damaged { .. }
    ));
    let short = with_segments(&jpeg(64, 48), &[vec![0xff, 0xe1, 0, 1]]);
    assert_eq!(
        refusal(&short),
        PhotoError::Malformed {
            what: "length of a segment"
        }
    );
    let odd = segment(0xc0, &[8, 0, 48, 0, 64, 3, 1, 0x11, 0]);
    assert_eq!(
        refusal(&file(&[odd], &[0; 4000])),
        PhotoError::Malformed {
            what: "frame header"
        }
    );
    let unsampled = segment(0xc0, &[8, 0, 48, 0, 64, 1, 1, 0x05, 0]);
    assert_eq!(
        refusal(&file(&[unsampled], &[0; 4000])),
        PhotoError::Malformed {
            what: "frame header"
        }
    );
    // Frame and scan, but no tables to decode them with.
    let bare = file(&[frame(0xc0, 64, 48)], &[0; 4000]);
    assert!(matches!(refusal(&bare), PhotoError::Damaged { .. }));
}

#[test]
fn neg_009_something_else_behind_the_picture() {
    stowaways_stay_behind(&[
        &b"<html><script>alert(1)</script>"[..],
        b"PK\x03\x04 and a whole archive",
        b"<?php system($_GET['c']); __HALT_COMPILER();",
    ]);
}

#[test]
fn neg_014_a_video_or_a_second_picture_behind_the_picture() {
    let video = [&b"\0\0\0\x18ftypmp42"[..], &[5; 300_000]].concat();
    stowaways_stay_behind(&[&video, &jpeg(320, 240)]);
}

/// What lies behind the picture never reaches a copy.
fn stowaways_stay_behind(stowaways: &[&[u8]]) {
    let picture = jpeg(640, 480);
    let plain = process(&picture, &Limits::default(), &Options::default()).unwrap();
    for stowaway in stowaways {
        let polyglot = [&picture[..], *stowaway].concat();
        let photo = process(&polyglot, &Limits::default(), &Options::default()).unwrap();
        assert_eq!(photo.facts.trailing_bytes, stowaway.len() as u64);
        assert_eq!(
            (&photo.view, &photo.thumbnail),
            (&plain.view, &plain.thumbnail)
        );
        assert_eq!(
            photo.original.bytes,
            polyglot.len() as u64,
            "the original stays whole"
        );
        assert_ne!(photo.original.sha256, plain.original.sha256);
    }
}

#[test]
fn comments_never_reach_a_copy() {
    let picture = jpeg(640, 480);
    let plain = process(&picture, &Limits::default(), &Options::default()).unwrap();
    let original = with_segments(
        &picture,
        &[
            segment(0xfe, b"*/<?php evil(); /*"),
            segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"),
            segment(0xed, b"Photoshop 3.0\08BIM"),
        ],
    );
    let photo = process(&original, &Limits::default(), &Options::default()).unwrap();
    assert_eq!(photo.view, plain.view);
}
