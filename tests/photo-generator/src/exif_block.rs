//! The EXIF segment of a shot.

use std::io::Cursor;

use chrono::{DateTime, Timelike as _};
use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};

/// China keeps one offset from UTC, in minutes.
const OFFSET_MINUTES: i64 = 480;

/// What the phone writes into one shot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShotExif {
    /// Time of the shot, milliseconds since 1970 UTC; written as local time at +08:00.
    pub taken_at_ms: i64,
    /// Latitude in millionths of a degree, north positive.
    pub lat_microdeg: i64,
    /// Longitude in millionths of a degree, east positive.
    pub lon_microdeg: i64,
    /// EXIF orientation, 1 to 8; [`Pool::orientation`](super::Pool::orientation) tells which makes
    /// a pool picture upright.
    pub orientation: u16,
    /// Model of the phone.
    pub model: String,
    /// A number that no other shot has; it makes the bytes of the shot unlike all others.
    pub unique_id: u128,
}

impl ShotExif {
    /// The bytes of a JPEG with this EXIF put in; `jpeg` starts with its start marker.
    pub(super) fn put_into(&self, jpeg: &[u8]) -> Vec<u8> {
        let block = self.block();
        let length = u16::try_from(block.len() + 8).expect("the block has about 700 bytes");
        let mut shot = Vec::with_capacity(jpeg.len() + block.len() + 10);
        shot.extend_from_slice(&[0xff, 0xd8, 0xff, 0xe1]);
        shot.extend_from_slice(&length.to_be_bytes());
        shot.extend_from_slice(b"Exif\0\0");
        shot.extend_from_slice(&block);
        shot.extend_from_slice(jpeg.get(2..).unwrap_or_default());
        shot
    }

    fn block(&self) -> Vec<u8> {
        let utc = DateTime::from_timestamp_millis(self.taken_at_ms).unwrap_or_default();
        let local = DateTime::from_timestamp_millis(self.taken_at_ms + OFFSET_MINUTES * 60_000)
            .unwrap_or_default();
        let moment = local.format("%Y:%m:%d %H:%M:%S").to_string();
        let fraction = format!("{:03}", local.nanosecond() / 1_000_000);
        let time_of_day = [utc.hour(), utc.minute(), utc.second()];
        let fields = [
            text(Tag::Make, "Wangge"),
            text(Tag::Model, &self.model),
            text(Tag::Software, "drawn for demonstration"),
            field(Tag::Orientation, Value::Short(vec![self.orientation])),
            text(Tag::DateTime, &moment),
            text(Tag::DateTimeOriginal, &moment),
            text(Tag::DateTimeDigitized, &moment),
            text(Tag::SubSecTimeOriginal, &fraction),
            text(Tag::OffsetTime, "+08:00"),
            text(Tag::OffsetTimeOriginal, "+08:00"),
            field(Tag::ExposureTime, ratios(&[(1, 50)])),
            field(Tag::FNumber, ratios(&[(19, 10)])),
            text(Tag::ImageUniqueID, &format!("{:032x}", self.unique_id)),
            text(
                Tag::GPSLatitudeRef,
                if self.lat_microdeg < 0 { "S" } else { "N" },
            ),
            field(Tag::GPSLatitude, degrees(self.lat_microdeg)),
            text(
                Tag::GPSLongitudeRef,
                if self.lon_microdeg < 0 { "W" } else { "E" },
            ),
            field(Tag::GPSLongitude, degrees(self.lon_microdeg)),
            field(Tag::GPSHPositioningError, ratios(&[(8, 1)])),
            field(
                Tag::GPSTimeStamp,
                ratios(&time_of_day.map(|part| (part, 1))),
            ),
            text(Tag::GPSDateStamp, &utc.format("%Y:%m:%d").to_string()),
        ];
        let mut writer = Writer::new();
        for field in &fields {
            writer.push_field(field);
        }
        let mut block = Cursor::new(Vec::new());
        writer
            .write(&mut block, true)
            .expect("the fields are few and go to memory");
        block.into_inner()
    }
}

fn field(tag: Tag, value: Value) -> Field {
    Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    }
}

fn text(tag: Tag, text: &str) -> Field {
    field(tag, Value::Ascii(vec![text.as_bytes().to_vec()]))
}

fn ratios(values: &[(u32, u32)]) -> Value {
    Value::Rational(
        values
            .iter()
            .map(|&(num, denom)| Rational { num, denom })
            .collect(),
    )
}

/// Degrees, minutes, ten-thousandths of a second.
fn degrees(microdegrees: i64) -> Value {
    let micro = u32::try_from(microdegrees.unsigned_abs() % 360_000_000)
        .expect("the rest of a division by less than 2^32");
    let minutes = micro % 1_000_000 * 60;
    ratios(&[
        (micro / 1_000_000, 1),
        (minutes / 1_000_000, 1),
        (minutes % 1_000_000 * 60 / 100, 10_000),
    ])
}
