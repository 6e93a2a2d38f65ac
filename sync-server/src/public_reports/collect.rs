use wangge_domain::public_report::{PublicReportRules, ReportDraft};
use wangge_domain::{RecordId, Timestamp};
use wangge_photo::{Limits, Options, process};
use wangge_sync_engine::store::StoreError;

use super::{Other, PublicReports};
use crate::store::{PublicReport, ReportState, Submission};
use crate::tenant::Tenant;

/// Reports collected at a time.
const BATCH: u32 = 20;
/// Bytes of a photo at most, whatever the rules say.
const PHOTO_BYTES: u64 = 16 << 20;

/// Moves reports from the process for the public into the relay's own store: there first, then
/// gone here, so that none is lost and none counts twice.
pub(super) fn collect(
    reports: &PublicReports,
    tenant: &Tenant,
    other: &mut Other,
    rules: &PublicReportRules,
) -> Result<(), StoreError> {
    let begun = tenant.now();
    let waiting = other.store.waiting(BATCH)?;
    // A full batch says nothing of what stands behind it.
    let is_all = u32::try_from(waiting.len()).is_ok_and(|count| count < BATCH);
    for (number, submission) in waiting {
        if is_sound(&submission, rules) {
            let (submission, note) = checked(submission, rules, other, begun);
            if !note.is_empty() {
                tracing::warn!(number, note = %note, "a report by the public was not as it should be");
            }
            add(reports, tenant, other, submission, note)?;
        } else {
            // Only what that process let through comes here: it was changed by somebody else.
            tracing::warn!(number, "a report by the public breaks its rules; dropped");
        }
        other.store.drop_collected(number)?;
    }
    if is_all {
        other.received.note(tenant, begun)?;
    }
    Ok(())
}

/// The other process faces the public: what it hands over is checked anew. Limits that were
/// tightened meanwhile do not count against those who came before.
fn is_sound(submission: &Submission, rules: &PublicReportRules) -> bool {
    let Some(category) = rules.categories.first() else {
        return false;
    };
    let draft = ReportDraft {
        category: category.code.clone(),
        place: submission.place.clone(),
        text: submission.text.clone(),
        ..ReportDraft::default()
    };
    let mut generous = rules.clone();
    generous.limits.place_chars = 10_000;
    generous.limits.text_chars = 100_000;
    draft.check(&generous).is_ok()
}

/// The report as far as it can be believed, and in words what could not: its time, its category, where
/// it lies, its photos. None of it is a reason to lose what somebody had to say.
fn checked(
    mut submission: Submission,
    rules: &PublicReportRules,
    other: &Other,
    now: Timestamp,
) -> (Submission, String) {
    let mut notes: Vec<String> = Vec::new();
    let (received_at, is_believed) = other.received.bounded(submission.received_at, now);
    submission.received_at = received_at;
    if !is_believed {
        notes.push("来件时间不可信，按收取时间登记".to_owned());
    }
    if rules.category(&submission.category).is_none() {
        submission.category = String::new();
        notes.push("类别不在清单内，已去掉".to_owned());
    }
    let is_on_earth = |(latitude, longitude): (i64, i64)| {
        (-90_000_000..=90_000_000).contains(&latitude)
            && (-180_000_000..=180_000_000).contains(&longitude)
    };
    if submission.position.is_some_and(|at| !is_on_earth(at)) {
        submission.position = None;
        notes.push("坐标超出范围，已去掉".to_owned());
    }
    let sent = submission.photos.len();
    let most = usize::try_from(rules.limits.photos).unwrap_or(usize::MAX);
    submission.photos.truncate(most);
    if sent > submission.photos.len() {
        notes.push(format!("照片超过{most}张，多余的已去掉"));
    }
    let kept = submission.photos.len();
    let pictures = submission.photos.iter().filter_map(|photo| drawn(photo));
    submission.photos = pictures.collect();
    let dropped = kept - submission.photos.len();
    if dropped > 0 {
        notes.push(format!("{dropped}个文件不是可以识别的照片，已去掉"));
    }
    (submission, notes.join("；"))
}

/// A photo drawn once more by the relay's own decoder; what is no picture is none.
fn drawn(photo: &[u8]) -> Option<Vec<u8>> {
    let limits = Limits {
        max_bytes: PHOTO_BYTES,
        ..Limits::default()
    };
    let options = Options {
        keep_time: false,
        keep_position: false,
        ..Options::default()
    };
    let made = process(photo, &limits, &options).ok()?;
    Some(made.view.bytes)
}

fn add(
    reports: &PublicReports,
    tenant: &Tenant,
    other: &Other,
    submission: Submission,
    note: String,
) -> Result<(), StoreError> {
    let report = RecordId::mint(tenant.now().0, rand::random());
    let reporter = submission.sealed.as_deref().and_then(|sealed| {
        let key = other.secret.reporter_key();
        key.open(&submission.receipt.0, sealed)
    });
    let reporter = reporter.unwrap_or_default();
    let sealed = (!reporter.is_anonymous()).then(|| reports.key.seal(report.as_bytes(), &reporter));
    let kept = PublicReport {
        report,
        received_at: submission.received_at,
        receipt: submission.receipt,
        claim: submission.claim,
        category: submission.category,
        place: submission.place,
        text: submission.text,
        position: submission.position,
        person: reports.key.person(&reporter.phone),
        photos: u32::try_from(submission.photos.len()).unwrap_or(u32::MAX),
        state: ReportState::Waiting,
        record: None,
        note,
        published: String::new(),
    };
    let database = &tenant.database;
    database.add_public_report(tenant.id(), &kept, submission.photos, sealed)
}
