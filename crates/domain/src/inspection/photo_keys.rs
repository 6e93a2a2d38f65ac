//! The content keys of a photo record（照片字段）. Hashes stand both here, for people and lists, and
//! in the header of the sealed envelope, which is what binds them.

/// Record the photo is about: a record id.
pub const TARGET: &str = "target";
/// The premises that the target is or hangs on: a record id. What a grant over one premises is
/// judged by.
pub const PREMISES: &str = super::keys::PREMISES;
/// Checklist item or slot; empty text: the record as a whole.
pub const ITEM: &str = "item";
/// What it shows: [`super::PhotoStage`].
pub const STAGE: &str = "stage";
/// Words under the photo.
pub const CAPTION: &str = "caption";
/// SHA-256 of the original, hexadecimal.
pub const ORIGINAL: &str = "original_sha256";
/// SHA-256 of the view copy.
pub const VIEW: &str = "view_sha256";
/// SHA-256 of the thumbnail.
pub const THUMBNAIL: &str = "thumbnail_sha256";
/// Length of the original, bytes.
pub const ORIGINAL_BYTES: &str = "original_bytes";
/// Width as stored, pixels.
pub const WIDTH: &str = "width";
/// Height as stored, pixels.
pub const HEIGHT: &str = "height";
/// When it was attached: milliseconds since 1970 by the phone's clock.
pub const TAKEN_AT_MS: &str = "taken_at_ms";
/// Time the camera wrote, local, `2026-09-07T10:20:30`.
pub const CAMERA_TIME: &str = "camera_time";
/// Latitude the camera wrote, WGS-84, microdegrees.
pub const LATITUDE: &str = "latitude_microdegrees";
/// Longitude the camera wrote.
pub const LONGITUDE: &str = "longitude_microdegrees";
/// Latitude where the phone was when it took the photo, WGS-84, microdegrees: most cameras write
/// none of their own.
pub const PHONE_LATITUDE: &str = "phone_latitude_microdegrees";
/// Longitude where the phone was.
pub const PHONE_LONGITUDE: &str = "phone_longitude_microdegrees";
/// How far off that may be, meters.
pub const PHONE_ACCURACY_M: &str = "phone_accuracy_m";
/// The phone's position came from a program that makes positions up（模拟定位）, as the operating
/// system says.
pub const MOCK_LOCATION: &str = "mock_location";
/// Maker and model of the camera.
pub const CAMERA: &str = "camera";
/// It came from the gallery, not from the camera just now.
pub const IMPORTED: &str = "imported";
/// Who sent it, if it was not taken by a phone of this system: [`SOURCE_OWNER`].
pub const SOURCE: &str = "source";
/// Sent through the page of a notice by whoever holds it（业主上传）.
pub const SOURCE_OWNER: &str = "owner";
