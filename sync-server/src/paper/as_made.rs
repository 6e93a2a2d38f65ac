use wangge_domain::RecordId;
use wangge_domain::record::Content;
use wangge_report::{CaseFile, RecordFile};
use wangge_sync_engine::store::{RelayStore, StoreError};
use wangge_sync_engine::{Document, MadeAt};

use super::PaperKind;

/// Where the act stands that made a paper about a premises, as `place_of` tells of one record: of a
/// paper over several notices that of the first. `None`: the paper says how things stand now.
pub(super) fn made_at(
    kind: PaperKind,
    case: &CaseFile,
    place_of: impl Fn(&RecordFile, &[&str]) -> Result<Option<MadeAt>, StoreError>,
) -> Result<Option<MadeAt>, StoreError> {
    let (files, acts) = match kind {
        PaperKind::Notice | PaperKind::MajorNotice => (&case.hazards, MadeAt::NOTICE),
        PaperKind::Recheck => (&case.hazards, MadeAt::RECHECK),
        PaperKind::Transfer => (&case.hazards, MadeAt::TRANSFER),
        PaperKind::Inspection => (&case.inspections, MadeAt::VISIT),
        _ => return Ok(None),
    };
    let mut first: Option<MadeAt> = None;
    for file in files {
        first = first.into_iter().chain(place_of(file, acts)?).min();
    }
    Ok(first)
}

/// What a premises said then; `None`: what it says now. The log is looked through only for one that
/// was changed since it was put on file.
pub(super) fn premises_then(
    store: &dyn RelayStore,
    premises: RecordId,
    made: &MadeAt,
) -> Result<Option<Content>, StoreError> {
    let Some(stored) = store.record(premises)? else {
        return Ok(None);
    };
    let document =
        Document::load(&stored.document).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    if document.change_count() < 2 {
        return Ok(None);
    }
    Ok(made.content(&store.rows_of(premises)?))
}
