//! All eight orientations come out upright.

use exif::Tag;

use super::pictures::{
    BLUE, Color, GREEN, RED, WHITE, decode, encode, quarters, short, tiff, with_exif,
};
use crate::{Limits, Options, Orientation, process};

/// Quarters as stored, for each orientation, of a scene that is upright red, green, blue, white;
/// written down from the definition of the tag (EXIF 2.32, 4.6.4 A), not from the code.
const STORED: [[Color; 4]; 8] = [
    [RED, GREEN, BLUE, WHITE],
    [GREEN, RED, WHITE, BLUE],
    [WHITE, BLUE, GREEN, RED],
    [BLUE, WHITE, RED, GREEN],
    [RED, BLUE, GREEN, WHITE],
    [GREEN, WHITE, RED, BLUE],
    [WHITE, GREEN, BLUE, RED],
    [BLUE, RED, WHITE, GREEN],
];

#[test]
fn every_orientation_comes_out_upright() {
    for (index, colors) in STORED.into_iter().enumerate() {
        let value = index as u16 + 1;
        let (width, height) = if value < 5 { (96, 64) } else { (64, 96) };
        let plain = encode(&quarters(width, height, colors), width, height, false);
        let original = with_exif(&plain, &tiff(&[short(Tag::Orientation, value)]));
        let photo = process(&original, &Limits::default(), &Options::default()).unwrap();
        assert_eq!(photo.facts.orientation.to_exif(), value);
        assert_eq!(
            (photo.facts.width, photo.facts.height),
            (width as u32, height as u32)
        );
        for copy in [&photo.view, &photo.thumbnail] {
            assert_eq!((copy.width, copy.height), (96, 64), "orientation {value}");
            let seen = corners(&copy.bytes);
            assert_eq!(seen, [RED, GREEN, BLUE, WHITE], "orientation {value}");
        }
    }
}

#[test]
fn an_unknown_orientation_counts_as_upright() {
    for value in [0, 9, 255] {
        assert_eq!(Orientation::from_exif(value), Orientation::Upright);
    }
}

/// The nearest of the four colors in the middle of each quarter.
fn corners(jpeg: &[u8]) -> [Color; 4] {
    let image = decode(jpeg);
    [(1, 1), (3, 1), (1, 3), (3, 3)].map(|(x, y)| {
        let at = (image.height * y / 4 * image.width + image.width * x / 4) * 3;
        let distance = |color: &Color| -> i32 {
            (0..3)
                .map(|part| (i32::from(color[part]) - i32::from(image.pixels[at + part])).abs())
                .sum()
        };
        [RED, GREEN, BLUE, WHITE]
            .into_iter()
            .min_by_key(distance)
            .unwrap()
    })
}
