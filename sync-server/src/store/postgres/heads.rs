use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::StreamId;
use wangge_sync_engine::store::{RelayCommit, StoreError, StreamHead};

use super::convert::stream as stream_id;
use super::session::{Session, column};
use super::turn::open_head;
use crate::store::row_codec::zero;

/// A stream that this transaction has locked.
#[derive(Clone, Copy)]
pub(super) struct Locked {
    pub(super) number: i64,
    pub(super) head: StreamHead,
}

/// The streams that a commit touches（流锁）, locked until it ends. Nobody else can append to them
/// meanwhile: their next rows are this commit's or nobody's.
pub(super) struct LockedHeads {
    streams: BTreeMap<StreamId, Locked>,
}

impl LockedHeads {
    /// Locks, and compares with what the decision rests on. Streams that begin here are made.
    ///
    /// # Errors
    /// [`StoreError::HeadMoved`] if a head is not the expected one.
    pub(super) fn lock(
        session: &Session,
        tenant: i64,
        commit: &RelayCommit,
    ) -> Result<Self, StoreError> {
        let written: BTreeSet<StreamId> = commit
            .rows
            .iter()
            .map(|row| row.stream)
            .chain(commit.records.iter().map(|record| record.stream))
            .collect();
        let mut wanted = written.clone();
        wanted.extend(commit.expected.iter().map(|(stream, _)| *stream));
        let mut heads = Self {
            streams: BTreeMap::new(),
        };
        if wanted.is_empty() {
            return Ok(heads);
        }
        heads.read(session, tenant, &wanted)?;
        for (stream, expected) in &commit.expected {
            if heads.streams.get(stream).map(|locked| locked.head) != *expected {
                return Err(StoreError::HeadMoved);
            }
        }
        let new: BTreeSet<StreamId> = written
            .into_iter()
            .filter(|stream| !heads.streams.contains_key(stream))
            .collect();
        if !new.is_empty() {
            heads.begin(session, tenant, &new)?;
        }
        Ok(heads)
    }

    fn read(
        &mut self,
        session: &Session,
        tenant: i64,
        wanted: &BTreeSet<StreamId>,
    ) -> Result<(), StoreError> {
        let ids = bytes(wanted);
        // In one order, whoever asks: two commits never wait for each other crosswise.
        let rows = session.query(
            "SELECT stream, number, epoch, seq, chain_hash, received_at FROM stream
             WHERE tenant = $1 AND stream = ANY($2) ORDER BY stream FOR NO KEY UPDATE",
            &[&tenant, &ids],
        )?;
        for row in &rows {
            let locked = Locked {
                number: column(row, 1)?,
                head: open_head(row, 2)?,
            };
            self.streams.insert(stream_id(column(row, 0)?)?, locked);
        }
        Ok(())
    }

    fn begin(
        &mut self,
        session: &Session,
        tenant: i64,
        new: &BTreeSet<StreamId>,
    ) -> Result<(), StoreError> {
        let ids = bytes(new);
        let made = session.execute(
            "INSERT INTO stream (tenant, stream, epoch, seq, chain_hash, received_at)
             SELECT $1::bigint, id, 1, 0, $3::bytea, -9223372036854775808 FROM unnest($2::bytea[]) AS id
             ON CONFLICT DO NOTHING",
            &[&tenant, &ids, &zero()],
        )?;
        if made != ids.len() as u64 {
            // Another commit began one of them while this one waited for its key.
            return Err(StoreError::HeadMoved);
        }
        self.read(session, tenant, new)
    }

    /// A stream that is locked.
    pub(super) fn get(&self, stream: StreamId) -> Result<Locked, StoreError> {
        self.streams
            .get(&stream)
            .copied()
            .ok_or(StoreError::HeadMoved)
    }

    /// Moves the head on within the transaction.
    pub(super) fn move_on(&mut self, stream: StreamId, head: StreamHead) {
        if let Some(locked) = self.streams.get_mut(&stream) {
            locked.head = head;
        }
    }
}

fn bytes(streams: &BTreeSet<StreamId>) -> Vec<Vec<u8>> {
    streams
        .iter()
        .map(|stream| stream.as_bytes().to_vec())
        .collect()
}
