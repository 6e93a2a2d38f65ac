//! The rules of the relay, looked at from outside: what may never stand in a log.

use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::{StreamId, Timestamp};
use wangge_protocol::{EnvelopeId, Row, RowBody};
use wangge_sync_engine::client;
use wangge_sync_engine::store::RelayStore as _;

use crate::fleet::Acknowledged;
use crate::phone_disk::Shown;
use crate::scenario::Scenario;

/// How far the clocks of a world stray from its true time: the relay's is set by an hour now and
/// then, a phone counts the minutes of its work on top of the days.
pub(crate) const STRAY_MS: i64 = 14 * 3_600_000;

impl Scenario {
    /// Rights, frontiers, leases, chains, time bounds, kept bytes.
    pub(crate) fn rules_were_kept(&mut self, stream: StreamId, rows: &[Row]) {
        let mut found = Vec::new();
        let mut places: BTreeMap<_, EnvelopeId> = BTreeMap::new();
        let kept: BTreeSet<EnvelopeId> = self
            .relay
            .quarantine()
            .iter()
            .map(|entry| entry.envelope.id())
            .collect();
        for row in rows {
            let RowBody::Accepted { envelope, decision } = &row.body else {
                // What came back with a page after a restore is only told of, not kept.
                if !self.was_restored && !kept.contains(&row.body.envelope_id()) {
                    found.push(format!("the bytes refused at row {} are gone", row.seq));
                }
                continue;
            };
            let header = &envelope.header;
            let id = envelope.id();
            let acknowledged = self.fleet.acknowledged.get(&id);
            let trespasses = |it: &Acknowledged| {
                it.is_trespass && !self.may_be_of_a_new_home(it, &decision.time)
            };
            if acknowledged.is_some_and(trespasses) {
                found.push(format!("{id} stands in a grid without its author's rights"));
            }
            if acknowledged.is_some_and(|it| self.is_against_a_move(it, &decision.time)) {
                found.push(format!("{id} was made when its premises had moved away"));
            }
            if let Some(acknowledged) = acknowledged {
                let (lower, upper) = (decision.time.lower, decision.time.upper);
                let at = acknowledged.at;
                // Two phones that sign one chain bound each other's acts.
                let is_clone = self.fleet.members[acknowledged.by].is_clone;
                if (!is_clone && lower > at.plus_ms(STRAY_MS))
                    || upper < at.plus_ms(-STRAY_MS)
                    || lower < Timestamp(wangge_sync_engine::testing::World::START_MS)
                {
                    let by = acknowledged.by;
                    let anchor = header.made.anchor;
                    let at_anchor = anchor.and_then(|it| {
                        let point = self.relay.point(it.stream, it.seq).ok().flatten();
                        point.map(|(_, chain, at)| (chain == it.chain, at))
                    });
                    found.push(format!(
                        "{id} of phone {by}, made at {at:?}, is bounded {lower:?}..{upper:?}: \
                         {at_anchor:?} and {} ms",
                        header.made.elapsed_ms
                    ));
                }
            }
            if self.was_restored {
                // Rows that are given back are judged by what the relay knew when it took them.
                continue;
            }
            let place = (header.device, header.user, header.device_seq);
            if places.insert(place, id).is_some_and(|other| other != id) {
                found.push(format!("{id} shares its place in a chain with another"));
            }
            let frontier = self.frontiers.get(&header.device);
            let may = |last: &BTreeMap<StreamId, u64>| {
                last.get(&stream)
                    .is_some_and(|last| header.device_seq <= *last)
            };
            if frontier.is_some_and(|frontier| !may(frontier)) {
                found.push(format!("{id} was made past the frontier of its device"));
            }
            let lease = header.lease.and_then(|lease| self.relay.lease(&lease).ok());
            let lease = lease.flatten().and_then(|lease| lease.open().ok());
            if lease.is_some_and(|lease| decision.time.lower > lease.offline_until) {
                found.push(format!("{id} was made when its lease had run out"));
            }
        }
        found.into_iter().for_each(|text| self.violation(text));
    }

    /// What a phone shows of a record it works on is what its log, its outbox and its draft come
    /// to: the tables are never behind.
    pub(crate) fn tables_follow_the_work(&mut self, index: usize) {
        if !self.chance.per_mille(250) {
            return;
        }
        let member = &self.fleet.members[index];
        let waiting = member.phone.store.outbox(usize::MAX).unwrap_or_default();
        let records: BTreeSet<_> = waiting.iter().map(|it| it.envelope.header.record).collect();
        if records.is_empty() {
            return;
        }
        let shown = member.disk.shown();
        let mut found = Vec::new();
        let _build = member.app.runs();
        for record in records {
            let Ok(Some(truth)) = client::view(&member.phone.ctx(), record) else {
                continue;
            };
            let truth = Shown {
                stream: truth.stream,
                status: truth.state.status.as_str().to_owned(),
                content: truth.content,
                heads: truth.heads,
            };
            let stands = shown.get(&record);
            let same =
                stands.is_some_and(|it| (&it.content, &it.heads) == (&truth.content, &truth.heads));
            if !same {
                found.push(format!(
                    "phone {index} shows {record} unlike its log and outbox"
                ));
            }
        }
        self.tally.saw("tables compared with the log");
        found.into_iter().for_each(|text| self.violation(text));
    }
}
