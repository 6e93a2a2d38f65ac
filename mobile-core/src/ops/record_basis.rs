use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Event, RecordState};
use wangge_domain::record::{Content, RecordKind};
use wangge_protocol::{Envelope, RowBody};
use wangge_sync_engine::PaperBasis;
use wangge_sync_engine::client::{document_of, view};
use wangge_sync_engine::store::ClientStore as _;

use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

/// A record with its events and what its papers rest on, as this phone holds it.
pub(super) struct RecordBasis {
    pub(super) content: Content,
    pub(super) state: RecordState,
    /// Accepted ones before pending ones.
    #[cfg_attr(
        not(feature = "papers"),
        expect(dead_code, reason = "papers alone read them")
    )]
    pub(super) acts: Vec<Event>,
    pub(super) basis: PaperBasis,
}

impl Core {
    /// Gathers it out of the store of this phone.
    pub(super) fn basis_of(
        &self,
        session: &Session,
        record: RecordId,
        kind: &RecordKind,
    ) -> Result<RecordBasis, CoreError> {
        let found = self
            .read(session, |ctx| view(ctx, record))?
            .filter(|found| found.kind == *kind)
            .ok_or(CoreError::UnknownRecord)?;
        let store = &self.inner.store;
        let mut acts = Vec::new();
        for row in store.rows_of(record)? {
            if let RowBody::Accepted { envelope, .. } = &row.body {
                acts.extend(events(envelope));
            }
        }
        for pending in store.pending_of(record)? {
            acts.extend(events(&pending.envelope));
        }
        let document = self
            .read(session, |ctx| document_of(ctx, record))?
            .ok_or(CoreError::UnknownRecord)?;
        Ok(RecordBasis {
            basis: PaperBasis::of(&document, &found.content, &found.state, &acts),
            content: found.content,
            state: found.state,
            acts,
        })
    }
}

fn events(envelope: &Envelope) -> Vec<Event> {
    envelope
        .ops
        .iter()
        .filter_map(|op| op.as_event()?.ok())
        .collect()
}
