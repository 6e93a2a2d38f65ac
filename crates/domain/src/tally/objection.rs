use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::UserId;
use crate::record::Content;

/// Prefix of the content keys of objections（申诉）: they travel with the record they are about.
pub const OBJECTION_PREFIX: &str = "objection/";

/// An objection as it stands in a record（申诉）of S3-08. It is content, so it reaches the relay like
/// anything a worker writes; what is decided on it never stands there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaisedObjection {
    /// Code of the award that was deducted.
    pub code: String,
    /// Who objects.
    pub worker: UserId,
    /// Why.
    pub text: String,
    /// The day on which it was written.
    pub on: NaiveDate,
}

/// The key of the reason.
#[must_use]
pub fn objection_text(code: &str, worker: UserId) -> String {
    format!("{OBJECTION_PREFIX}{code}/{worker}/text")
}

/// The key of the day.
#[must_use]
pub fn objection_day(code: &str, worker: UserId) -> String {
    format!("{OBJECTION_PREFIX}{code}/{worker}/on")
}

/// The objections of a record; one without a reason or a day is not one.
pub(super) fn objections_of(content: &Content) -> Vec<RaisedObjection> {
    let mut found = Vec::new();
    for (rest, value) in content.under(OBJECTION_PREFIX) {
        let mut parts = rest.split('/');
        let (Some(code), Some(worker), Some("text")) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let (Ok(worker), Some(text)) = (worker.parse(), value.as_text()) else {
            continue;
        };
        let day = content.text(&objection_day(code, worker));
        let Some(on) = day.and_then(|day| day.parse().ok()) else {
            continue;
        };
        if !text.trim().is_empty() {
            found.push(RaisedObjection {
                code: code.to_owned(),
                worker,
                text: text.to_owned(),
                on,
            });
        }
    }
    found
}
