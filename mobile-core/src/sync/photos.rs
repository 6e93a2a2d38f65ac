use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use wangge_domain::Digest;
use wangge_domain::policy::OriginalsOn;
use wangge_sync_engine::store::ClientStore as _;

use super::{NetworkKind, PhotoReport, SyncObserver, SyncOptions, SyncProgress};
use crate::clock::wall;
use crate::error::CoreError;
use crate::facade::Core;
use crate::http::{BlobSource, RelayClient, UploadOutcome, UploadRequest};
use crate::media::SealedReader;
use crate::store::{BlobRole, BlobToSend};

/// Blobs looked up at once.
const PAGE: usize = 256;

/// Sends photos: thumbnails of all first, then view copies, then originals if network and policy
/// allow. Stops early when records were sealed meanwhile: they go first. Whether there are such is
/// said beside the report.
pub(super) async fn send(
    core: &Core,
    client: &Arc<RelayClient>,
    options: &SyncOptions,
    observer: &Arc<dyn SyncObserver>,
    cancel: &CancellationToken,
) -> Result<(PhotoReport, bool), CoreError> {
    let roles = roles(core, options)?;
    let mut report = PhotoReport::default();
    let mut records_wait = false;
    let mut tried: BTreeSet<Digest> = BTreeSet::new();
    let mut uploads: JoinSet<(BlobToSend, UploadOutcome)> = JoinSet::new();
    let mut queue: Vec<BlobToSend> = Vec::new();
    core.sweep_bodies()?;
    let handed_over = core.handed_over();
    loop {
        if queue.is_empty() && report.failure.is_none() {
            let found = core
                .inner
                .store
                .blobs_to_send(&roles, PAGE + tried.len() + handed_over.len())?;
            queue = found
                .into_iter()
                .filter(|it| !tried.contains(&it.blob.digest))
                .filter(|it| !handed_over.contains(&it.blob.digest))
                .collect();
            queue.reverse();
        }
        let may_start = report.failure.is_none() && !records_wait;
        while may_start && uploads.len() < options.parallel_uploads.max(1) {
            let Some(next) = queue.pop() else { break };
            tried.insert(next.blob.digest);
            match start(core, client, next, cancel, &mut uploads)? {
                Started::Yes => {}
                Started::Unreadable => report.unreadable += 1,
            }
        }
        let Some(done) = uploads.join_next().await else {
            break;
        };
        let (blob, outcome) = done.map_err(|error| CoreError::Internal(error.to_string()))?;
        take(core, &mut report, &blob, outcome)?;
        records_wait = core.inner.store.outbox_len()? > 0;
        let left = u64::try_from(queue.len() + uploads.len()).unwrap_or(u64::MAX);
        let sent = report.sent + report.skipped;
        observer.on_progress(SyncProgress::Photos { sent, left });
        if report.failure == Some(CoreError::Cancelled) {
            return Err(CoreError::Cancelled);
        }
    }
    let all = [BlobRole::Thumbnail, BlobRole::View, BlobRole::Original];
    let waiting = core.inner.store.blobs_to_send(&all, usize::MAX)?.len();
    report.left = u64::try_from(waiting).unwrap_or(u64::MAX);
    // A failure now would repeat at once: the next sync tries again.
    records_wait &= report.failure.is_none();
    Ok((report, records_wait))
}

pub(crate) fn roles(core: &Core, options: &SyncOptions) -> Result<Vec<BlobRole>, CoreError> {
    if options.frugal {
        return Ok(vec![BlobRole::Thumbnail]);
    }
    let mut roles = vec![BlobRole::Thumbnail, BlobRole::View];
    let originals = match core.session_even_locked()?.policy.photos.originals {
        OriginalsOn::AnyNetwork => true,
        OriginalsOn::Wifi => options.network == NetworkKind::Wifi,
        OriginalsOn::Never => false,
    };
    if originals {
        roles.push(BlobRole::Original);
    }
    Ok(roles)
}

enum Started {
    Yes,
    Unreadable,
}

fn start(
    core: &Core,
    client: &Arc<RelayClient>,
    to_send: BlobToSend,
    cancel: &CancellationToken,
    uploads: &mut JoinSet<(BlobToSend, UploadOutcome)>,
) -> Result<Started, CoreError> {
    let session = core.session_even_locked()?;
    let reader = match core.open_blob(&session, &to_send.blob) {
        Ok(reader) => reader,
        Err(error) => {
            tracing::warn!(code = error.code(), "a photo file cannot be read");
            if let (CoreError::PhotoNotHere, Some((file, _))) = (&error, &to_send.blob.file) {
                core.inner.store.set_lost(vec![file.clone()])?;
            }
            return Ok(Started::Unreadable);
        }
    };
    let request = UploadRequest {
        digest: to_send.blob.digest,
        length: to_send.blob.length,
        stream: to_send.blob.stream,
        role: to_send.blob.role.as_str(),
        resume: to_send.upload.clone(),
    };
    let (client, cancel) = (Arc::clone(client), cancel.clone());
    uploads.spawn(async move {
        let mut source = FileSource(reader);
        let outcome = client.upload(&request, &mut source, &cancel, &|_| ()).await;
        (to_send, outcome)
    });
    Ok(Started::Yes)
}

fn take(
    core: &Core,
    report: &mut PhotoReport,
    to_send: &BlobToSend,
    outcome: UploadOutcome,
) -> Result<(), CoreError> {
    let digest = to_send.blob.digest;
    match outcome {
        UploadOutcome::Held { sent_bytes } => {
            let at = wall(core.inner.clock.as_ref());
            core.inner.store.set_held(vec![digest], at)?;
            if sent_bytes == 0 && to_send.blob.length > 0 {
                report.skipped += 1;
            } else {
                report.sent += 1;
                report.bytes += sent_bytes;
            }
        }
        UploadOutcome::Broken { resume, failure } => {
            if resume != to_send.upload {
                core.inner.store.set_upload(digest, resume)?;
            }
            let error: CoreError = failure.into();
            // One blob that the relay does not want is no reason to keep the others back.
            let of_this_blob =
                matches!(error, CoreError::RelayRefused { .. } | CoreError::BadAnswer);
            if !of_this_blob {
                report.failure = Some(error);
            }
        }
        UploadOutcome::Unreadable(why) => {
            tracing::warn!(why, "a photo file cannot be read");
            report.unreadable += 1;
        }
    }
    Ok(())
}

struct FileSource(SealedReader<std::fs::File>);

impl BlobSource for FileSource {
    fn read_at(&mut self, offset: u64, most: usize) -> Result<Vec<u8>, String> {
        self.0
            .read_at(offset, most)
            .map_err(|error| error.to_string())
    }
}
