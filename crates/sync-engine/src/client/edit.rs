use std::collections::BTreeMap;

use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{RecordId, StreamId};

use super::working::{Author, Working, check_edits};
use super::{ClientContext, EngineError};
use crate::store::{ClientCommit, Draft, DraftChange};

/// Adds edits to a record's draft（存草稿）, durable when it returns. The record begins with its
/// first edit; nothing is sealed and nothing is sent.
///
/// # Errors
/// A key or value is not allowed, the record is another kind, lives elsewhere or is of a later
/// version, or the store failed.
pub fn edit(
    ctx: &ClientContext<'_>,
    record: RecordId,
    kind: &RecordKind,
    stream: StreamId,
    edits: &BTreeMap<String, Scalar>,
) -> Result<(), EngineError> {
    check_edits(edits)?;
    let author = Author::load(ctx)?;
    let mut working =
        Working::load(ctx, record)?.unwrap_or_else(|| Working::begin(record, stream, kind.clone()));
    if working.stream != stream || working.kind != *kind {
        return Err(EngineError::WrongRecord(record));
    }
    working.check_writable()?;
    let base_heads = working
        .draft
        .as_ref()
        .map_or_else(|| working.heads(), |it| it.base_heads.clone());
    let draft = working.draft.get_or_insert_with(|| Draft {
        record,
        stream,
        kind: kind.clone(),
        base_heads: base_heads.clone(),
        edits: BTreeMap::new(),
    });
    draft.edits.extend(edits.clone());
    let merge = DraftChange::Merge {
        record,
        stream,
        kind: kind.clone(),
        base_heads,
        edits: edits.clone(),
    };
    ctx.store.commit(ClientCommit {
        records: vec![working.update(ctx, &author)],
        drafts: vec![merge],
        ..ClientCommit::default()
    })?;
    Ok(())
}
