use wangge_domain::lifecycle::{LifecycleTables, Reason};

use crate::error::CoreError;

/// Who reports is kept by the relay apart from all records: what holds such a field is neither
/// written into a case nor sealed with a step, whatever the register.
pub(super) fn refuse_kept_apart<'a>(
    names: impl IntoIterator<Item = &'a String>,
) -> Result<(), CoreError> {
    let rows = || {
        let tables = LifecycleTables::standard().iter();
        tables.flat_map(|table| &table.rows)
    };
    for name in names {
        let row = rows().find(|row| {
            let rules = &row.asks.fields;
            rules.iter().any(|rule| rule.apart && rule.name == *name)
        });
        if let Some(row) = row {
            return Err(CoreError::NotAllowed(Reason::new("kept_apart", &row.rule)));
        }
    }
    Ok(())
}
