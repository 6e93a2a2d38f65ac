//! Photographs of real cameras; sources and licences in `fixtures/photos/README.md`.

use super::pictures::decode;
use crate::{Limits, Options, Processed, inspect, process};

const LITTLE_ENDIAN: &[u8] =
    include_bytes!("../../../../fixtures/photos/casio-qv-r51-little-endian.jpg");
const BIG_ENDIAN: &[u8] = include_bytes!("../../../../fixtures/photos/casio-qv-r51-big-endian.jpg");
const PROGRESSIVE: &[u8] =
    include_bytes!("../../../../fixtures/photos/dandelion-progressive-16mp.jpg");
const PHOTO_SITE: &[u8] = include_bytes!("../../../../fixtures/photos/summer-palace-640.jpg");

fn taken(original: &[u8]) -> Processed {
    process(original, &Limits::default(), &Options::default()).unwrap()
}

#[test]
fn a_camera_of_2006_is_understood_in_both_byte_orders() {
    for (original, time, width, height) in [
        (LITTLE_ENDIAN, "2006-02-15 23:39:07", 300, 400),
        (BIG_ENDIAN, "2006-02-14 22:00:58", 500, 667),
    ] {
        let photo = taken(original);
        assert_eq!((photo.view.width, photo.view.height), (width, height));
        let taken_at = photo.facts.taken_at.unwrap();
        assert_eq!(taken_at.local.to_string(), time);
        assert_eq!(taken_at.offset_minutes, None);
        assert_eq!(photo.facts.make.as_deref(), Some("CASIO COMPUTER CO.,LTD"));
        assert_eq!(photo.facts.model.as_deref(), Some("QV-R51"));
        assert_eq!(photo.facts.damage, None);
    }
}

#[test]
fn maker_notes_of_a_real_camera_do_not_leak() {
    let photo = taken(LITTLE_ENDIAN);
    for copy in [&photo.view.bytes, &photo.thumbnail.bytes] {
        assert!(memchr::memmem::find(copy, b"CASIO").is_none());
        assert!(memchr::memmem::find(copy, b"QV-R51").is_none());
    }
    let kept = inspect(&photo.view.bytes, &Limits::default()).unwrap();
    assert_eq!(kept.taken_at, photo.facts.taken_at);
}

#[test]
fn sixteen_megapixels_in_ten_scans() {
    let photo = taken(PROGRESSIVE);
    assert_eq!((photo.facts.width, photo.facts.height), (5312, 2988));
    assert_eq!((photo.view.width, photo.view.height), (1600, 900));
    assert_eq!((photo.thumbnail.width, photo.thumbnail.height), (320, 180));
}

#[test]
fn copies_look_like_their_originals() {
    for original in [LITTLE_ENDIAN, BIG_ENDIAN, PHOTO_SITE] {
        let photo = taken(original);
        let (before, after) = (decode(original), decode(&photo.view.bytes));
        let error: u64 = before
            .pixels
            .iter()
            .zip(&after.pixels)
            .map(|(before, after)| u64::from(before.abs_diff(*after)).pow(2))
            .sum();
        let mean = error as f64 / before.pixels.len() as f64;
        // 30 dB of signal to noise is what quality 80 gives on detailed pictures.
        assert!(mean < 65.0, "mean square error {mean}");
    }
}
