use std::collections::BTreeSet;

use serde::Serialize;
use wangge_sync_engine::store::StoreError;

use super::AccessRequest;
use super::asked::{Asked, BY_NAME, BY_PHONE};
use super::gather::Held;
use crate::reporter::ReporterKey;
use crate::store::IdentityLook;
use crate::tenant::Tenant;

/// A report or complaint that the person made（举报、投诉）.
#[derive(Debug, Serialize)]
pub(super) struct HeldReport {
    /// Id of the report or of the case.
    pub(super) subject: String,
    pub(super) name: String,
    pub(super) phone: String,
    /// Of a report by the public: when it came, where it is about, and its words.
    pub(super) received_at: Option<i64>,
    pub(super) place: String,
    pub(super) text: String,
    pub(super) by: BTreeSet<&'static str>,
}

/// Looks for the person among those who reported. What is sealed is opened here and compared; of whom
/// it is not, nothing leaves this function. A look is written down before one is told.
pub(super) fn reports(
    tenant: &Tenant,
    key: &ReporterKey,
    request: &AccessRequest,
    asked: &Asked,
    held: &mut Held,
) -> Result<(), StoreError> {
    let (database, id) = (&tenant.database, tenant.id());
    for (subject, sealed) in database.sealed_identities(id)? {
        let Some(reporter) = key.open(subject.as_bytes(), &sealed) else {
            tracing::error!(%subject, "who reported cannot be opened: altered, or another key");
            continue;
        };
        let mut by = BTreeSet::new();
        if asked.is_named(&reporter.name) {
            by.insert(BY_NAME);
        }
        if asked.is_phone(&reporter.phone) {
            by.insert(BY_PHONE);
        }
        if by.is_empty() {
            continue;
        }
        let look = IdentityLook {
            user: request.by,
            at: tenant.now(),
            reason: format!("个人信息查阅请求 {}", held.number),
        };
        database.look_at_identity(id, subject, &look)?;
        let report = database.public_report(id, subject)?;
        let (place, text) = report.as_ref().map_or(("", ""), |report| {
            (report.place.as_str(), report.text.as_str())
        });
        held.reports.push(HeldReport {
            subject: subject.to_string(),
            name: reporter.name,
            phone: asked.phone(&reporter.phone),
            received_at: report.as_ref().map(|report| report.received_at.0),
            place: asked.hidden(place),
            text: asked.hidden(text),
            by,
        });
    }
    Ok(())
}
