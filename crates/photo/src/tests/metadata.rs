//! What is read from an original and what a copy keeps.

use exif::Tag;

use super::pictures::{full_exif, jpeg, ratios, text, tiff, with_exif};
use crate::{Limits, Options, PhotoFacts, Position, inspect, process};

fn facts_of(fields: &[exif::Field]) -> PhotoFacts {
    inspect(&with_exif(&jpeg(64, 48), &tiff(fields)), &Limits::default()).unwrap()
}

/// Whether the bytes contain the text.
fn contains(bytes: &[u8], needle: &str) -> bool {
    memchr::memmem::find(bytes, needle.as_bytes()).is_some()
}

#[test]
fn facts_are_read() {
    let facts = facts_of(&full_exif());
    let taken_at = facts.taken_at.unwrap();
    assert_eq!(taken_at.local.to_string(), "2026-09-01 08:30:15.250");
    assert_eq!(taken_at.offset_minutes, Some(480));
    assert_eq!(
        facts.satellite_time.unwrap().to_string(),
        "2026-09-01 00:30:14"
    );
    assert_eq!(
        facts.position,
        Some(Position {
            latitude_microdegrees: 27_790_122,
            longitude_microdegrees: 120_610_200,
            accuracy_millimeters: Some(4850),
        })
    );
    assert_eq!(facts.make.as_deref(), Some("Maker"));
    assert_eq!(facts.model.as_deref(), Some("Model 9"));
}

#[test]
fn a_copy_keeps_the_time_and_nothing_else() {
    let original = with_exif(&jpeg(400, 300), &tiff(&full_exif()));
    let photo = process(&original, &Limits::default(), &Options::default()).unwrap();
    let view = inspect(&photo.view.bytes, &Limits::default()).unwrap();
    assert_eq!(view.taken_at, photo.facts.taken_at);
    assert_eq!((view.position, view.satellite_time), (None, None));
    assert_eq!((view.make, view.model), (None, None));
    for secret in [
        "Maker",
        "Model 9",
        "firmware",
        "somebody",
        "SERIAL",
        "maker note",
        "GPS",
    ] {
        assert!(contains(&original, secret) || secret == "GPS");
        assert!(
            !contains(&photo.view.bytes, secret),
            "{secret} leaks into the view copy"
        );
        assert!(
            !contains(&photo.thumbnail.bytes, secret),
            "{secret} leaks into the thumbnail"
        );
    }
    assert!(
        !contains(&photo.thumbnail.bytes, "Exif"),
        "a thumbnail has no metadata"
    );
}

#[test]
fn a_copy_keeps_the_position_only_if_told_to() {
    let original = with_exif(&jpeg(400, 300), &tiff(&full_exif()));
    let options = Options {
        keep_time: false,
        keep_position: true,
        ..Options::default()
    };
    let photo = process(&original, &Limits::default(), &options).unwrap();
    let view = inspect(&photo.view.bytes, &Limits::default()).unwrap();
    assert_eq!(
        view.position, photo.facts.position,
        "not a microdegree is lost"
    );
    assert_eq!(view.taken_at, None);
    let nothing = Options {
        keep_time: false,
        ..Options::default()
    };
    let photo = process(&original, &Limits::default(), &nothing).unwrap();
    assert!(!contains(&photo.view.bytes, "Exif"));
}

#[test]
fn positions_of_all_quadrants_survive_a_copy() {
    let options = Options {
        keep_position: true,
        ..Options::default()
    };
    let plain = jpeg(64, 48);
    for (latitude, longitude) in [("N", "E"), ("S", "E"), ("N", "W"), ("S", "W")] {
        for seconds in [0, 1, 3599, 5999, 2401] {
            let original = with_exif(
                &plain,
                &tiff(&[
                    text(Tag::GPSLatitudeRef, latitude),
                    ratios(Tag::GPSLatitude, &[(89, 1), (59, 1), (seconds, 100)]),
                    text(Tag::GPSLongitudeRef, longitude),
                    ratios(Tag::GPSLongitude, &[(179, 1), (0, 1), (seconds, 100)]),
                ]),
            );
            let photo = process(&original, &Limits::default(), &options).unwrap();
            let position = photo.facts.position.unwrap();
            assert_eq!(position.latitude_microdegrees < 0, latitude == "S");
            assert_eq!(position.longitude_microdegrees < 0, longitude == "W");
            let view = inspect(&photo.view.bytes, &Limits::default()).unwrap();
            assert_eq!(view.position, Some(position));
        }
    }
}

#[test]
fn the_best_time_is_taken() {
    let facts = facts_of(&[text(Tag::DateTime, "2026:01:02 03:04:05")]);
    let taken_at = facts.taken_at.unwrap();
    assert_eq!(taken_at.local.to_string(), "2026-01-02 03:04:05");
    assert_eq!(taken_at.offset_minutes, None);
    let facts = facts_of(&[
        text(Tag::DateTime, "2026:01:02 03:04:05"),
        text(Tag::DateTimeOriginal, "2025:12:31 23:59:59"),
        text(Tag::OffsetTime, "-03:30"),
    ]);
    let taken_at = facts.taken_at.unwrap();
    assert_eq!(taken_at.local.to_string(), "2025-12-31 23:59:59");
    assert_eq!(taken_at.offset_minutes, Some(-210));
}

#[test]
fn times_that_do_not_exist_are_absent() {
    for time in [
        "    :  :     :  :  ",
        "0000:00:00 00:00:00",
        "2026:02:30 10:00:00",
        "2026:13:01 10:00:00",
        "2026-09-01 10:00:00",
        "2026:09:01",
        "",
    ] {
        assert_eq!(
            facts_of(&[text(Tag::DateTimeOriginal, time)]).taken_at,
            None,
            "{time:?}"
        );
    }
}

#[test]
fn positions_that_do_not_exist_are_absent() {
    let position = |latitude: &[(u32, u32)], letter: &str| {
        facts_of(&[
            text(Tag::GPSLatitudeRef, letter),
            ratios(Tag::GPSLatitude, latitude),
            text(Tag::GPSLongitudeRef, "E"),
            ratios(Tag::GPSLongitude, &[(120, 1), (0, 1), (0, 1)]),
        ])
        .position
    };
    assert!(position(&[(27, 1), (0, 1), (0, 1)], "N").is_some());
    assert_eq!(
        position(&[(27, 0), (0, 1), (0, 1)], "N"),
        None,
        "degrees by zero"
    );
    assert_eq!(
        position(&[(27, 1), (0, 1), (5, 0)], "N"),
        None,
        "seconds by zero"
    );
    assert_eq!(
        position(&[(0, 0), (0, 0), (0, 0)], "N"),
        None,
        "no number at all"
    );
    assert_eq!(
        position(&[(91, 1), (0, 1), (0, 1)], "N"),
        None,
        "beyond the pole"
    );
    assert_eq!(
        position(&[(u32::MAX, 1), (u32::MAX, 1), (u32::MAX, 1)], "N"),
        None
    );
    assert_eq!(
        position(&[(27, 1), (0, 1), (0, 1)], "X"),
        None,
        "neither north nor south"
    );
    assert_eq!(
        position(&[(27, 1), (30, 1)], "N").map(|it| it.latitude_microdegrees),
        Some(27_500_000)
    );
    let nowhere = facts_of(&[
        text(Tag::GPSLatitudeRef, "N"),
        ratios(Tag::GPSLatitude, &[(0, 1), (0, 1), (0, 1)]),
        text(Tag::GPSLongitudeRef, "E"),
        ratios(Tag::GPSLongitude, &[(0, 1), (0, 1), (0, 1)]),
    ]);
    assert_eq!(
        nowhere.position, None,
        "0,0 is what is written without a fix"
    );
}

#[test]
fn neg_006_fractions_by_zero() {
    for accuracy in [(5, 0), (0, 1)] {
        let mut fields = full_exif();
        fields.retain(|field| field.tag != Tag::GPSHPositioningError);
        fields.push(ratios(Tag::GPSHPositioningError, &[accuracy]));
        assert_eq!(
            facts_of(&fields).position.unwrap().accuracy_millimeters,
            None
        );
    }
}
