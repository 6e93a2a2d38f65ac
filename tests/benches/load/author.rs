//! Writes and seals what a phone is going to push, before the clock runs.

use std::collections::{BTreeMap, VecDeque};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;
use rand_chacha::ChaCha8Rng;
use wangge_domain::lifecycle::Event;
use wangge_domain::premises::keys;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId};
use wangge_protocol::{
    Batch, Capabilities, CursorClaim, Envelope, EnvelopeId, Header, Made, Op, SyncRequest,
    ops_hash, seal_headers, sha256,
};
use wangge_sync_engine::{ActorId, Document, actor_id};
use wangge_tests::seeded::{Draw as _, seeded};
use wangge_tests::workload::{InspectionDocument, Workload};

use super::device::{Push, Seat};
use super::link::packed;

/// Records that may still be edited.
const RECENT: usize = 4;
/// Contents that records begin with, over and over.
const CONTENTS: usize = 64;

/// One phone's hand: its chain goes on from push to push.
pub(crate) struct Author<'a> {
    seat: &'a Seat,
    contents: &'a [InspectionDocument],
    actor: ActorId,
    rng: ChaCha8Rng,
    /// Place and envelope of the end of its chain.
    tip: (u64, Digest),
    recent: VecDeque<(RecordId, Document)>,
    /// Pushes written.
    written: usize,
    /// Numbers names and addresses.
    number: u64,
    /// Whether each change comes with the event that hands it in.
    hands_in: bool,
}

struct Unsealed {
    header: Header,
    header_bytes: Vec<u8>,
    ops: Vec<Op>,
}

/// What records begin with.
pub(crate) fn contents() -> Vec<InspectionDocument> {
    Workload::fresh_documents(42, "load", CONTENTS)
}

impl<'a> Author<'a> {
    /// A phone that has written nothing yet.
    pub(crate) fn new(seat: &'a Seat, contents: &'a [InspectionDocument]) -> Self {
        Self {
            seat,
            contents,
            actor: actor_id(seat.device, seat.user, 0),
            rng: seeded(1, &format!("load/{}", seat.number)),
            tip: (0, Digest::ZERO),
            recent: VecDeque::new(),
            written: 0,
            number: 0,
            hands_in: true,
        }
    }

    /// The same, whose envelopes are a single change each, without an event.
    pub(crate) fn of_single_changes(seat: &'a Seat, contents: &'a [InspectionDocument]) -> Self {
        Self {
            hands_in: false,
            ..Self::new(seat, contents)
        }
    }

    /// The next push of five envelopes: over two of them seven new records and three edits.
    pub(crate) fn five(&mut self) -> Result<Push> {
        let fresh = if self.written.is_multiple_of(2) { 4 } else { 3 };
        self.push(fresh, 5 - fresh)
    }

    /// A push of so many new records and so many edits of the newest ones.
    pub(crate) fn push(&mut self, fresh: usize, edits: usize) -> Result<Push> {
        self.written += 1;
        let mut records = fresh;
        let mut unsealed = Vec::with_capacity(fresh + edits);
        for _ in 0..fresh {
            unsealed.push(self.fresh_record()?);
        }
        for _ in 0..edits {
            if let Some((record, document)) = self.recent.pop_front() {
                unsealed.push(self.edit(record, document)?);
            } else {
                unsealed.push(self.fresh_record()?);
                records += 1;
            }
        }
        let ids: Vec<EnvelopeId> = unsealed.iter().map(|it| sha256(&it.header_bytes)).collect();
        let seals = seal_headers(&self.seat.key, &ids);
        let envelopes: Vec<Envelope> = unsealed
            .into_iter()
            .zip(seals)
            .map(|(it, seal)| Envelope {
                header_bytes: it.header_bytes,
                header: it.header,
                ops: it.ops,
                seal,
            })
            .collect();
        let request = SyncRequest {
            capabilities: Capabilities::THIS_BUILD,
            cursors: CursorClaim::Vector(Vec::new()),
            lease: self.seat.lease,
            push: Some(Batch::pack(&envelopes)),
            want_bytes: 0,
            lease_copy: None,
            heal: Vec::new(),
            extensions: Vec::new(),
            compare: None,
            ahead: None,
            trust: None,
        };
        let body = packed(&request)?;
        Ok(Push { ids, records, body })
    }

    /// A premises file of a dozen fields.
    fn fresh_record(&mut self) -> Result<Unsealed> {
        self.number += 1;
        let record = RecordId::mint(now_ms(), self.rng.ten_bytes());
        let place = self.number as usize % self.contents.len();
        let content = &self.contents[place];
        let mut fields: BTreeMap<String, Scalar> = content
            .to_flat()
            .into_iter()
            .filter(|(key, _)| key.starts_with("header/"))
            .collect();
        let name = format!("{}{}", content.header.title, self.number);
        fields.insert(keys::NAME.to_owned(), name.into());
        fields.insert(keys::CATEGORY.to_owned(), "rental_housing".into());
        fields.insert(
            keys::ADDRESS.to_owned(),
            content.header.area.as_str().into(),
        );
        self.envelope(record, Document::new(), &fields)
    }

    fn edit(&mut self, record: RecordId, document: Document) -> Result<Unsealed> {
        self.number += 1;
        let address = format!("正街{}号", self.number);
        let fields = BTreeMap::from([(keys::ADDRESS.to_owned(), address.into())]);
        self.envelope(record, document, &fields)
    }

    /// One change, and the event that hands it in unless changes stand alone, at the end of the chain.
    fn envelope(
        &mut self,
        record: RecordId,
        mut document: Document,
        fields: &BTreeMap<String, Scalar>,
    ) -> Result<Unsealed> {
        let change = document.edit(&self.actor, None, fields)?;
        let mut ops = vec![Op::Change(change)];
        if self.hands_in {
            let submitted = Event::Submitted {
                version: document.version(),
                correction: None,
            };
            ops.push(Op::event(&submitted));
        }
        let seat = self.seat;
        let header = Header {
            v: 1,
            tenant: seat.tenant,
            stream: seat.stream,
            record,
            kind: RecordKind::Premises,
            user: seat.user,
            device: seat.device,
            device_seq: self.tip.0 + 1,
            lease: Some(seat.lease),
            policy_revision: seat.policy_revision,
            after: Vec::new(),
            made: Made {
                wall_ms: now_ms(),
                boot_id: 1,
                anchor: None,
                elapsed_ms: 0,
            },
            blobs: Vec::new(),
            prev: self.tip.1,
            ops_hash: ops_hash(&ops),
        };
        let header_bytes = header.to_bytes();
        self.tip = (header.device_seq, sha256(&header_bytes));
        self.recent.push_back((record, document));
        if self.recent.len() > RECENT {
            self.recent.pop_front();
        }
        Ok(Unsealed {
            header,
            header_bytes,
            ops,
        })
    }
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as i64)
}
