//! Documents of workload W as records of a phone.
//!
//! The facade enters an inspection answer by answer, as a person does; only a premises file takes
//! all its fields at once. So each document travels as a premises record with three fields of its
//! own and the document's flat fields, which the engine keeps as fields it does not know: the same
//! content, document, signature, event and verdict as an inspection's, and one durable commit.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_domain::{GridId, RecordId};
use wangge_mobile_core::{Core, CoreError};
use wangge_tests::workload::{DocumentEdits, InspectionDocument};

/// Enters documents, sealed and durable; the records in their order.
pub(crate) fn enter(
    core: &Core,
    grid: GridId,
    documents: &[InspectionDocument],
) -> Result<Vec<RecordId>> {
    let records = documents.iter().map(|document| {
        let mut fields = document.to_flat();
        fields.insert(keys::NAME.to_owned(), document.header.title.as_str().into());
        fields.insert(keys::CATEGORY.to_owned(), "rental_housing".into());
        fields.insert(
            keys::ADDRESS.to_owned(),
            document.header.area.as_str().into(),
        );
        Ok(core.create_premises(grid, &fields)?)
    });
    records.collect()
}

/// Makes the edits of a day, sealed and durable.
pub(crate) fn edit(
    core: &Core,
    documents: &[InspectionDocument],
    records: &[RecordId],
    edits: &[DocumentEdits],
) -> Result<()> {
    for one in edits {
        let place = documents.iter().position(|document| document.id == one.id);
        let place = place.context("an edit of no document")?;
        core.edit_premises(records[place], &one.to_flat(&documents[place])?)?;
    }
    Ok(())
}

/// How many of the documents a phone holds exactly as they must be.
pub(crate) fn verified(
    core: &Core,
    documents: &[InspectionDocument],
    records: &[RecordId],
) -> Result<usize> {
    let mut right = 0;
    for (document, record) in documents.iter().zip(records) {
        let content = match core.get_record(*record) {
            Ok(view) => view.content,
            // Not here: not right.
            Err(CoreError::UnknownRecord) => continue,
            Err(error) => return Err(error.into()),
        };
        let flat: BTreeMap<String, Scalar> = content
            .fields
            .into_iter()
            .filter(|(key, _)| key.starts_with("header/") || key.starts_with("answers/"))
            .collect();
        right += usize::from(InspectionDocument::from_flat(&document.id, &flat)? == *document);
    }
    Ok(right)
}
