//! The content keys of a photo record（照片字段）. Hashes stand both here, for people and lists, and
//! in the header of the sealed envelope, which is what binds them.

/// Record the photo is about: a record id.
pub(crate) const TARGET: &str = "target";
/// The premises that the target is or hangs on: a record id. What a grant over one premises is
/// judged by.
pub(crate) const PREMISES: &str = wangge_domain::inspection::keys::PREMISES;
/// Checklist item or slot; empty text: the record as a whole.
pub(crate) const ITEM: &str = "item";
/// What it shows: [`wangge_domain::inspection::PhotoStage`].
pub(crate) const STAGE: &str = "stage";
/// Words under the photo.
pub(crate) const CAPTION: &str = "caption";
/// SHA-256 of the original, hexadecimal.
pub(crate) const ORIGINAL: &str = "original_sha256";
/// SHA-256 of the view copy.
pub(crate) const VIEW: &str = "view_sha256";
/// SHA-256 of the thumbnail.
pub(crate) const THUMBNAIL: &str = "thumbnail_sha256";
/// Length of the original, bytes.
pub(crate) const ORIGINAL_BYTES: &str = "original_bytes";
/// Width as stored, pixels.
pub(crate) const WIDTH: &str = "width";
/// Height as stored, pixels.
pub(crate) const HEIGHT: &str = "height";
/// When it was attached: milliseconds since 1970 by the phone's clock.
pub(crate) use wangge_domain::inspection::keys::PHOTO_TAKEN_AT_MS as TAKEN_AT_MS;
/// Time the camera wrote, local, `2026-09-07T10:20:30`.
pub(crate) const CAMERA_TIME: &str = "camera_time";
/// Latitude the camera wrote, WGS-84, microdegrees.
pub(crate) const LATITUDE: &str = "latitude_microdegrees";
/// Longitude the camera wrote.
pub(crate) const LONGITUDE: &str = "longitude_microdegrees";
/// Maker and model of the camera.
pub(crate) const CAMERA: &str = "camera";
/// It came from the gallery, not from the camera just now.
pub(crate) const IMPORTED: &str = "imported";
