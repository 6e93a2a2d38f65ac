//! Asks the relay for what it has acknowledged.

use std::collections::BTreeMap;

use anyhow::Result;
use wangge_domain::{Digest, StreamId};
use wangge_protocol::{
    Capabilities, Cursor, CursorClaim, EnvelopeId, Page, StreamUpdate, SyncRequest,
};

use super::device::Device;
use super::link::Link;

/// Bytes of rows in one answer.
const WANT_BYTES: u32 = 4 * 1024 * 1024;

/// One phone's reading of the logs from the beginning.
struct Reading {
    control: StreamId,
    cursors: BTreeMap<StreamId, Cursor>,
    found: BTreeMap<EnvelopeId, u64>,
}

/// How many acknowledged envelopes are not in the log at the place that the relay named. Every page
/// is verified: seals, chain, the relay's signature.
pub(crate) async fn missing(link: &Link, devices: &[Device]) -> Result<u64> {
    let Some(first) = devices.first() else {
        return Ok(0);
    };
    let control = StreamId::control(first.seat.tenant);
    // The control stream is the same for all: it is read once.
    let mut head: Option<Cursor> = None;
    let mut missing = 0;
    for device in devices {
        let mut reading = Reading {
            control,
            cursors: head.map(|cursor| (control, cursor)).into_iter().collect(),
            found: BTreeMap::new(),
        };
        reading.read_all(link, device).await?;
        head = reading.cursors.get(&control).copied();
        let acknowledged = device.acknowledged.iter();
        missing += acknowledged
            .filter(|(id, seq)| reading.found.get(*id) != Some(*seq))
            .count() as u64;
    }
    Ok(missing)
}

impl Reading {
    async fn read_all(&mut self, link: &Link, device: &Device) -> Result<()> {
        let seat = &device.seat;
        loop {
            let request = SyncRequest {
                capabilities: Capabilities::THIS_BUILD,
                cursors: CursorClaim::Vector(self.cursors.values().copied().collect()),
                lease: seat.lease,
                push: None,
                want_bytes: WANT_BYTES,
                lease_copy: None,
                heal: Vec::new(),
                extensions: Vec::new(),
                compare: None,
                ahead: None,
                trust: None,
            };
            let response = link.ask(seat.number, &seat.token, &request).await?;
            let mut came = false;
            for update in response.streams {
                if let StreamUpdate::Page(page) = update {
                    self.take(page)?;
                    came = true;
                }
            }
            if !came || !response.more {
                return Ok(());
            }
        }
    }

    fn take(&mut self, page: Page) -> Result<()> {
        let stream = page.stream;
        let before = self.cursors.get(&stream);
        let chain = before.map_or(Digest::ZERO, |cursor| cursor.chain);
        let cursor = Cursor {
            stream,
            epoch: page.epoch,
            seq: page.after + page.rows.len() as u64,
            chain: page.chain,
            own_seq: 0,
            own_last: Digest::ZERO,
        };
        if stream != self.control {
            for row in page.unpack(&chain, |_| None)? {
                self.found.insert(row.body.envelope_id(), row.seq);
            }
        }
        self.cursors.insert(stream, cursor);
        Ok(())
    }
}
