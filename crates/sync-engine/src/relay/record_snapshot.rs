use wangge_domain::RecordId;
use wangge_protocol::{RecordSnapshot, Row, Signature};

use super::RelayContext;
use crate::lifecycle_rows::fold_rows;
use crate::redaction::content_envelopes;
use crate::store::StoreError;
use crate::{Document, GateContext, content_hash, document_heads};

/// No snapshot of a record was signed.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Operations of it were blanked and no row begins its document anew since: it cannot be made from
    /// its rows.
    #[error("operations of the record were blanked")]
    Blanked,
    /// What is stored beside the log is not what the log says: a mistake or damage.
    #[error("the {0} of the record is not what its log says")]
    Differs(&'static str),
}

/// The state of a record, signed（记录快照）: its document as it is stored, proven first. A document is
/// made anew from the rows, change by change through the gate; what is saved of it and what is
/// stored both pass the gate of documents and come to the same; and the rows with events alone,
/// which are those that always stay, fold to the same lifecycle as all rows. `None`: there is no
/// such record.
///
/// # Errors
/// [`SnapshotError`]: nothing was signed.
pub fn record_snapshot(
    ctx: &RelayContext<'_>,
    record: RecordId,
) -> Result<Option<RecordSnapshot>, SnapshotError> {
    let Some(stored) = ctx.store.record(record)? else {
        return Ok(None);
    };
    let rows = ctx.store.rows_of(record)?;
    let Some(last) = rows.last().filter(|row| row.seq == stored.last_seq) else {
        return Err(SnapshotError::Differs("place"));
    };
    let mut document = Document::new();
    for envelope in content_envelopes(&rows) {
        if envelope.is_blanked() {
            return Err(SnapshotError::Blanked);
        }
        let owner = GateContext {
            device: envelope.header.device,
            user: envelope.header.user,
        };
        for change in envelope.changes() {
            document
                .apply(change, &owner)
                .map_err(|_| SnapshotError::Differs("change"))?;
        }
    }
    let (heads, content) = (document.heads(), content_hash(&document.content()));
    let differs = |_| SnapshotError::Differs("document");
    let saved = document.save_verified().map_err(differs)?;
    for bytes in [&saved, &stored.document] {
        let read = Document::load_gated(bytes, &heads).map_err(differs)?;
        if content_hash(&read.content()) != content || document_heads(bytes) != heads {
            return Err(SnapshotError::Differs("document"));
        }
    }
    let kept = ctx.store.event_rows_of(record)?;
    let fold = |rows: &[Row]| fold_rows(&stored.kind, rows, ctx.control);
    if fold(&rows) != fold(&kept) {
        return Err(SnapshotError::Differs("lifecycle"));
    }
    let mut snapshot = RecordSnapshot {
        stream: stored.stream,
        epoch: last.epoch,
        record,
        kind: stored.kind.clone(),
        last_seq: last.seq,
        heads,
        document: stored.document,
        relay_key: ctx.service_key.public(),
        signature: Signature([0; 64]),
    };
    snapshot.signature = ctx.service_key.sign(&snapshot.message().0);
    Ok(Some(snapshot))
}
