use serde::{Deserialize, Serialize};

/// When originals of photos travel（原图上传）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OriginalsOn {
    /// On any network.
    AnyNetwork,
    /// On Wi-Fi only.
    Wifi,
    /// Never: the signed view copy is the evidence.
    Never,
}

/// Photos（照片规则）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhotoPolicy {
    /// When originals travel.
    pub originals: OriginalsOn,
    /// Long edge of the view copy, pixels.
    pub view_long_edge: u32,
    /// JPEG quality of the view copy, 1-100.
    pub view_quality: u8,
    /// Short edge that a photo must have to be evidence, pixels; 0: any.
    #[serde(default)]
    pub min_edge: u32,
    /// Long edge of the thumbnail, pixels.
    pub thumbnail_long_edge: u32,
    /// Photos needed of a hazard: one from afar, one from near.
    pub hazard_photos: u32,
    /// Photos needed of a fix.
    pub fix_photos: u32,
    /// Photos a premises file should have, by slot: `front`, `exit`, …; advice, not demanded.
    pub premises_slots: Vec<String>,
    /// True if pictures may come from the gallery; they are flagged `imported`.
    pub allow_import: bool,
    /// Days an original stays on the phone after the relay and a backup have it.
    pub keep_original_days: u32,
}
