//! A relay's data folder with the township of the tests in it.

use std::path::Path;

use anyhow::{Context as _, Result};
use wangge_domain::control::{Grid, GridLevel};
use wangge_domain::{GridId, Timestamp, UserId};
use wangge_mobile_core::{Clock as _, SystemClock};
use wangge_sync_server::ClockChoice;
use wangge_sync_server::admin::{Admin, ImportFile, ImportPerson, InitRequest, init};
use wangge_tests::township::Township;

/// Makes the folder: so many small grids, everybody of the fixture; phones are told the address.
pub(crate) fn found(data: &Path, address: String, grids: usize) -> Result<Township> {
    let township = with_small_grids(Township::qingfeng(), grids);
    init(InitRequest {
        data: data.to_owned(),
        tenant_name: township.name.clone(),
        demo: true,
        listen: "127.0.0.1:0".to_owned(),
        address,
        clock: ClockChoice::System,
        store: wangge_sync_server::StoreChoice::default(),
    })
    .context("init")?;
    Admin::open(data, ClockChoice::System)?.import(&import_file(&township))?;
    Ok(township)
}

/// The n-th grid worker with a certificate today, around again after the last, and the grid.
pub(crate) fn worker(township: &Township, index: usize) -> Result<(UserId, GridId)> {
    let workers = township.grid_workers(Timestamp(SystemClock::new().wall_ms()));
    let place = index % workers.len().max(1);
    let (person, grid) = workers.get(place).context("no certified worker today")?;
    Ok((person.user, grid.grid))
}

/// Fills the township up with small grids of its first village.
fn with_small_grids(mut township: Township, grids: usize) -> Township {
    let existing = township.small_grids().count();
    let Some(pattern) = township.small_grids().next().cloned() else {
        return township;
    };
    for number in existing..grids {
        let mut entropy = [0; 10];
        entropy[..8].copy_from_slice(&(number as u64).to_be_bytes());
        township.grids.push(Grid {
            grid: GridId::mint(1_767_600_000_000, entropy),
            level: GridLevel::Small,
            code: format!("{}-{number:03}", pattern.code),
            name: format!("{}{number}", pattern.name),
            ..pattern.clone()
        });
    }
    township
}

fn import_file(township: &Township) -> ImportFile {
    let people = township.people.iter().map(|person| ImportPerson {
        person: person.clone(),
        account: None,
        password: None,
    });
    ImportFile {
        grids: township.grids.clone(),
        people: people.collect(),
        grants: township.roles.clone(),
        credentials: township.credentials.clone(),
        totals: Vec::new(),
    }
}
