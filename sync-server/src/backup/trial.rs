use serde::{Deserialize, Serialize};
use wangge_domain::control::ControlState;

use super::Progress;
use super::chain::Chain;
use super::rebuild::rebuild;
use super::shipper::Shipper;
use crate::error::RelayStartError;
use crate::store::sqlite::{SqliteDatabase, read_setting};
use crate::store::{RelayDatabase as _, TenantStore as _};
use crate::tenant::Tenant;

/// Setting that holds what the last trial found.
pub(crate) const TRIAL_KEY: &str = "backup_trial";
/// Setting that holds the canary: a record that a restored database must show.
const CANARY_KEY: &str = "backup_canary";

/// What came of restoring everything into a scratch folder（恢复演练）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TrialReport {
    /// When, milliseconds since 1970.
    pub(crate) at: i64,
    pub(crate) good: bool,
    pub(crate) link: u64,
    /// Hash of that link's manifest: which place it was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) manifest: String,
    pub(crate) rows: u64,
    pub(crate) blobs: usize,
    /// What did not hold.
    pub(crate) problem: String,
}

impl TrialReport {
    /// Reads the setting; `None`: there was no trial yet.
    pub(crate) fn read(setting: Option<String>) -> Option<Self> {
        serde_json::from_str(&setting?).ok()
    }
}

impl Shipper {
    /// Writes a canary record, ships, restores everything from the store into a scratch folder,
    /// and looks: every hash, every row's chain and seal, every photo, the fold of the control
    /// stream, the canary. The result stands in the settings, good or bad.
    pub(crate) fn try_restore(
        &self,
        tenant: &Tenant,
        progress: Progress<'_>,
    ) -> Result<TrialReport, RelayStartError> {
        let now = tenant.now();
        let report = match self.restore_into_scratch(tenant, progress) {
            Ok(report) => report,
            Err(error) => TrialReport {
                at: now.0,
                problem: error.to_string(),
                ..TrialReport::default()
            },
        };
        let text = serde_json::to_string(&report)
            .map_err(|error| RelayStartError::invalid(error.to_string()))?;
        tenant.database.set_setting(tenant.id(), TRIAL_KEY, &text)?;
        Ok(report)
    }

    fn restore_into_scratch(
        &self,
        tenant: &Tenant,
        progress: Progress<'_>,
    ) -> Result<TrialReport, RelayStartError> {
        let canary = hex::encode(rand::random::<[u8; 16]>());
        let database = &tenant.database;
        database.set_setting(tenant.id(), CANARY_KEY, &canary)?;
        self.ship(tenant, progress)?;
        let alone = self.workshop.alone()?;
        let chain = Chain::read(&self.place, None)?
            .ok_or_else(|| RelayStartError::invalid("没有备份（there is no backup）"))?;
        let scratch = self.workshop.trial();
        clear(&scratch)?;
        let rebuilt = rebuild(
            &self.place,
            &chain,
            &self.trial_key,
            &scratch,
            false,
            progress,
        );
        drop(alone);
        let rebuilt = rebuilt?;
        let file = crate::data_folder::DataFolder::new(&scratch).database();
        if read_setting(&file, CANARY_KEY)?.as_deref() != Some(canary.as_str()) {
            return Err(RelayStartError::file(
                &file,
                "恢复出的数据库没有刚写入的标记记录（the canary record did not come back）",
            ));
        }
        let restored = SqliteDatabase::open(&file, tenant.now())?;
        if restored
            .tenants()?
            .iter()
            .all(|row| row.tenant != tenant.id())
        {
            return Err(RelayStartError::file(&file, "the tenant did not come back"));
        }
        let turn = restored.turn(tenant.id())?;
        let rows = turn.control_rows_after(0)?;
        let folded = ControlState::fold(&rows);
        let until = folded.seq;
        let live = database.turn(tenant.id())?.control_rows_after(0)?;
        let same = live.into_iter().filter(|row| row.seq <= until);
        if ControlState::fold(&same.collect::<Vec<_>>()) != folded {
            return Err(RelayStartError::file(
                &file,
                "重新折叠的控制流不一致（the fold of the control stream is another one）",
            ));
        }
        drop((turn, restored));
        clear(&scratch)?;
        Ok(TrialReport {
            at: tenant.now().0,
            good: true,
            link: rebuilt.link,
            manifest: chain.newest,
            rows: rebuilt.rows,
            blobs: rebuilt.blobs,
            problem: String::new(),
        })
    }
}

fn clear(folder: &std::path::Path) -> Result<(), RelayStartError> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(RelayStartError::file(folder, error.to_string()))
        }
        _ => Ok(()),
    }
}
