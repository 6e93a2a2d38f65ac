use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::inspection::{PhotoStage, photo_keys};
use wangge_domain::lifecycle::{PhotoPurpose, RecordState, SameFileCause, Status};
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, RecordId};
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::store::RelayStore;

use super::show::{covered, open};
use super::view::PhotoView;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::ListedRecord;

/// Photos of one file that are told of, at most.
const MOST: usize = 20;

/// Another photo of the same file, byte by byte, which shows something else（同一文件的照片）.
#[derive(Serialize, ToSchema)]
pub(crate) struct SameFileView {
    /// Id of the other photo record.
    photo: String,
    /// `elsewhere`: other premises; `found`: how something was found, or was before; `earlier`: it
    /// was there before the hazard was registered.
    because: String,
    /// What it is said to show: `found`, `before`, `after`, `recheck` or `service`.
    stage: String,
    /// When it was attached, by the phone's clock, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_at: Option<i64>,
    /// Id of the record that it is of; left out where the caller may not read that.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    /// Kind of that record.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// What lists call that record.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
}

/// Says of each photo after the work on a hazard which other photos are of its file.
pub(super) fn mark_same_files(
    app: &App,
    store: &dyn RelayStore,
    caller: &SupervisorCaller,
    hazard: (&ListedRecord, &RecordState),
    photos: &mut [PhotoView],
) -> Result<(), ApiError> {
    let later = [PhotoStage::After, PhotoStage::Recheck];
    for view in photos {
        let stage = PhotoStage::parse(&view.stage);
        if stage.is_none_or(|stage| !later.contains(&stage)) {
            continue;
        }
        let original = view.blobs.get("original");
        let original = original.and_then(|hash| hash.parse::<Digest>().ok());
        let photo = view.id.parse::<RecordId>().ok();
        if let Some(file) = photo.zip(original) {
            view.same_file = same_files(app, store, caller, hazard, file)?;
        }
    }
    Ok(())
}

/// The other photos of a file that one after the work on this hazard names. By what is here now:
/// also for acts of before the rule, and where the other photo came later.
fn same_files(
    app: &App,
    store: &dyn RelayStore,
    caller: &SupervisorCaller,
    (hazard, state): (&ListedRecord, &RecordState),
    (photo, original): (RecordId, Digest),
) -> Result<Vec<SameFileView>, ApiError> {
    let premises: Vec<RecordId> = hazard.premises.into_iter().collect();
    let purpose = PhotoPurpose::Later(state.shown_from());
    let mut views = Vec::new();
    let twins = store.photos_of_file(&original)?;
    for twin in twins.into_iter().filter(|one| *one != photo) {
        if views.len() >= MOST {
            break;
        }
        let rows = store.event_rows_of(twin)?;
        let stands = fold_rows(&RecordKind::Photo, &rows, &caller.control);
        let document = open(store, twin)?;
        let Some(document) = document.filter(|_| stands.status != Status::Withdrawn) else {
            continue;
        };
        let content = document.content();
        let Some(cause) = SameFileCause::of(&content, &premises, purpose) else {
            continue;
        };
        let target = content.text(photo_keys::TARGET);
        let target = match target.and_then(|id| id.parse::<RecordId>().ok()) {
            Some(target) => covered(app, caller, target)?,
            None => None,
        };
        let stage = content.text(photo_keys::STAGE).unwrap_or_default();
        views.push(SameFileView {
            photo: twin.to_string(),
            because: cause.as_str().to_owned(),
            stage: stage.to_owned(),
            taken_at: content.int(photo_keys::TAKEN_AT_MS),
            record: target.as_ref().map(|it| it.record.to_string()),
            kind: target.as_ref().map(|it| it.kind.as_str().to_owned()),
            title: target.map(|it| it.title),
        });
    }
    Ok(views)
}
