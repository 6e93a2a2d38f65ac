//! A county of thirty townships in one relay.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use chrono::Days;
use tempfile::TempDir;
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind};
use wangge_domain::people::{Role, Scope};
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_domain::register::RegisterRow;
use wangge_domain::{GridId, TenantId, Timestamp};
use wangge_sync_engine::store::RelayCommit;
use wangge_sync_server::admin::{Admin, ImportFile, ImportPerson, InitRequest, NewUser, init};
use wangge_sync_server::store::{RelayDatabase as _, SqliteDatabase};
use wangge_sync_server::{ClockChoice, Relay, RelayConfig, RunningRelay};
use wangge_tests::township::Township;

use super::accepting::accept;
use super::made_records::MadeRecords;

const TOWNSHIPS: u64 = 30;
/// Records of one commit.
const BATCH: usize = 2_000;
/// Townships in a row from west to east, and how far apart they begin, in microdegrees.
const IN_A_ROW: u64 = 6;
const APART: i64 = 100_000;
const ACCOUNT: (&str, &str) = ("county", "告成-演示-2026");

/// Key of the campaign that runs in all of them.
pub(crate) const CAMPAIGN: &str = "summer";

/// A county（县）with its records in a folder that goes when this goes.
pub(crate) struct County {
    folder: TempDir,
    /// The first township.
    pub(crate) township: GridId,
    towns: Vec<GridId>,
    tenant: TenantId,
}

impl County {
    /// Makes the relay and writes so many records.
    pub(crate) fn found(records: usize) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("relay");
        let made = init(InitRequest {
            data: data.clone(),
            tenant_name: "演示县".to_owned(),
            demo: true,
            listen: "127.0.0.1:0".to_owned(),
            address: String::new(),
            clock: ClockChoice::System,
            store: wangge_sync_server::StoreChoice::default(),
        })?;
        let admin = Admin::open(&data, ClockChoice::System)?;
        let towns: Vec<Township> = (0..TOWNSHIPS)
            .map(|number| beside(Township::generate(Township::QINGFENG_SEED + number), number))
            .collect();
        for town in &towns {
            admin.import(&import_file(town))?;
        }
        let officer = admin.add_user(&NewUser {
            name: "县管理员".to_owned(),
            phone: String::new(),
            organization: "县应急消防管理中心".to_owned(),
            account: Some(ACCOUNT.0.to_owned()),
            password: Some(ACCOUNT.1.to_owned()),
        })?;
        // Whoever sorts reports and admits what waits besides, so that every list may be asked for.
        for role in [Role::CountyAdmin, Role::StationOfficer] {
            admin.grant(officer, role, Scope::Tenant, None, None)?;
        }
        let today = admin.today();
        let entry = serde_json::json!({
            "name": "夏季消防检查",
            "grids": towns.iter().map(|town| town.grids[0].grid).collect::<Vec<_>>(),
        });
        admin.set_registers(&[RegisterRow {
            register: "campaign".to_owned(),
            key: CAMPAIGN.to_owned(),
            from: today,
            until: today.checked_add_days(Days::new(90)),
            entry: entry.to_string(),
            set_by: None,
            reason: String::new(),
        }])?;
        // Its staffing is asked for.
        if let Some(town) = towns.first() {
            let entry = serde_json::json!({
                "township": town.grids[0].grid,
                "station_class": "class2",
            });
            admin.set_registers(&[RegisterRow {
                register: "station_profile".to_owned(),
                key: town.grids[0].grid.to_string(),
                from: today,
                until: None,
                entry: entry.to_string(),
                set_by: None,
                reason: String::new(),
            }])?;
        }
        let now = Timestamp(1_790_000_000_000);
        let database = SqliteDatabase::open(&data.join("relay.sqlite"), now)?;
        let mut updates = MadeRecords::new(&towns, records);
        loop {
            let batch: Vec<_> = updates.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            let turn = database.turn(made.tenant)?;
            turn.commit(RelayCommit {
                records: batch,
                ..RelayCommit::default()
            })?;
        }
        let tops: Vec<GridId> = towns.iter().map(|town| town.grids[0].grid).collect();
        Ok(Self {
            folder,
            township: *tops.first().context("thirty townships")?,
            towns: tops,
            tenant: made.tenant,
        })
    }

    /// Processor seconds of inspections taken in, so many in a commit.
    pub(crate) fn accept(&self, inspections: usize, in_a_commit: usize) -> Result<f64> {
        let file = self.data().join("relay.sqlite");
        accept(&file, self.tenant, inspections, in_a_commit)
    }

    /// Name and password of the county's officer.
    pub(crate) fn account(&self) -> (&'static str, &'static str) {
        ACCOUNT
    }

    /// The relay at work.
    pub(crate) async fn serve(&self) -> Result<RunningRelay> {
        Ok(Relay::start(RelayConfig::new(self.data())).await?)
    }

    /// Freezes the last year of every township with all its grids; gives the number of snapshots.
    pub(crate) fn freeze_last_year(&self) -> Result<usize> {
        let admin = Admin::open(&self.data(), ClockChoice::System)?;
        let day = "2025-06-01".parse()?;
        let year = EvaluationPeriod::of(PeriodKind::Year, day);
        let mut made = 0;
        for town in &self.towns {
            made += admin
                .freeze(year, *town, BTreeMap::new(), &|_, _, _| {})?
                .len();
        }
        Ok(made)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("relay")
    }
}

/// The township in its own place: every generated one lies where the first does.
fn beside(mut town: Township, number: u64) -> Township {
    let steps = |count: u64| i64::try_from(count).unwrap_or(0) * APART;
    let (east, north) = (steps(number % IN_A_ROW), steps(number / IN_A_ROW));
    for (longitude, latitude) in town.grids.iter_mut().flat_map(|grid| &mut grid.boundary) {
        *longitude += east;
        *latitude += north;
    }
    for premises in &mut town.premises {
        for (key, by) in [
            (keys::LONGITUDE_MICRODEGREES, east),
            (keys::LATITUDE_MICRODEGREES, north),
        ] {
            if let Some(Scalar::Int(degrees)) = premises.fields.get_mut(key) {
                *degrees += by;
            }
        }
    }
    town
}

fn import_file(town: &Township) -> ImportFile {
    let people = town.people.iter().map(|person| ImportPerson {
        person: person.clone(),
        account: None,
        password: None,
    });
    ImportFile {
        grids: town.grids.clone(),
        people: people.collect(),
        grants: town.roles.clone(),
        credentials: Vec::new(),
        totals: Vec::new(),
    }
}
