//! A phone of the peers' bench.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result};
use wangge_domain::RecordId;
use wangge_sync_server::ClockChoice;
use wangge_sync_server::admin::Admin;
use wangge_tests::peer_contract::{PeerClient, PeerEvent, PeerPhase, say, wait_for_go};
use wangge_tests::process_usage::ProcessUsage;
use wangge_tests::township::Township;
use wangge_tests::workload::InspectionDocument;

use super::phone::BenchPhone;
use super::{carrier, founding};

/// Prepares, waits for its line, syncs, compares.
pub(crate) async fn run(command: &PeerClient) -> Result<()> {
    let mut out = std::io::stdout();
    let documents = command.read_documents()?;
    let (user, grid) = founding::worker(&Township::qingfeng(), place(command))?;
    let fresh = !command.folder.join("data").exists();
    let phone = if fresh {
        let admin = Admin::open(&command.shared.join("s/relay"), ClockChoice::System)?;
        let code = admin.enroll_code(user, 3_600_000)?;
        let link = format!(
            "wangge://enroll?relay=https%3A%2F%2F127.0.0.1%3A{}&pin={}&root={}&code={}",
            command.port, code.pin, code.root, code.code
        );
        drop(admin);
        if command.phase == PeerPhase::Pull {
            BenchPhone::enroll_only(&link, command.folder.clone()).await?
        } else {
            // What may be entered depends on people, grids and rules.
            BenchPhone::enroll(&link, command.folder.clone()).await?
        }
    } else {
        BenchPhone::reopen(command.folder.clone())?
    };
    let edits = command.read_edits()?;
    if command.phase.enters_documents() {
        let records = carrier::enter(&phone.core, grid, &documents)?;
        std::fs::write(
            ids(command),
            serde_json::to_vec(&named(&documents, &records))?,
        )?;
    }
    if command.phase == PeerPhase::DeltaPush {
        let records = read_ids(command, &documents)?;
        carrier::edit(&phone.core, &documents, &records, &edits)?;
    }
    say(&PeerEvent::Ready, &mut out)?;
    wait_for_go(&mut std::io::stdin().lock())?;
    let before = ProcessUsage::of_self();
    let begun = Instant::now();
    let report = phone.sync().await?;
    let seconds = begun.elapsed().as_secs_f64();
    let moved = if command.phase.verifies() {
        report.rows
    } else {
        report.envelopes
    };
    say(
        &PeerEvent::done(seconds, before, usize::try_from(moved)?),
        &mut out,
    )?;
    if command.phase.verifies() {
        let records = read_ids(command, &documents)?;
        let ok = carrier::verified(&phone.core, &command.expected()?, &records)?;
        say(
            &PeerEvent::Verify {
                ok,
                of: documents.len(),
            },
            &mut out,
        )?;
    }
    Ok(say(&PeerEvent::Bye, &mut out)?)
}

/// Devices that push at once are those of different workers.
fn place(command: &PeerClient) -> usize {
    let slice = command.slice.as_ref();
    slice.map_or(0, |slice| slice.start / slice.len().max(1))
}

/// Which record a document of this slice is: the phone that entered them says so.
fn ids(command: &PeerClient) -> PathBuf {
    command
        .shared
        .join(format!("records-{}.json", place(command)))
}

fn named(documents: &[InspectionDocument], records: &[RecordId]) -> BTreeMap<String, RecordId> {
    documents
        .iter()
        .map(|it| it.id.clone())
        .zip(records.iter().copied())
        .collect()
}

fn read_ids(command: &PeerClient, documents: &[InspectionDocument]) -> Result<Vec<RecordId>> {
    let text = std::fs::read(ids(command))?;
    let named: BTreeMap<String, RecordId> = serde_json::from_slice(&text)?;
    documents
        .iter()
        .map(|document| {
            named
                .get(&document.id)
                .copied()
                .context("a document without a record")
        })
        .collect()
}
