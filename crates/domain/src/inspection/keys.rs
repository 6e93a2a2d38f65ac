//! The content keys of an inspection（检查记录字段）. Flat: two devices may first write any of them
//! at the same time.

use uuid::Uuid;

use crate::RecordId;

/// The premises visited: a record id.
pub const PREMISES: &str = "premises";
/// Code of the checklist, `RH`.
pub const CHECKLIST: &str = "checklist";
/// Version of the checklist, pinned at the start.
pub const CHECKLIST_VERSION: &str = "checklist_version";
/// Revision of the policy pack, pinned at the start.
pub const POLICY_REVISION: &str = "policy_revision";
/// Mode（检查方式）: [`super::InspectionMode`].
pub const MODE: &str = "mode";
/// When it began: milliseconds since 1970 by the phone's clock.
pub const STARTED_AT_MS: &str = "started_at_ms";
/// When it ended.
pub const FINISHED_AT_MS: &str = "finished_at_ms";
/// Where the phone was: latitude, WGS-84, microdegrees.
pub const LATITUDE_MICRODEGREES: &str = "latitude_microdegrees";
/// Longitude, WGS-84, microdegrees.
pub const LONGITUDE_MICRODEGREES: &str = "longitude_microdegrees";
/// Accuracy of that, meters.
pub const ACCURACY_M: &str = "accuracy_m";
/// Names of the inspectors（检查人）as they stand on papers.
pub const INSPECTORS: &str = "inspectors";
/// Name of the person who led them round（陪同人）.
pub const ACCOMPANIED_BY: &str = "accompanied_by";
/// How the visit ended: a census outcome code of the policy pack.
pub const CENSUS_OUTCOME: &str = "census_outcome";
/// Remark on that.
pub const CENSUS_NOTE: &str = "census_note";
/// The campaign（专项行动）it was made under: the key of the campaign's row.
pub const CAMPAIGN: &str = "campaign";
/// The agencies of a joint visit（综合查一次）, divided by commas: each of them signs.
pub const AGENCIES: &str = "agencies";
/// Remark on the whole visit.
pub const REMARK: &str = "remark";

/// In a photo's own record: what it looks like（感知指纹）, 16 hexadecimal digits; copies in another size
/// or quality differ in few bits.
pub const PHOTO_LOOK: &str = "look";

/// In a photo's own record: when it was attached, milliseconds since 1970 by the phone's clock
/// （拍照时间）.
pub const PHOTO_TAKEN_AT_MS: &str = "taken_at_ms";

/// Prefix of all answers.
pub const ANSWER_PREFIX: &str = "a/";
/// Prefix of all photos, here and in a hazard.
pub const PHOTO_PREFIX: &str = "p/";
/// Prefix of all signatures, here and in a hazard.
pub const SIGNATURE_PREFIX: &str = "sig/";

/// Result of an item: `pass`, `fail` or `na`.
#[must_use]
pub fn answer_result(item: &str) -> String {
    format!("{ANSWER_PREFIX}{item}/result")
}

/// Number or text of an item.
#[must_use]
pub fn answer_value(item: &str) -> String {
    format!("{ANSWER_PREFIX}{item}/value")
}

/// Remark on an item.
#[must_use]
pub fn answer_note(item: &str) -> String {
    format!("{ANSWER_PREFIX}{item}/note")
}

/// Part of the premises（部位）an item's answer speaks of.
#[must_use]
pub fn answer_part(item: &str) -> String {
    format!("{ANSWER_PREFIX}{item}/part")
}

/// Item a photo belongs to; empty text: the visit as a whole. This key makes the photo part of
/// the record; set to null it takes it out again.
#[must_use]
pub fn photo_item(photo: RecordId) -> String {
    format!("{PHOTO_PREFIX}{photo}/item")
}

/// Stage a photo shows: [`super::PhotoStage`].
#[must_use]
pub fn photo_stage(photo: RecordId) -> String {
    format!("{PHOTO_PREFIX}{photo}/stage")
}

/// Who signed, as written.
#[must_use]
pub fn signature_signer(signature: Uuid) -> String {
    format!("{SIGNATURE_PREFIX}{signature}/signer")
}

/// As what: `owner`, `tenant`, `inspector`, `witness`…
#[must_use]
pub fn signature_role(signature: Uuid) -> String {
    format!("{SIGNATURE_PREFIX}{signature}/role")
}

/// The strokes, as text.
#[must_use]
pub fn signature_strokes(signature: Uuid) -> String {
    format!("{SIGNATURE_PREFIX}{signature}/strokes")
}

/// Hash of the statement shown when it was signed: 64 hexadecimal digits.
#[must_use]
pub fn signature_statement(signature: Uuid) -> String {
    format!("{SIGNATURE_PREFIX}{signature}/statement")
}
