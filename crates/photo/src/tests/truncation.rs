//! Files that end too early, and files with holes.

use super::pictures::{busy, encode, full_exif, jpeg, tiff, with_exif};
use crate::{Limits, Options, PhotoError, PhotoErrorKind, inspect, process};

fn forgiving() -> Options {
    Options {
        accept_damaged: true,
        ..Options::default()
    }
}

#[test]
fn neg_011_truncation_at_each_kilobyte() {
    for progressive in [false, true] {
        let picture = encode(&busy(640, 480), 640, 480, progressive);
        let whole = with_exif(&picture, &tiff(&full_exif()));
        assert!(
            whole.len() > 50_000,
            "{} bytes are too few to test",
            whole.len()
        );
        for length in (0..whole.len()).step_by(1024) {
            let part = &whole[..length];
            let refused = process(part, &Limits::default(), &Options::default()).unwrap_err();
            assert_ne!(
                refused.kind(),
                PhotoErrorKind::Internal,
                "at {length}: {refused}"
            );
            if let Ok(photo) = process(part, &Limits::default(), &forgiving()) {
                assert!(photo.facts.damage.is_some(), "at {length}");
                assert_eq!(photo.original.bytes, length as u64);
            }
            if let Ok(facts) = inspect(part, &Limits::default()) {
                assert!(facts.damage.is_some(), "at {length}");
            }
        }
    }
}

#[test]
fn a_truncated_photo_can_be_kept_knowingly() {
    let whole = with_exif(&jpeg(640, 480), &tiff(&full_exif()));
    let part = &whole[..whole.len() * 2 / 3];
    let bytes = part.len() as u64;
    assert_eq!(
        process(part, &Limits::default(), &Options::default()).unwrap_err(),
        PhotoError::Truncated { bytes }
    );
    let photo = process(part, &Limits::default(), &forgiving()).unwrap();
    assert_eq!(photo.facts.damage.as_deref(), Some("truncated"));
    assert_eq!((photo.view.width, photo.view.height), (640, 480));
    assert!(
        photo.facts.taken_at.is_some(),
        "what it says about itself is still read"
    );
}

#[test]
fn holes_are_reported() {
    let mut holed = jpeg(640, 480);
    let middle = holed.len() / 2;
    holed[middle..middle + 2000].fill(0);
    assert!(matches!(
        process(&holed, &Limits::default(), &Options::default()).unwrap_err(),
        PhotoError::Damaged { .. }
    ));
    let photo = process(&holed, &Limits::default(), &forgiving()).unwrap();
    assert!(photo.facts.damage.unwrap().starts_with("Corrupt JPEG data"));
}

#[test]
fn stray_bytes_before_a_marker_are_what_real_cameras_write() {
    let mut original = jpeg(640, 480);
    let end = original.len() - 2;
    original.splice(end..end, [0x12, 0x34, 0x56, 0x78]);
    let photo = process(&original, &Limits::default(), &Options::default()).unwrap();
    assert_eq!(photo.facts.damage, None);
}

#[test]
fn flipped_bytes_anywhere_never_panic() {
    let whole = with_exif(&encode(&busy(96, 64), 96, 64, true), &tiff(&full_exif()));
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 0xff;
        // Either outcome is right; what counts is that there is one.
        let _ = process(&flipped, &Limits::default(), &forgiving());
    }
}
