use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, StreamId};
use wangge_protocol::{AheadClaim, AheadMark, EnvelopeId, RecordPage, Row, RowBody, SyncResponse};

use super::intake::Intake;
use super::machine::SyncMachine;
use super::pages::UNKNOWN_KEY;
use crate::client::{ClientContext, EngineError};
use crate::redaction::holds_redaction;
use crate::relay::pull::start_of;
use crate::store::{AheadRows, Rewind, StoredRecord};
use crate::{Document, GateContext};

impl SyncMachine {
    /// What the next pull asks for ahead of the logs（先行请求）: nothing while the two sides look for
    /// where their logs part.
    pub(super) fn ask_ahead(
        &self,
        ctx: &ClientContext<'_>,
    ) -> Result<Option<AheadClaim>, EngineError> {
        if !self.is_level() || self.config.ahead_behind == u32::MAX {
            return Ok(None);
        }
        let marks = ctx.store.ahead_marks()?;
        let marks = marks
            .into_iter()
            .map(|(stream, until)| AheadMark { stream, until });
        Ok(Some(AheadClaim {
            behind: self.config.ahead_behind,
            marks: marks.collect(),
        }))
    }
}

impl Intake<'_> {
    /// Takes records in ahead of their log（先行记录）. They are kept apart from it, and can be shown
    /// and gone on with at once; the log follows.
    pub(super) fn take_records(&mut self, page: RecordPage) -> Result<(), EngineError> {
        let stream = page.stream;
        let is_control = stream == StreamId::control(self.identity.tenant);
        let fits = page.after == self.cursor(stream).seq && !is_control;
        if !fits || self.rewinds.contains_key(&stream) || !self.machine.is_level() {
            return Ok(());
        }
        let mark = self.ctx.store.ahead_marks()?.get(&stream).copied();
        let goes_down = mark.is_none_or(|mark| page.until <= mark);
        if !self.keys.contains(&page.relay_key) {
            self.disbelieve(stream, UNKNOWN_KEY);
            return Ok(());
        }
        if !goes_down {
            self.disbelieve(stream, "records ahead come a second time");
            return Ok(());
        }
        let next = page.next;
        let rows = match page.unpack() {
            Ok(rows) => rows,
            Err(error) => {
                self.disbelieve(stream, &error.to_string());
                return Ok(());
            }
        };
        let mut records: BTreeMap<RecordId, Vec<Row>> = BTreeMap::new();
        for row in rows {
            if let Some(record) = record_of(&row) {
                records.entry(record).or_default().push(row);
            }
        }
        let mut taken = Vec::new();
        for (record, rows) in records {
            if self.may_come_ahead(stream, record, &rows)? {
                taken.extend(rows.iter().cloned());
                self.touched.insert(record);
                self.ahead.insert(record, rows);
            }
        }
        taken.sort_by_key(|row| row.seq);
        self.machine.summary.ahead += u64::try_from(taken.len()).unwrap_or(u64::MAX);
        self.commit.ahead.push(AheadRows {
            stream,
            rows: taken,
            mark: Some(next),
        });
        Ok(())
    }

    /// Whether a record can come ahead: not if the device has written something in it that its log
    /// does not hold, nor if it holds sealed work of others that waits. What this device must bring
    /// to the relay is never known from a row that came ahead alone. A record that is not whole with
    /// these rows does not come ahead either.
    fn may_come_ahead(
        &self,
        stream: StreamId,
        record: RecordId,
        rows: &[Row],
    ) -> Result<bool, EngineError> {
        let held = self.ctx.store.record(record)?;
        let after = self.cursor(stream).seq;
        let is_there = |it: &StoredRecord| it.stream != stream || it.last_seq > after;
        if held.as_ref().is_some_and(is_there) {
            return Ok(false);
        }
        let saved = held.map_or_else(Vec::new, |it| it.document);
        if !follows(&saved, rows) {
            return Ok(false);
        }
        let pending = self.ctx.store.pending_of(record)?;
        let waiting: BTreeSet<EnvelopeId> = pending.iter().map(|it| it.envelope.id()).collect();
        let identity = &self.identity;
        Ok(rows.iter().all(|row| match &row.body {
            RowBody::Accepted { envelope, .. } => {
                let header = &envelope.header;
                let id = envelope.id();
                let is_own = header.device == identity.device && header.user == identity.user;
                let waits = waiting.contains(&id) || self.machine.acked.contains_key(&id);
                header.kind != RecordKind::Control && !is_own && !waits
            }
            RowBody::Stub(_) => false,
        }))
    }

    /// Whether rows of the log stand where others came ahead: the relay was restored in between.
    pub(super) fn contradicts_ahead(
        &self,
        stream: StreamId,
        rows: &[Row],
    ) -> Result<bool, EngineError> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            return Ok(false);
        };
        let places = (first.seq.saturating_sub(1), last.seq);
        let ahead = self.ctx.store.ahead_rows(stream, places)?;
        Ok(ahead.iter().any(|row| {
            let same = |it: &&Row| it.seq == row.seq;
            rows.iter()
                .find(same)
                .is_some_and(|it| it.chain != row.chain)
        }))
    }

    /// What came ahead of a log that turned out otherwise: this device may be the only one that
    /// still holds it, so it is offered to the relay again, and the log followed from where it is.
    pub(super) fn give_up_ahead(&mut self, stream: StreamId) -> Result<(), EngineError> {
        let cursors = self.ctx.store.cursors()?;
        let held = cursors.into_iter().find(|it| it.stream == stream);
        let to = held.unwrap_or_else(|| start_of(stream));
        self.machine.vector = true;
        self.machine.probes.remove(&stream);
        self.rewinds.insert(
            stream,
            Rewind {
                to,
                offer_again: true,
            },
        );
        self.set_cursor(to);
        // What else came ahead with this answer is asked for again.
        self.ahead.clear();
        self.commit
            .ahead
            .retain(|it| it.rows.is_empty() && it.mark == Some(0));
        self.commit.ahead.push(AheadRows {
            stream,
            rows: Vec::new(),
            mark: Some(0),
        });
        self.rebuild(stream, to.seq)
    }

    /// Everything is here with this answer（首次同步完成）: the places down the logs are forgotten, and
    /// of what came ahead nothing may be left.
    pub(super) fn settle_ahead(&mut self, response: &SyncResponse) -> Result<(), EngineError> {
        if !self.machine.exchanges {
            // An answer that was carried by hand ends anywhere.
            return Ok(());
        }
        let unsettled = response.more || response.need_vector || self.distrust;
        if unsettled || !self.rewinds.is_empty() || !self.machine.is_level() {
            return Ok(());
        }
        let cursors = self.ctx.store.cursors()?;
        for stream in self.ctx.store.ahead_marks()?.into_keys() {
            if self.commit.purge.contains(&stream) {
                continue;
            }
            let here = self.cursor(stream).seq;
            let left = self.ctx.store.ahead_rows(stream, (here, u64::MAX))?;
            let before = cursors.iter().find(|it| it.stream == stream);
            if left.is_empty() {
                self.commit.ahead.push(AheadRows {
                    stream,
                    rows: Vec::new(),
                    mark: None,
                });
            } else if before.map_or(0, |it| it.seq) == here {
                self.give_up_ahead(stream)?;
            } else {
                // Not in one commit with rows of the log, and nothing is compared before.
                self.machine.pull_needed = true;
                self.machine.comparing = None;
            }
        }
        Ok(())
    }
}

/// The rows of one record in this answer, in order: what came ahead, and what the log brings.
pub(super) fn together(mut logged: Vec<Row>, ahead: Vec<Row>) -> Vec<Row> {
    if ahead.is_empty() {
        return logged;
    }
    let known: BTreeSet<_> = logged.iter().map(|row| row.chain).collect();
    logged.extend(ahead.into_iter().filter(|row| !known.contains(&row.chain)));
    logged.sort_by_key(|row| row.seq);
    logged
}

/// Whether every change of these rows builds on the document and on those before it. Where something
/// was blanked, the record comes with its log.
fn follows(saved: &[u8], rows: &[Row]) -> bool {
    let Ok(mut document) = Document::load(saved) else {
        return false;
    };
    rows.iter().all(|row| match &row.body {
        RowBody::Accepted { .. } if holds_redaction(row) => false,
        RowBody::Accepted { envelope, .. } => {
            let owner = GateContext {
                device: envelope.header.device,
                user: envelope.header.user,
            };
            let mut changes = envelope.changes();
            changes.all(|change| document.apply(change, &owner).is_ok())
        }
        RowBody::Stub(_) => false,
    })
}

fn record_of(row: &Row) -> Option<RecordId> {
    match &row.body {
        RowBody::Accepted { envelope, .. } => Some(envelope.header.record),
        RowBody::Stub(_) => None,
    }
}
