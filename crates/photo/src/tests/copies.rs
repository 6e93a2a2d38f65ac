//! The three blobs of a good photo.

use sha2::{Digest as _, Sha256};

use super::pictures::{busy, decode, encode, full_exif, jpeg, tiff, with_exif};
use crate::{Limits, MediaType, Options, digest, process};

#[test]
fn three_blobs_with_their_hashes() {
    let original = with_exif(&jpeg(2048, 1536), &tiff(&full_exif()));
    let photo = process(&original, &Limits::default(), &Options::default()).unwrap();
    assert_eq!(photo.original.sha256[..], Sha256::digest(&original)[..]);
    assert_eq!(photo.original.bytes, original.len() as u64);
    assert_eq!(photo.original.media_type, MediaType::Jpeg);
    assert_eq!(photo.view.sha256, digest(&photo.view.bytes));
    assert_eq!(photo.thumbnail.sha256, digest(&photo.thumbnail.bytes));
    assert_eq!((photo.view.width, photo.view.height), (1600, 1200));
    assert_eq!((photo.thumbnail.width, photo.thumbnail.height), (320, 240));
    for copy in [&photo.view, &photo.thumbnail] {
        let decoded = decode(&copy.bytes);
        assert_eq!(
            (decoded.width as u32, decoded.height as u32),
            (copy.width, copy.height)
        );
    }
}

#[test]
fn equal_input_gives_equal_bytes() {
    let original = with_exif(&jpeg(1200, 900), &tiff(&full_exif()));
    let once = process(&original, &Limits::default(), &Options::default()).unwrap();
    let twice = process(&original, &Limits::default(), &Options::default()).unwrap();
    assert_eq!(once, twice);
}

#[test]
fn small_photos_are_not_enlarged() {
    let photo = process(&jpeg(200, 100), &Limits::default(), &Options::default()).unwrap();
    assert_eq!((photo.view.width, photo.view.height), (200, 100));
    assert_eq!((photo.thumbnail.width, photo.thumbnail.height), (200, 100));
}

#[test]
fn a_pixel_and_a_strip_are_photos_too() {
    for (width, height) in [(1, 1), (1, 3000), (3000, 2)] {
        let photo = process(
            &jpeg(width, height),
            &Limits::default(),
            &Options::default(),
        )
        .unwrap();
        assert!(photo.view.width >= 1 && photo.thumbnail.height >= 1);
        assert!(photo.view.width.max(photo.view.height) <= 1600);
    }
}

#[test]
fn progressive_and_sequential_give_the_same_copy() {
    let rgb = busy(1600, 1200);
    let [first, second] = [false, true].map(|progressive| {
        let original = encode(&rgb, 1600, 1200, progressive);
        process(&original, &Limits::default(), &Options::default())
            .unwrap()
            .view
            .bytes
    });
    assert_eq!(first, second, "both encode the same coefficients");
}

#[test]
fn the_copy_shows_what_the_original_shows() {
    let original = jpeg(2400, 1800);
    let photo = process(&original, &Limits::default(), &Options::default()).unwrap();
    let mean = |jpeg: &[u8]| {
        let pixels = decode(jpeg).pixels;
        pixels.iter().map(|sample| f64::from(*sample)).sum::<f64>() / pixels.len() as f64
    };
    let expected = mean(&original);
    assert!((mean(&photo.view.bytes) - expected).abs() < 2.0);
    assert!((mean(&photo.thumbnail.bytes) - expected).abs() < 2.0);
}

#[test]
fn every_way_of_reducing_color_gives_the_same_colors() {
    use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

    use super::pictures::{BLUE, GREEN, RED, WHITE, quarters};
    let (width, height) = (203, 151);
    let rgb = quarters(width, height, [RED, GREEN, BLUE, WHITE]);
    let image = Image {
        pixels: &rgb[..],
        width,
        pitch: width * 3,
        height,
        format: PixelFormat::RGB,
    };
    for subsamp in [
        Subsamp::None,
        Subsamp::Sub2x1,
        Subsamp::Sub2x2,
        Subsamp::Sub1x2,
        Subsamp::Sub4x1,
        Subsamp::Sub1x4,
    ] {
        let mut compressor = Compressor::new().unwrap();
        compressor.set_subsamp(subsamp).unwrap();
        let original = compressor.compress_to_vec(image).unwrap();
        assert_colors(&original, &rgb, &format!("{subsamp:?}"));
    }
    let mut compressor = Compressor::new().unwrap();
    compressor
        .set_colorspace(turbojpeg::Colorspace::RGB)
        .unwrap();
    assert_colors(
        &compressor.compress_to_vec(image).unwrap(),
        &rgb,
        "stored as RGB",
    );
    let gray: Vec<u8> = vec![90; width * height * 3];
    let mut compressor = Compressor::new().unwrap();
    compressor.set_subsamp(Subsamp::Gray).unwrap();
    let original = compressor
        .compress_to_vec(Image {
            pixels: &gray[..],
            ..image
        })
        .unwrap();
    assert_colors(&original, &gray, "gray");
}

/// The copy must have the size and, in the middle of each quarter, the colors of the picture.
fn assert_colors(original: &[u8], rgb: &[u8], what: &str) {
    let photo = process(original, &Limits::default(), &Options::default()).unwrap();
    let copy = decode(&photo.view.bytes);
    assert_eq!((copy.width, copy.height), (203, 151), "{what}");
    for (x, y) in [(50, 37), (150, 37), (50, 113), (150, 113), (202, 150)] {
        let at = (y * 203 + x) * 3;
        for part in 0..3 {
            let (expected, seen) = (rgb[at + part], copy.pixels[at + part]);
            assert!(
                expected.abs_diff(seen) < 12,
                "{what} at {x},{y}: {expected} became {seen}"
            );
        }
    }
}
