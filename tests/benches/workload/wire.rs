//! What workload W weighs on the wire, and what each means of making it lighter is worth.
//!
//! The envelopes are those that the real phone pushed: they are read from the relay's log, where each
//! lies as it was sealed, and packed again as the phone packs them.

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::{Result, ensure};
use serde::Serialize;
use serde_json::{Value, json};
use wangge_domain::{Digest, StreamId, Timestamp};
use wangge_mobile_core::{Clock as _, SystemClock};
use wangge_protocol::limits::MAX_BATCH_ENVELOPES;
use wangge_protocol::{
    Batch, Columns, Envelope, Op, PackedOp, RowBody, SecretKey, encode, seal_headers, sha256,
};
use wangge_sync_server::store::{RelayDatabase as _, SqliteDatabase, TenantStore as _};
use wangge_tests::workload::Workload;

use super::carrier;
use super::exchange::Exchange;
use super::relay::BenchRelay;
use super::report::{Aim, Report};
use super::sizes::Sizes;
use super::statistics::rounded;

/// Levels of the curve; the first is the one that phones use.
const LEVELS: [i32; 3] = [3, 9, 19];
/// Bytes of rows read at a time.
const PAGE: usize = 4 * 1024 * 1024;
/// Runs of which the quickest counts.
const RUNS: usize = 3;
/// What the cold push may weigh, both ways, bytes.
const COLD: f64 = 0.60e6;

/// A batch with the hashes of its changes beside it, as a form would have it that sends them.
#[derive(Serialize)]
struct WithHashes<'a> {
    batch: &'a Batch,
    hashes: Vec<Digest>,
}

/// The cold push, taken apart.
pub(crate) async fn measure(sizes: &Sizes, report: &mut Report) -> Result<()> {
    let workload = Workload::generate_of(42, sizes.documents, sizes.edited);
    let relay = BenchRelay::start(12).await?;
    let (user, grid) = relay.worker(0)?;
    let phone = relay.phone(user, relay.path("phone")).await?;
    carrier::enter(&phone.core, grid, &workload.documents)?;
    let push = Exchange::measure(&relay, &phone).await?;
    let envelopes = pushed(&relay, StreamId::of_grid(grid))?;
    ensure!(
        envelopes.len() >= workload.documents.len(),
        "{} envelopes in the log",
        envelopes.len()
    );
    let as_sent: Vec<Batch> = packed(&envelopes);
    let own = resealed(&envelopes);
    let variants: Vec<(&str, Vec<Vec<u8>>)> = vec![
        ("as_sent", as_sent.iter().map(encode).collect()),
        ("without_columns", without_columns(&envelopes, &as_sent)),
        ("a_seal_each", packed(&own).iter().map(encode).collect()),
        ("with_change_hashes", with_hashes(&envelopes, &as_sent)),
    ];
    let curves: BTreeMap<&str, Value> = variants
        .iter()
        .map(|(name, bodies)| Ok((*name, curve(bodies)?)))
        .collect::<Result<_>>()?;
    report.section(
        "wire",
        json!({
            "envelopes": envelopes.len(),
            "body_bytes_up": push.report.bytes_up,
            "body_bytes_down": push.report.bytes_down,
            "wire_bytes_both_ways": push.wire_bytes(),
            "batches": as_sent.len(),
            "zstd": curves,
        }),
    )?;
    let megabytes = push.wire_bytes() as f64 / 1e6;
    report.figure(
        "cold push, wire both ways",
        megabytes,
        "MB",
        Aim::AtMost(COLD / 1e6),
    );
    Ok(())
}

/// The accepted envelopes of a log, in order.
fn pushed(relay: &BenchRelay, stream: StreamId) -> Result<Vec<Envelope>> {
    let now = Timestamp(SystemClock::new().wall_ms());
    let database = SqliteDatabase::open(&relay.database(), now)?;
    let mut envelopes = Vec::new();
    for tenant in database.tenants()? {
        let turn = database.turn(tenant.tenant)?;
        let mut after = 0;
        loop {
            let rows = turn.rows_after(stream, after, PAGE)?;
            let Some(last) = rows.last() else { break };
            after = last.seq;
            for row in rows {
                if let RowBody::Accepted { envelope, .. } = row.body {
                    envelopes.push(*envelope);
                }
            }
        }
    }
    Ok(envelopes)
}

fn packed(envelopes: &[Envelope]) -> Vec<Batch> {
    let parts = envelopes.chunks(MAX_BATCH_ENVELOPES);
    parts.map(Batch::pack).collect()
}

/// The same with changes that travel one by one.
fn without_columns(envelopes: &[Envelope], batches: &[Batch]) -> Vec<Vec<u8>> {
    let parts = envelopes.chunks(MAX_BATCH_ENVELOPES);
    let plain = parts.zip(batches).map(|(envelopes, batch)| {
        let mut batch = batch.clone();
        batch.columns = Columns::default();
        for (item, envelope) in batch.items.iter_mut().zip(envelopes) {
            for (packed, op) in item.ops.iter_mut().zip(&envelope.ops) {
                if matches!(packed, PackedOp::Columns) {
                    *packed = PackedOp::Raw(op.clone());
                }
            }
        }
        encode(&batch)
    });
    plain.collect()
}

/// The same with the hash of each change beside it.
fn with_hashes(envelopes: &[Envelope], batches: &[Batch]) -> Vec<Vec<u8>> {
    let parts = envelopes.chunks(MAX_BATCH_ENVELOPES);
    let beside = parts.zip(batches).map(|(envelopes, batch)| {
        let ops = envelopes.iter().flat_map(|it| &it.ops);
        let hashes = ops.filter_map(|op| match op {
            Op::Change(bytes) => Some(sha256(bytes)),
            Op::Event(_) | Op::Blanked(_) => None,
        });
        encode(&WithHashes {
            batch,
            hashes: hashes.collect(),
        })
    });
    beside.collect()
}

/// The same envelopes, each sealed by itself.
fn resealed(envelopes: &[Envelope]) -> Vec<Envelope> {
    let key = SecretKey::from_seed([9; 32]);
    let own = envelopes.iter().map(|envelope| {
        let mut own = envelope.clone();
        if let Some(seal) = seal_headers(&key, &[envelope.id()]).pop() {
            own.seal = seal;
        }
        own
    });
    own.collect()
}

/// Bytes before and after, and milliseconds, at each level.
fn curve(bodies: &[Vec<u8>]) -> Result<Value> {
    let plain: usize = bodies.iter().map(Vec::len).sum();
    let mut levels = BTreeMap::new();
    for level in LEVELS {
        let (mut bytes, mut quickest) = (0, f64::INFINITY);
        for _ in 0..RUNS {
            let begun = Instant::now();
            bytes = 0;
            for body in bodies {
                bytes += zstd::bulk::compress(body, level)?.len();
            }
            quickest = quickest.min(begun.elapsed().as_secs_f64() * 1000.0);
        }
        let figures = json!({"bytes": bytes, "ms": rounded(quickest, 1)});
        levels.insert(level.to_string(), figures);
    }
    Ok(json!({"plain_bytes": plain, "levels": levels}))
}
