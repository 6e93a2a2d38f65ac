use std::collections::BTreeMap;

use wangge_domain::{Digest, RecordId, StreamId};
use wangge_protocol::{Row, RowBody, SyncResponse, stream_digest};

use super::intake::Intake;
use super::machine::SyncMachine;
use super::rewind::document_of_rows;
use crate::client::clock::estimated_now;
use crate::client::working::{Author, Working};
use crate::client::{ClientContext, EngineError};
use crate::store::StreamCheck;

/// The stream that a sync compares with the relay（比对）: each once a day, the one that waits longest
/// first.
pub(super) fn stream_to_compare(ctx: &ClientContext<'_>) -> Result<Option<StreamId>, EngineError> {
    let control = StreamId::control(ctx.identity()?.tenant);
    let today = estimated_now(ctx).china_date();
    let checks = ctx.store.stream_checks()?;
    let mut due = Vec::new();
    for cursor in ctx.store.cursors()? {
        let last = checks.get(&cursor.stream).map(|check| check.at);
        let is_due = last.is_none_or(|at| at.china_date() != today);
        if is_due && cursor.seq > 0 && cursor.stream != control {
            due.push((last, cursor.stream));
        }
    }
    Ok(due.into_iter().min().map(|(_, stream)| stream))
}

impl SyncMachine {
    /// What the next request asks to compare: nothing while the two sides look for where their
    /// logs part.
    pub(super) fn ask_to_compare(&mut self, pull: bool) -> Option<StreamId> {
        if !pull {
            return None;
        }
        self.comparing = self.to_compare.filter(|_| self.is_level());
        self.comparing
    }

    /// Nothing is being given back, and no common point is looked for.
    pub(super) fn is_level(&self) -> bool {
        self.probes.is_empty() && self.heal.is_empty() && self.heal_sent.is_empty()
    }
}

impl Intake<'_> {
    /// Compares what the records of a stream come to here, with this answer taken in, with what
    /// the relay says. The log is held by its chain: if the records differ all the same, one side
    /// has made a mistake with them. They are worked out again from the rows that are here, and
    /// what the person made stays on top.
    pub(super) fn compare(
        &mut self,
        response: &SyncResponse,
        author: &Author,
    ) -> Result<(), EngineError> {
        let Some(stream) = self.machine.comparing.take() else {
            return Ok(());
        };
        let unsettled = response.more || response.need_vector || self.distrust;
        let goes_back = !self.rewinds.is_empty() || !self.machine.is_level();
        if unsettled || goes_back || self.commit.purge.contains(&stream) {
            // It is asked again.
            return Ok(());
        }
        let before = self.ctx.store.stream_checks()?;
        let mut differs = before.get(&stream).is_some_and(|check| check.differs);
        // A relay that says nothing does not know the question, or grants the stream no more.
        if let Some(told) = response.compared {
            if self.cursor(stream).chain != told.chain {
                // It went on meanwhile.
                return Ok(());
            }
            let mut held = self.heads_of(stream)?;
            differs = stream_digest(&held) != told.digest;
            if differs {
                self.work_out_again(stream, &mut held, author)?;
                differs = stream_digest(&held) != told.digest;
                let summary = &mut self.machine.summary;
                if differs {
                    summary.diverged.push(stream);
                } else {
                    summary.mended.push(stream);
                }
            }
        }
        self.machine.to_compare = None;
        let at = estimated_now(self.ctx);
        self.commit
            .checks
            .push((stream, StreamCheck { at, differs }));
        Ok(())
    }

    /// The heads of the accepted documents of a stream, as they will be with this answer.
    fn heads_of(&self, stream: StreamId) -> Result<BTreeMap<RecordId, Vec<Digest>>, EngineError> {
        let mut held = self.ctx.store.stream_heads(stream)?;
        for update in &self.commit.records {
            if update.stream == stream && update.last_seq > 0 {
                held.insert(update.record, update.heads.clone());
            }
        }
        Ok(held)
    }

    /// Makes the documents of a stream anew from its log, and takes those that come out otherwise
    /// than they are `held`.
    fn work_out_again(
        &mut self,
        stream: StreamId,
        held: &mut BTreeMap<RecordId, Vec<Digest>>,
        author: &Author,
    ) -> Result<(), EngineError> {
        for (record, rows) in self.logged(stream)? {
            let document = document_of_rows(&rows);
            let heads = document.heads();
            if held.get(&record) == Some(&heads) {
                continue;
            }
            held.insert(record, heads);
            let (mut working, pending) = match Working::load_accepted(self.ctx, record)? {
                Some(known) => known,
                None => match rows.first().map(|row| &row.body) {
                    Some(RowBody::Accepted { envelope, .. }) => {
                        let kind = envelope.header.kind.clone();
                        (Working::begin(record, stream, kind), Vec::new())
                    }
                    _ => continue,
                },
            };
            working.last_seq = rows.last().map_or(0, |row| row.seq);
            working.rows = rows;
            working.accept(document);
            for envelope in pending {
                let id = envelope.id();
                let is_logged = working.rows.iter().any(|row| row.body.envelope_id() == id);
                if !is_logged && !self.decided.contains_key(&id) {
                    working.add_pending(envelope);
                }
            }
            self.commit.records.retain(|update| update.record != record);
            self.commit.records.push(working.update(self.ctx, author));
        }
        Ok(())
    }

    /// The accepted rows of a stream by record, those of this answer included.
    fn logged(&self, stream: StreamId) -> Result<BTreeMap<RecordId, Vec<Row>>, EngineError> {
        let mut logged: BTreeMap<RecordId, Vec<Row>> = BTreeMap::new();
        let held = self.ctx.store.rows_after(stream, 0, usize::MAX)?;
        let came = self.commit.rows.iter();
        let came = came
            .filter(|(of, _)| *of == stream)
            .map(|(_, row)| row.clone());
        for row in held.into_iter().chain(came) {
            let record = match &row.body {
                RowBody::Accepted { envelope, .. } => envelope.header.record,
                RowBody::Stub(_) => continue,
            };
            logged.entry(record).or_default().push(row);
        }
        Ok(logged)
    }
}
