//! A hazard by quick report: one photo, a few words.

use wangge_domain::RecordId;
use wangge_mobile_core::QuickReport;
use wangge_tests::photo_generator::small_jpeg;

use crate::world::Phone;

/// What a worker who passes by sends in.
pub(crate) fn quick_report(premises: RecordId, words: &str, life_threat: bool) -> QuickReport {
    let seed = words
        .bytes()
        .fold(11_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
    QuickReport {
        premises,
        photo: small_jpeg(seed, 640, 480),
        description: words.to_owned(),
        life_threat,
    }
}

/// A registered hazard.
pub(crate) fn quick_hazard(phone: &Phone, premises: RecordId, words: &str) -> RecordId {
    let report = quick_report(premises, words, false);
    phone
        .core
        .quick_report(&report)
        .expect("a photo and a few words are enough")
}
