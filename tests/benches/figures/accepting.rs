//! What it costs the relay's store to take in inspections that come one by one.

use anyhow::Result;
use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, TenantId, Timestamp};
use wangge_sync_engine::store::{RecordUpdate, RelayCommit};
use wangge_sync_server::store::{RelayDatabase as _, SqliteDatabase};
use wangge_tests::process_usage::ProcessUsage;
use wangge_tests::township::Township;

use super::made_records::MadeRecords;

/// Processor seconds of so many inspections, each begun, submitted and accepted, with so many
/// records in one commit.
pub(crate) fn accept(
    file: &std::path::Path,
    tenant: TenantId,
    inspections: usize,
    in_a_commit: usize,
) -> Result<f64> {
    let town = Township::generate(Township::QINGFENG_SEED + in_a_commit as u64);
    let database = SqliteDatabase::open(file, Timestamp(1_790_000_000_000))?;
    let made = MadeRecords::new(&[town], inspections * 3);
    let updates: Vec<RecordUpdate> = made
        .filter(|update| update.kind == RecordKind::Inspection)
        .take(inspections)
        .enumerate()
        .map(|(index, mut update)| {
            // None of them is there yet.
            let number = ((in_a_commit as u128) << 64) | index as u128;
            update.record = RecordId::from_bytes(number.to_be_bytes());
            update
        })
        .collect();
    let begun = ProcessUsage::of_self().cpu_seconds.unwrap_or_default();
    for part in updates.chunks(in_a_commit) {
        for status in [Status::Draft, Status::Submitted, Status::Accepted] {
            let mut records = part.to_vec();
            for record in &mut records {
                record.state.status = status.clone();
            }
            database.turn(tenant)?.commit(RelayCommit {
                records,
                ..RelayCommit::default()
            })?;
        }
    }
    Ok(ProcessUsage::of_self().cpu_seconds.unwrap_or_default() - begun)
}
