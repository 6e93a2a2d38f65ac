//! Pictures for the tests of this crate, made on the spot.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

/// A color that survives JPEG recognizably.
pub(super) type Color = [u8; 3];

pub(super) const RED: Color = [220, 40, 40];
pub(super) const GREEN: Color = [40, 200, 60];
pub(super) const BLUE: Color = [40, 60, 220];
pub(super) const WHITE: Color = [240, 240, 240];

/// A picture of four quarters: upper left, upper right, lower left, lower right.
pub(super) fn quarters(width: usize, height: usize, colors: [Color; 4]) -> Vec<u8> {
    let mut rgb = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let index = usize::from(y >= height / 2) * 2 + usize::from(x >= width / 2);
            rgb.extend_from_slice(&colors[index]);
        }
    }
    rgb
}

/// A picture with detail everywhere, so that its JPEG has some weight.
pub(super) fn busy(width: usize, height: usize) -> Vec<u8> {
    let mut state = 1_u32;
    (0..width * height * 3)
        .map(|index| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (index / 7 % 190) as u8 + (state >> 26) as u8
        })
        .collect()
}

/// How a test picture is encoded.
pub(super) fn encode(rgb: &[u8], width: usize, height: usize, progressive: bool) -> Vec<u8> {
    let mut compressor = Compressor::new().unwrap();
    compressor.set_quality(85).unwrap();
    compressor.set_subsamp(Subsamp::Sub2x2).unwrap();
    compressor.set_progressive(progressive).unwrap();
    compressor
        .compress_to_vec(Image {
            pixels: rgb,
            width,
            pitch: width * 3,
            height,
            format: PixelFormat::RGB,
        })
        .unwrap()
}

/// A busy sequential JPEG.
pub(super) fn jpeg(width: usize, height: usize) -> Vec<u8> {
    encode(&busy(width, height), width, height, false)
}

/// The pixels of a JPEG.
pub(super) fn decode(jpeg: &[u8]) -> Image<Vec<u8>> {
    turbojpeg::decompress(jpeg, PixelFormat::RGB).unwrap()
}

/// One marker segment.
pub(super) fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap();
    [&[0xff, marker], &length.to_be_bytes()[..], body].concat()
}

/// The JPEG with segments put in right behind its start marker.
pub(super) fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

/// The JPEG with a TIFF block as EXIF.
pub(super) fn with_exif(jpeg: &[u8], block: &[u8]) -> Vec<u8> {
    with_segments(jpeg, &[segment(0xe1, &[b"Exif\0\0", block].concat())])
}

/// A TIFF block with the given fields.
pub(super) fn tiff(fields: &[Field]) -> Vec<u8> {
    let mut writer = Writer::new();
    for field in fields {
        writer.push_field(field);
    }
    let mut block = Cursor::new(Vec::new());
    writer.write(&mut block, false).unwrap();
    block.into_inner()
}

pub(super) fn field(tag: Tag, value: Value) -> Field {
    Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    }
}

pub(super) fn text(tag: Tag, text: &str) -> Field {
    field(tag, Value::Ascii(vec![text.as_bytes().to_vec()]))
}

pub(super) fn short(tag: Tag, value: u16) -> Field {
    field(tag, Value::Short(vec![value]))
}

pub(super) fn ratios(tag: Tag, values: &[(u32, u32)]) -> Field {
    let values = values
        .iter()
        .map(|&(num, denom)| Rational { num, denom })
        .collect();
    field(tag, Value::Rational(values))
}

/// All that a talkative phone writes.
pub(super) fn full_exif() -> Vec<Field> {
    vec![
        text(Tag::Make, "Maker"),
        text(Tag::Model, "Model 9"),
        text(Tag::Software, "firmware-1234"),
        text(Tag::Artist, "somebody's name"),
        text(Tag::DateTimeOriginal, "2026:09:01 08:30:15"),
        text(Tag::SubSecTimeOriginal, "250"),
        text(Tag::OffsetTimeOriginal, "+08:00"),
        text(Tag::BodySerialNumber, "SERIAL-4711"),
        field(
            Tag::MakerNote,
            Value::Undefined(b"maker note secret".to_vec(), 0),
        ),
        text(Tag::GPSLatitudeRef, "N"),
        ratios(Tag::GPSLatitude, &[(27, 1), (47, 1), (2444, 100)]),
        text(Tag::GPSLongitudeRef, "E"),
        ratios(Tag::GPSLongitude, &[(120, 1), (36, 1), (3672, 100)]),
        ratios(Tag::GPSHPositioningError, &[(485, 100)]),
        text(Tag::GPSDateStamp, "2026:09:01"),
        ratios(Tag::GPSTimeStamp, &[(0, 1), (30, 1), (14, 1)]),
    ]
}
