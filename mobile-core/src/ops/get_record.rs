use std::collections::BTreeSet;

use uuid::Uuid;
use wangge_domain::inspection::{keys, signatures};
use wangge_domain::lifecycle::{
    Action, HistoryEntry, OwedAct, RecheckOverdue, RecordState, owed_act, recheck_overdue,
};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{Digest, GridId, RecordId};
use wangge_sync_engine::store::ClientStore as _;
use wangge_sync_engine::{files_blanked, keys_carried, statement_digest};

use super::allowed_actions::possible;
use super::redaction_view::RedactionView;
use super::subject::{Subject, home_of, permit_in_grid};
use crate::error::CoreError;
use crate::facade::Core;
use crate::store::PhotoRow;

/// A record as its screen shows it（记录详情）.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordView {
    /// Which.
    pub record: RecordId,
    /// What it is.
    pub kind: RecordKind,
    /// Its grid.
    pub grid: GridId,
    /// Content with pending work and the draft on top; concurrent answers among it.
    pub content: Content,
    /// Where it stands, likewise, with its history.
    pub state: RecordState,
    /// Its recheck is overdue（复查逾期）: since when, and whose it is.
    pub recheck_overdue: Option<RecheckOverdue>,
    /// The redaction that waits for its second person, if one does.
    pub redaction: Option<RedactionView>,
    /// What it waits for within a time of the policy（限时办理）: notice, service, judgement.
    pub owed: Option<OwedAct>,
    /// What this person may do to it now.
    pub allowed: Vec<Action>,
    /// Hash to be cited by a signature under what stands here now.
    pub statement: Digest,
    /// Signatures, each with whether it still holds.
    pub signatures: Vec<SignatureView>,
    /// Photos with where their blobs are.
    pub photos: Vec<PhotoView>,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

/// A signature of a record（签名）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureView {
    /// Which.
    pub id: Uuid,
    /// Who signed.
    pub signer: String,
    /// As what.
    pub role: String,
    /// False if what was signed has changed since.
    pub holds: bool,
    /// It does not hold, and something was blanked since it was written: what was signed cannot be told
    /// any more.
    pub redacted: bool,
}

/// A photo of a record（照片）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoView {
    /// Its row.
    pub row: PhotoRow,
    /// The relay holds its view copy verified, as far as this phone knows.
    pub shown: bool,
    /// The relay holds its original verified, as far as this phone knows.
    pub complete: bool,
    /// A file is gone that the relay never held.
    pub lost: bool,
    /// No file of it was ever on this phone: another one took it, and what the relay holds of it
    /// is not known here until it is fetched.
    pub elsewhere: bool,
    /// Two people blanked it: there is nothing to fetch.
    pub redacted: bool,
}

impl Core {
    /// A record with everything its screen shows.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn get_record(&self, record: RecordId) -> Result<RecordView, CoreError> {
        let session = self.session()?;
        let subject = self.change(&session, |ctx| Subject::load(ctx, &session, record))?;
        if let Some(operation) = subject.record.kind.restricted_read() {
            subject.permit(&session, operation)?;
        }
        let statement = statement_digest(&subject.record.content);
        let carried = self.keys_carried(record, &subject.record.state)?;
        let photos = self
            .inner
            .store
            .photos_of(record)?
            .into_iter()
            .map(|row| self.photo_view(row))
            .collect::<Result<_, _>>()?;
        Ok(RecordView {
            record,
            kind: subject.record.kind.clone(),
            grid: subject.home(&session),
            allowed: possible(&session, &subject),
            recheck_overdue: recheck_overdue(&session.policy, &subject.record.state, subject.now),
            redaction: RedactionView::of(&session, &subject.record.state),
            owed: owed_act(&session.policy, &subject.record.state),
            statement,
            signatures: signatures(&subject.record.content)
                .into_iter()
                .map(|it| SignatureView {
                    id: it.id,
                    holds: it.holds_for(statement),
                    redacted: !it.holds_for(statement)
                        && carried.contains(&keys::signature_statement(it.id)),
                    signer: it.signer,
                    role: it.role,
                })
                .collect(),
            photos,
            pending: subject.record.pending,
            content: subject.record.content,
            state: subject.record.state,
        })
    }

    /// Everything that happened to a record, pending acts last（经过）.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn history(&self, record: RecordId) -> Result<Vec<HistoryEntry>, CoreError> {
        let session = self.session()?;
        let view = self.read(&session, |ctx| {
            wangge_sync_engine::client::view(ctx, record)
        })?;
        let view = view.ok_or(CoreError::UnknownRecord)?;
        if let Some(operation) = view.kind.restricted_read() {
            let (grid, now) = (home_of(&session, &view), self.now(&session));
            permit_in_grid(&session, grid, None, operation, now)?;
        }
        Ok(view.state.history)
    }

    /// What the newest redaction of a record carried over; nothing, if there was none.
    fn keys_carried(
        &self,
        record: RecordId,
        state: &RecordState,
    ) -> Result<BTreeSet<String>, CoreError> {
        if state.redacted_at().is_none() {
            return Ok(BTreeSet::new());
        }
        Ok(keys_carried(&self.inner.store.rows_of(record)?))
    }

    fn photo_view(&self, row: PhotoRow) -> Result<PhotoView, CoreError> {
        let store = &self.inner.store;
        let view = store.blob(row.view)?;
        let original = store.blob(row.original)?;
        let held = |blob: &Option<crate::store::BlobRow>| {
            blob.as_ref().is_some_and(|blob| blob.held_at.is_some())
        };
        let lost = [&view, &original]
            .into_iter()
            .flatten()
            .any(|blob| blob.lost && blob.held_at.is_none());
        let nowhere = view.is_none() && original.is_none();
        let redacted = nowhere && files_blanked(&store.rows_of(row.record)?);
        Ok(PhotoView {
            elsewhere: nowhere && !redacted,
            redacted,
            shown: held(&view),
            complete: held(&original),
            lost,
            row,
        })
    }
}
