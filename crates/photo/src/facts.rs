//! What a photo says about itself.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::orientation::Orientation;

/// When the shutter fell, by the phone's own clock（拍摄时间）.
///
/// A phone's clock is evidence, not truth (design 4): nothing may be decided by it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenAt {
    /// Local time as the camera wrote it.
    pub local: NaiveDateTime,
    /// Minutes east of UTC, if the camera wrote them; -1439 to 1439.
    pub offset_minutes: Option<i16>,
}

/// Where the phone was（拍摄位置）, WGS-84.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Latitude in millionths of a degree, north positive.
    pub latitude_microdegrees: i64,
    /// Longitude in millionths of a degree, east positive.
    pub longitude_microdegrees: i64,
    /// Horizontal error in millimeters, if the camera wrote one.
    pub accuracy_millimeters: Option<u64>,
}

/// What a photo says about itself; every text is cleaned of control characters and cut to 64
/// characters, but not escaped: that is the business of whoever shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoFacts {
    /// Width as stored, before turning upright.
    pub width: u32,
    /// Height as stored, before turning upright.
    pub height: u32,
    /// How stored rows lie in the scene.
    pub orientation: Orientation,
    /// Time of the shot by the phone's clock.
    pub taken_at: Option<TakenAt>,
    /// Time of the position fix by the satellites' clock, UTC: independent of the phone's clock.
    pub satellite_time: Option<NaiveDateTime>,
    /// Position of the shot. Exactly 0,0 is what cameras write without a fix, and counts as none.
    pub position: Option<Position>,
    /// Maker of the camera.
    pub make: Option<String>,
    /// Model of the camera.
    pub model: Option<String>,
    /// Bytes behind the end of the picture: motion photos, depth maps, or something that was
    /// hidden there. They stay in the original and never reach a copy.
    pub trailing_bytes: u64,
    /// What is wrong with the picture data, if it was taken all the same.
    pub damage: Option<String>,
}

impl PhotoFacts {
    /// Facts of a picture without metadata.
    pub(crate) fn bare(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            orientation: Orientation::Upright,
            taken_at: None,
            satellite_time: None,
            position: None,
            make: None,
            model: None,
            trailing_bytes: 0,
            damage: None,
        }
    }
}
