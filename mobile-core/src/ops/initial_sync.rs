use std::collections::BTreeMap;

use wangge_domain::StreamId;
use wangge_sync_engine::store::ClientStore as _;

use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

/// Setting that holds at which row each stream was here as a whole for the first time.
const COMPLETE: &str = "complete_streams";

impl Core {
    /// Notes that everything granted to this phone was here at once（首次同步完成）: until then what it
    /// shows is not the whole. Streams that are no longer granted are forgotten: granted again,
    /// they begin anew.
    pub(crate) fn note_complete(&self) -> Result<(), CoreError> {
        let session = self.session_even_locked()?;
        let (before, held) = (self.complete_streams()?, self.held_places()?);
        let streams = session.lease.streams.iter();
        let complete: BTreeMap<StreamId, u64> = streams
            .map(|stream| {
                let place = held.get(stream).copied().unwrap_or(0);
                let first = before.get(stream).filter(|first| **first <= place);
                (*stream, first.copied().unwrap_or(place))
            })
            .collect();
        if complete != before || self.inner.store.setting(COMPLETE)?.is_none() {
            let value = wangge_protocol::encode(&complete);
            self.inner.store.set_settings(vec![(COMPLETE, value)])?;
        }
        Ok(())
    }

    /// Whether every stream that this phone is granted now was here as a whole. One that was granted
    /// since, or that was purged and comes anew, is not.
    pub(super) fn is_initially_complete(&self, session: &Session) -> Result<bool, CoreError> {
        if self.inner.store.setting(COMPLETE)?.is_none() {
            return Ok(false);
        }
        let (complete, held) = (self.complete_streams()?, self.held_places()?);
        Ok(session.lease.streams.iter().all(|stream| {
            let place = held.get(stream).copied().unwrap_or(0);
            complete.get(stream).is_some_and(|first| *first <= place)
        }))
    }

    /// What cannot be read counts as nothing: the next complete sync notes it anew.
    fn complete_streams(&self) -> Result<BTreeMap<StreamId, u64>, CoreError> {
        let noted = self.inner.store.setting(COMPLETE)?;
        let noted = noted.and_then(|bytes| wangge_protocol::decode(&bytes).ok());
        Ok(noted.unwrap_or_default())
    }

    fn held_places(&self) -> Result<BTreeMap<StreamId, u64>, CoreError> {
        let cursors = self.inner.store.cursors()?.into_iter();
        Ok(cursors.map(|cursor| (cursor.stream, cursor.seq)).collect())
    }
}
