use wangge_domain::RecordId;
use wangge_domain::public_report::{PublicReportRules, ReportDraft};
use wangge_sync_engine::store::StoreError;

use super::{Other, PublicReports};
use crate::store::{PublicReport, ReportState, Submission};
use crate::tenant::Tenant;

/// Reports collected at a time.
const BATCH: u32 = 20;

/// Moves reports from the process for the public into the relay's own store: there first, then
/// gone here, so that none is lost and none counts twice.
pub(super) fn collect(
    reports: &PublicReports,
    tenant: &Tenant,
    other: &Other,
    rules: &PublicReportRules,
) -> Result<(), StoreError> {
    for (number, submission) in other.store.waiting(BATCH)? {
        match checked(&submission, rules) {
            Some(_) => add(reports, tenant, other, submission)?,
            // Only what that process let through comes here: it was changed by somebody else.
            None => tracing::warn!(number, "a report by the public breaks its rules; dropped"),
        }
        other.store.drop_collected(number)?;
    }
    Ok(())
}

/// The other process faces the public: what it hands over is checked anew. Limits that were
/// tightened meanwhile do not count against those who came before.
fn checked(submission: &Submission, rules: &PublicReportRules) -> Option<()> {
    let draft = ReportDraft {
        category: rules.categories.first()?.code.clone(),
        place: submission.place.clone(),
        text: submission.text.clone(),
        ..ReportDraft::default()
    };
    let mut generous = rules.clone();
    generous.limits.place_chars = 10_000;
    generous.limits.text_chars = 100_000;
    let is_small = submission
        .photos
        .iter()
        .all(|photo| photo.len() <= 16 << 20);
    (draft.check(&generous).is_ok() && is_small && submission.photos.len() <= 20).then_some(())
}

fn add(
    reports: &PublicReports,
    tenant: &Tenant,
    other: &Other,
    submission: Submission,
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
        note: String::new(),
        published: String::new(),
    };
    let database = &tenant.database;
    database.add_public_report(tenant.id(), &kept, submission.photos, sealed)
}
