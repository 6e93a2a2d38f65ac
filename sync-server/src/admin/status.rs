use std::collections::BTreeMap;

use serde::Serialize;
use wangge_domain::StreamId;
use wangge_domain::control::GridLevel;

use super::Admin;
use crate::backup::{TRIAL_KEY, TrialReport};
use crate::error::RelayStartError;
use crate::held::overdue_requests;
use crate::http::Tls;
use crate::jobs::STOPPED_KEY;
use crate::keys::ServiceStock;
use crate::metrics::LAST_BACKUP_KEY;
use crate::store::Reach;

/// How a relay stands（状态）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusReport {
    /// Tenant.
    pub tenant: String,
    /// Name of the tenant.
    pub name: String,
    /// For a demonstration.
    pub demo: bool,
    /// Base address that phones are told.
    pub address: String,
    /// Pin of the certificate.
    pub pin: String,
    /// The relay's clock.
    pub now: i64,
    /// Last row of the control stream.
    pub control_seq: u64,
    /// People, grids and devices.
    pub people: usize,
    /// Small grids.
    pub small_grids: usize,
    /// Devices that are not revoked.
    pub devices: usize,
    /// Records by kind.
    pub records: BTreeMap<String, u64>,
    /// Rows in all logs of grids.
    pub rows: u64,
    /// Policy revision in force.
    pub policy_revision: u32,
    /// Certified service keys that are left.
    pub service_keys_left: usize,
    /// Why deadline jobs stand still.
    pub deadline_jobs_stopped: Option<String>,
    /// Requests about personal data that wait though their day has passed.
    pub personal_requests_overdue: usize,
    /// The root key still lies beside the data.
    pub root_key_here: bool,
    /// When the newest backup was made, milliseconds since 1970.
    pub last_backup_at: Option<i64>,
    /// When a whole restore was last tried, and what did not hold: empty if all did.
    pub backup_trial: Option<(i64, String)>,
}

impl Admin {
    /// How the relay stands.
    pub fn status(&self) -> Result<StatusReport, RelayStartError> {
        let (tenant, database) = (&self.tenant, &self.tenant.database);
        let control = tenant.control()?;
        let small = control
            .grids
            .values()
            .filter(|grid| grid.level == GridLevel::Small);
        let streams: std::collections::BTreeSet<StreamId> =
            small.map(|grid| StreamId::of_grid(grid.grid)).collect();
        let mut records: BTreeMap<String, u64> = BTreeMap::new();
        let small_grids = streams.len();
        let turn = database.turn(tenant.id())?;
        let mut rows = 0;
        for stream in &streams {
            rows += turn.head(*stream)?.map_or(0, |head| head.seq);
        }
        let reach = Reach {
            streams,
            ..Reach::default()
        };
        for one in database.count(tenant.id(), &reach)? {
            *records.entry(one.kind).or_default() += one.count;
        }
        let used = database.service_keys(tenant.id())?;
        let stock = ServiceStock::read(&self.folder)?;
        let stopped = database.setting(tenant.id(), STOPPED_KEY)?;
        let policy = tenant.policy(&control)?;
        Ok(StatusReport {
            tenant: tenant.id().to_string(),
            name: tenant.row.name.clone(),
            demo: tenant.row.demo,
            address: tenant.row.address.clone(),
            pin: Tls::read(&self.folder, false)?.pin.to_string(),
            now: tenant.now().0,
            control_seq: control.seq,
            people: control.people.len(),
            small_grids,
            devices: control
                .devices
                .values()
                .filter(|held| held.revoked.is_none())
                .count(),
            records,
            rows,
            policy_revision: policy.revision,
            service_keys_left: stock.left(|key| used.iter().any(|one| one.public_key == *key)),
            deadline_jobs_stopped: stopped.filter(|reason| !reason.is_empty()),
            personal_requests_overdue: overdue_requests(
                &control,
                &policy,
                tenant.now().china_date(),
            ),
            root_key_here: self.folder.root_key().exists(),
            last_backup_at: database
                .setting(tenant.id(), LAST_BACKUP_KEY)?
                .and_then(|text| text.parse().ok()),
            backup_trial: TrialReport::read(database.setting(tenant.id(), TRIAL_KEY)?)
                .map(|trial| (trial.at, trial.problem)),
        })
    }
}
