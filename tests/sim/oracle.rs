//! The judge: a naive model of what was acknowledged, and the invariants of the design.

use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::{RecordId, StreamId, Timestamp};
use wangge_protocol::{ChainHash, EnvelopeId, Row, RowBody};
use wangge_sync_engine::store::{RecordUpdate, RelayStore as _};
use wangge_sync_engine::{Document, GateContext};

use crate::phone_disk::Shown;
use crate::scenario::Scenario;

impl Scenario {
    /// Judges the world as it stands.
    pub(crate) fn judge(&mut self) {
        let mut accepted: BTreeMap<EnvelopeId, Option<String>> = BTreeMap::new();
        let mut numbers: BTreeMap<String, EnvelopeId> = BTreeMap::new();
        for grid in [0, 1] {
            let stream = self.world.stream(grid);
            let rows = self.relay.rows_after(stream, 0, usize::MAX);
            let rows = rows.unwrap_or_default();
            self.log_is_whole(&rows);
            self.log_is_the_same_everywhere(stream, &rows);
            self.documents_follow_from_the_log(&rows);
            self.rules_were_kept(stream, &rows);
            for row in &rows {
                let RowBody::Accepted { envelope, decision } = &row.body else {
                    continue;
                };
                let id = envelope.id();
                let number = decision.outcomes.iter().find_map(|it| it.number.clone());
                if accepted.insert(id, number.clone()).is_some() {
                    self.violation(format!("envelope {id} stands twice in the log"));
                }
                if let Some(number) = number
                    && numbers
                        .insert(number.clone(), id)
                        .is_some_and(|other| other != id)
                {
                    self.violation(format!("number {number} was given twice"));
                }
            }
        }
        self.nothing_acknowledged_is_lost(&accepted);
        self.what_phones_held_is_back(&accepted);
        self.contents_are_what_was_written(&accepted);
        self.everybody_sees_the_same();
        self.homes_are_known();
    }

    /// Phones that still take part and that the relay knows. One that was enrolled after the
    /// backup, and of which no other phone had heard, has to be enrolled again after a restore.
    pub(crate) fn known(&mut self) -> Vec<usize> {
        let control = self.world.control_state();
        let members = &self.fleet.members;
        let is_known = |index: &usize| {
            let phone = &members[*index].phone;
            control.device(phone.device, phone.user).is_some()
        };
        let (known, stranded): (Vec<_>, Vec<_>) =
            self.fleet.alive().into_iter().partition(is_known);
        if !stranded.is_empty() {
            self.tally.saw("phone to be enrolled again after a restore");
        }
        known
    }

    /// Dense, chained, in time.
    fn log_is_whole(&mut self, rows: &[Row]) {
        let (mut chain, mut at) = (ChainHash::ZERO, Timestamp(i64::MIN));
        for (seq, row) in (1..).zip(rows) {
            let again = Row::after(&chain, row.epoch, seq, row.body.clone(), row.received_at);
            if again != *row || row.received_at < at {
                self.violation(format!("row {seq} does not hold"));
            }
            (chain, at) = (row.chain, row.received_at);
        }
    }

    fn log_is_the_same_everywhere(&mut self, stream: StreamId, rows: &[Row]) {
        for index in self.known() {
            let mine = self.streams_of(index).contains(&stream);
            let member = &self.fleet.members[index];
            let held = member.phone.store.rows_after(stream, 0, usize::MAX);
            let held = held.unwrap_or_default();
            let same = held.len() == rows.len() && held.iter().zip(rows).all(is_same_row);
            if mine && !same {
                let here = held.len();
                let there = rows.len();
                let first = held.iter().zip(rows).position(|pair| !is_same_row(pair));
                self.violation(format!(
                    "phone {index} holds {here} rows of {there}, unlike from {first:?}"
                ));
            }
            if !mine && !held.is_empty() {
                self.violation(format!("phone {index} holds rows that nobody granted it"));
            }
        }
    }

    /// Everything derived can be made again from the log.
    fn documents_follow_from_the_log(&mut self, rows: &[Row]) {
        let mut documents: BTreeMap<RecordId, Document> = BTreeMap::new();
        for row in rows {
            let RowBody::Accepted { envelope, .. } = &row.body else {
                continue;
            };
            let header = &envelope.header;
            let owner = GateContext {
                device: header.device,
                user: header.user,
            };
            let document = documents.entry(header.record).or_default();
            for change in envelope.changes() {
                if let Err(error) = document.apply(change, &owner) {
                    self.violation(format!("row {} cannot be applied again: {error}", row.seq));
                }
            }
        }
        let held: BTreeMap<RecordId, RecordUpdate> = self
            .relay
            .records()
            .into_iter()
            .map(|record| (record.record, record))
            .collect();
        for (record, document) in documents {
            let same = held.get(&record).is_some_and(|held| {
                held.heads == document.heads() && held.content == document.content()
            });
            if !same {
                self.violation(format!("record {record} is not what its log says"));
            }
        }
    }

    /// What a person was told is saved stands in the log, or is on the phone with the reason.
    fn nothing_acknowledged_is_lost(&mut self, accepted: &BTreeMap<EnvelopeId, Option<String>>) {
        let mut missing = Vec::new();
        let members = self.fleet.members.iter();
        let refused: Vec<_> = members.map(|member| member.disk.refused()).collect();
        for (id, acknowledged) in &self.fleet.acknowledged {
            let member = &self.fleet.members[acknowledged.by];
            if accepted.contains_key(id) || member.is_lost {
                continue;
            }
            if refused[acknowledged.by].contains_key(id) {
                continue;
            }
            let waiting = member.phone.store.pending_of(acknowledged.record);
            let waiting = waiting.unwrap_or_default();
            let waits = waiting.iter().any(|pending| pending.envelope.id() == *id);
            let place = self.relay.place_of(id);
            missing.push(format!(
                "envelope {id} of phone {} ({}{}) is neither logged nor refused: waits {waits}, {place:?}",
                acknowledged.by,
                if member.is_clone { "clone " } else { "" },
                acknowledged.stream
            ));
        }
        missing.into_iter().for_each(|text| self.violation(text));
    }

    /// Rows that any surviving phone held when the relay lost them, with their numbers.
    fn what_phones_held_is_back(&mut self, accepted: &BTreeMap<EnvelopeId, Option<String>>) {
        let promised = self.promised.clone();
        for (id, number) in promised {
            match accepted.get(&id) {
                None => {
                    let what = self.why_it_is_gone(&id);
                    self.violation(format!("row of {id} did not come back: {what}"));
                }
                Some(now) if *now != number && number.is_some() && !self.ended_early => {
                    self.violation(format!("number {number:?} of {id} became {now:?}"));
                }
                Some(_) => {}
            }
        }
    }

    /// What is known of a row that is nowhere in the log: for whoever looks for the cause.
    fn why_it_is_gone(&self, id: &EnvelopeId) -> String {
        let place = self.relay.place_of(id);
        let author = self.fleet.acknowledged.get(id);
        let author = author.map(|it| (it.by, self.silent_from.get(&it.by), it.at));
        let holders = self.fleet.members.iter().enumerate().filter(|(_, member)| {
            [0, 1].iter().any(|grid| {
                let rows = member
                    .phone
                    .store
                    .rows_after(self.world.stream(*grid), 0, usize::MAX);
                let mut rows = rows.unwrap_or_default().into_iter();
                rows.any(|row| row.body.envelope_id() == *id)
            })
        });
        let holders: Vec<_> = holders
            .map(|(index, member)| (index, member.is_lost))
            .collect();
        format!(
            "at the relay {place:?}, by (phone, silent from, at) {author:?}, held by {holders:?}"
        )
    }

    /// No field is lost, and no value stands that nobody wrote.
    fn contents_are_what_was_written(&mut self, accepted: &BTreeMap<EnvelopeId, Option<String>>) {
        let mut written: BTreeSet<(RecordId, String)> = BTreeSet::new();
        for (id, acknowledged) in &self.fleet.acknowledged {
            if accepted.contains_key(id) {
                let keys = acknowledged.edits.keys();
                written.extend(keys.map(|key| (acknowledged.record, key.clone())));
            }
        }
        for record in self.relay.records() {
            if !record.content.conflicts.is_empty() {
                self.tally.saw("conflict seen");
            }
            for (key, value) in &record.content.fields {
                let place = (record.record, key.clone());
                written.remove(&place);
                let attempted = self.fleet.attempts.get(&place);
                if attempted.is_none_or(|values| !values.contains(value)) {
                    let id = record.record;
                    self.violation(format!("{id} says {value:?} under {key}: nobody wrote it"));
                }
            }
        }
        for (record, key) in written {
            self.violation(format!("{record} says nothing under {key}: it was written"));
        }
    }

    fn everybody_sees_the_same(&mut self) {
        let relay: BTreeMap<RecordId, RecordUpdate> = self
            .relay
            .records()
            .into_iter()
            .map(|record| (record.record, record))
            .collect();
        for index in self.known() {
            let mine = self.streams_of(index);
            let member = &self.fleet.members[index];
            let shown = member.disk.shown();
            let mut differences = Vec::new();
            for (record, truth) in &relay {
                if !mine.contains(&truth.stream) {
                    continue;
                }
                let truth = Shown {
                    stream: truth.stream,
                    content: truth.content.clone(),
                    heads: truth.heads.clone(),
                    status: truth.state.status.as_str().to_owned(),
                };
                let here = shown.get(record);
                if here != Some(&truth) {
                    differences.push((*record, here.map(|it| difference(it, &truth))));
                }
            }
            for (record, how) in differences {
                let how = how.unwrap_or_else(|| "not at all".to_owned());
                self.violation(format!(
                    "phone {index} sees {record} otherwise than the relay: {how}"
                ));
            }
        }
    }
}

/// In what two views of a record differ.
fn difference(here: &Shown, there: &Shown) -> String {
    let parts = [
        ("stream", here.stream == there.stream),
        ("content", here.content == there.content),
        ("heads", here.heads == there.heads),
    ];
    let unlike = parts.iter().filter(|(_, alike)| !alike);
    let names: Vec<&str> = unlike.map(|(name, _)| *name).collect();
    let fields = here
        .content
        .fields
        .keys()
        .chain(there.content.fields.keys());
    let fields: BTreeSet<String> = fields
        .filter(|key| here.content.fields.get(*key) != there.content.fields.get(*key))
        .map(|key| {
            let (one, other) = (here.content.fields.get(key), there.content.fields.get(key));
            format!("{key}: {one:?} here, {other:?} there")
        })
        .collect();
    format!(
        "{} here, {} there, unlike in {names:?}; {fields:?}; conflicts {:?} here, {:?} there",
        here.status, there.status, here.content.conflicts, there.content.conflicts
    )
}

/// The same but for the seal: an envelope is known by its header, whichever seal covers it.
fn is_same_row((held, row): (&Row, &Row)) -> bool {
    let bodies = match (&held.body, &row.body) {
        (
            RowBody::Accepted { envelope, decision },
            RowBody::Accepted {
                envelope: other,
                decision: decided,
            },
        ) => {
            (&envelope.header_bytes, &envelope.ops, decision)
                == (&other.header_bytes, &other.ops, decided)
                && envelope.verify_seal().is_ok()
        }
        (held, row) => held == row,
    };
    (held.epoch, held.seq, held.received_at, held.chain)
        == (row.epoch, row.seq, row.received_at, row.chain)
        && bodies
}
