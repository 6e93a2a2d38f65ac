use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _};
use wangge_domain::{DeviceId, StreamId, Timestamp, UserId};
use wangge_protocol::{ChainHash, EnvelopeId, chain_next};
use wangge_sync_engine::store::{RelayRow, StoreError};

use super::convert::{failed, to_sql};
use super::turn::{read_head, stream_number};
use crate::store::row_codec::zero;

/// Whose chain: stream, device, user.
type Whose = (i64, DeviceId, UserId);

/// Heads and chain tips of the streams that one commit touches: read once, moved on row by row,
/// written once.
pub(super) struct Streams<'a> {
    pub(super) connection: &'a Connection,
    pub(super) tenant: i64,
    heads: BTreeMap<StreamId, Head>,
    tips: BTreeMap<Whose, Tip>,
}

/// The end of a log.
struct Head {
    number: i64,
    /// As it stands in the table.
    begun: u64,
    epoch: u32,
    seq: u64,
    chain: ChainHash,
    received_at: Timestamp,
}

/// The end of a chain.
struct Tip {
    number: i64,
    seq: i64,
    envelope: EnvelopeId,
    moved: bool,
}

impl<'a> Streams<'a> {
    pub(super) fn new(connection: &'a Connection, tenant: i64) -> Self {
        Self {
            connection,
            tenant,
            heads: BTreeMap::new(),
            tips: BTreeMap::new(),
        }
    }

    /// The number of a stream, which begins here if it is new.
    pub(super) fn number(&mut self, stream: StreamId) -> Result<i64, StoreError> {
        if let Some(head) = self.heads.get(&stream) {
            return Ok(head.number);
        }
        let known = read_head(self.connection, self.tenant, stream)?;
        let number = match stream_number(self.connection, self.tenant, stream)? {
            Some(number) => number,
            None => self.begin(stream)?,
        };
        let (epoch, seq) = known.map_or((1, 0), |head| (head.epoch, head.seq));
        let head = Head {
            number,
            begun: seq,
            epoch,
            seq,
            chain: known.map_or(ChainHash::ZERO, |head| head.chain),
            received_at: known.map_or(Timestamp(i64::MIN), |head| head.received_at),
        };
        self.heads.insert(stream, head);
        Ok(number)
    }

    fn begin(&self, stream: StreamId) -> Result<i64, StoreError> {
        self.connection
            .execute(
                "INSERT INTO stream (tenant, stream, epoch, seq, chain_hash, received_at)
                 VALUES (?1, ?2, 1, 0, ?3, -9223372036854775808)",
                (self.tenant, stream.as_bytes(), zero()),
            )
            .map_err(failed)?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Moves the head on, if this row is the one that follows: a gap, a repeated seq, another
    /// chain and time going back are never written, whoever asks.
    pub(super) fn follow(&mut self, entry: &RelayRow) -> Result<(), StoreError> {
        let Some(head) = self.heads.get_mut(&entry.stream) else {
            return Err(StoreError::HeadMoved);
        };
        let row = &entry.row;
        let (id, decision) = (row.body.envelope_id(), row.body.decision_hash());
        let chain = chain_next(&head.chain, row.seq, &id, &decision, row.received_at);
        if row.seq != head.seq + 1 || row.received_at < head.received_at || chain != row.chain {
            return Err(StoreError::HeadMoved);
        }
        head.epoch = head.epoch.max(row.epoch);
        head.seq = row.seq;
        head.chain = row.chain;
        head.received_at = row.received_at;
        Ok(())
    }

    /// The number of a chain, with its tip moved on if this is a higher place.
    pub(super) fn author(
        &mut self,
        whose: Whose,
        device_seq: u64,
        envelope: EnvelopeId,
    ) -> Result<i64, StoreError> {
        let seq = to_sql(device_seq);
        if let Some(tip) = self.tips.get_mut(&whose) {
            tip.reach(seq, envelope);
            return Ok(tip.number);
        }
        let (connection, (stream, device, user)) = (self.connection, whose);
        let known: Option<(i64, i64)> = connection
            .prepare_cached(
                "SELECT number, seq FROM chain WHERE stream = ?1 AND device = ?2 AND user = ?3",
            )
            .and_then(|mut statement| {
                let columns = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
                statement
                    .query_row((stream, device.as_bytes(), user.as_bytes()), columns)
                    .optional()
            })
            .map_err(failed)?;
        let mut tip = Tip {
            number: 0,
            seq,
            envelope,
            moved: false,
        };
        if let Some((number, highest)) = known {
            (tip.number, tip.seq) = (number, highest);
            tip.reach(seq, envelope);
        } else {
            connection
                .prepare_cached(
                    "INSERT INTO chain (tenant, stream, device, user, seq, envelope)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )
                .and_then(|mut statement| {
                    let ids = (device.as_bytes(), user.as_bytes());
                    statement.execute((self.tenant, stream, ids.0, ids.1, seq, &envelope.0))
                })
                .map_err(failed)?;
            tip.number = connection.last_insert_rowid();
        }
        let number = tip.number;
        self.tips.insert(whose, tip);
        Ok(number)
    }

    /// Writes what has moved.
    pub(super) fn write(&self) -> Result<(), StoreError> {
        for head in self.heads.values().filter(|head| head.seq != head.begun) {
            let moved = self
                .connection
                .prepare_cached(
                    "UPDATE stream SET epoch = ?2, seq = ?3, chain_hash = ?4, received_at = ?5
                     WHERE number = ?1 AND seq = ?6",
                )
                .and_then(|mut statement| {
                    statement.execute((
                        head.number,
                        head.epoch,
                        to_sql(head.seq),
                        &head.chain.0,
                        head.received_at.0,
                        to_sql(head.begun),
                    ))
                })
                .map_err(failed)?;
            if moved != 1 {
                return Err(StoreError::HeadMoved);
            }
        }
        for tip in self.tips.values().filter(|tip| tip.moved) {
            self.connection
                .prepare_cached("UPDATE chain SET seq = ?2, envelope = ?3 WHERE number = ?1")
                .and_then(|mut statement| statement.execute((tip.number, tip.seq, &tip.envelope.0)))
                .map_err(failed)?;
        }
        Ok(())
    }
}

impl Tip {
    fn reach(&mut self, seq: i64, envelope: EnvelopeId) {
        if seq > self.seq {
            (self.seq, self.envelope, self.moved) = (seq, envelope, true);
        }
    }
}
