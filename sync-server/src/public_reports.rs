//! What the public sent, on the relay's side: collected, told of, rewarded, and who sent it.

mod collect;
mod received;
mod reporters;
mod rewards;
mod standing;
mod tell;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use wangge_domain::RecordId;
use wangge_domain::premises::Position;
use wangge_domain::public_report::{PublicReportRules, Sighting};
use wangge_sync_engine::store::StoreError;

pub(crate) use reporters::{Reporters, said_before};
pub(crate) use rewards::{RewardLine, reward_lines};

use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::intake::IntakeSecret;
use crate::reporter::{Reporter, ReporterKey};
use crate::store::{IntakeStore, PublicReport};
use crate::tenant::Tenant;

/// Reports by the public（随手拍）as the relay works on them.
pub(crate) struct PublicReports {
    pub(crate) key: ReporterKey,
    folder: PathBuf,
    /// The process for the public may be started later than the relay, or never.
    other: Mutex<Option<Other>>,
}

/// The database of the process for the public, as far as this process has it open.
struct Other {
    store: IntakeStore,
    secret: IntakeSecret,
    /// Which times of its reports can be believed.
    received: received::Received,
    /// The rules as they were put there last.
    rules: String,
    /// By what it was told last: nothing is told twice.
    told: HashMap<RecordId, tell::Seen>,
}

impl PublicReports {
    pub(crate) fn new(folder: &DataFolder) -> Result<Self, RelayStartError> {
        Ok(Self {
            key: ReporterKey::read(&folder.reporter_key())?,
            folder: folder.intake(),
            other: Mutex::new(None),
        })
    }

    /// Collects what waits and tells what is new.
    pub(crate) fn exchange(&self, tenant: &Tenant) -> Result<(), StoreError> {
        let mut other = self.other.lock().unwrap_or_else(PoisonError::into_inner);
        if other.is_none() {
            if !self.folder.join(IntakeStore::FILE).exists() {
                return Ok(());
            }
            let secret = IntakeSecret::read(&self.folder)
                .map_err(|error| StoreError::Failed(error.to_string()))?;
            *other = Some(Other {
                store: IntakeStore::open(&self.folder)?,
                secret,
                received: received::Received::read(tenant)?,
                rules: String::new(),
                told: HashMap::new(),
            });
        }
        let Some(other) = other.as_mut() else {
            return Ok(());
        };
        let rules = rules(tenant)?;
        let text =
            serde_json::to_string(&rules).map_err(|error| StoreError::Failed(error.to_string()))?;
        if text != other.rules {
            other.store.put_rules(&text)?;
            other.rules = text;
        }
        collect::collect(self, tenant, other, &rules)?;
        tell::tell(self, tenant, other)
    }

    /// Keeps who reported a case, if anybody said: sealed, beside the log.
    pub(crate) fn keep(
        &self,
        tenant: &Tenant,
        subject: RecordId,
        reporter: Option<Reporter>,
    ) -> Result<(), StoreError> {
        match reporter.filter(|reporter| !reporter.is_anonymous()) {
            Some(reporter) => {
                let sealed = self.key.seal(subject.as_bytes(), &reporter);
                tenant.database.add_identity(tenant.id(), subject, sealed)
            }
            None => Ok(()),
        }
    }

    /// Takes back who reported a case that is not there after all.
    pub(crate) fn take_back(&self, tenant: &Tenant, subject: RecordId) -> Result<(), StoreError> {
        if tenant.database.listed(tenant.id(), subject)?.is_none() {
            tenant.database.drop_identity(tenant.id(), subject)?;
        }
        Ok(())
    }
}

/// The rules in force.
pub(crate) fn rules(tenant: &Tenant) -> Result<PublicReportRules, StoreError> {
    let control = tenant.control()?;
    let today = tenant.now().china_date();
    Ok(PublicReportRules::on(&control.registers, today))
}

/// Where a report lies, if its reporter told.
pub(crate) fn position_of(report: &PublicReport) -> Option<Position> {
    report.position.map(|(latitude, longitude)| Position {
        latitude,
        longitude,
        accuracy_m: None,
    })
}

/// A report as far as it is compared with others.
pub(crate) fn sighting(report: &PublicReport) -> Sighting {
    Sighting {
        report: report.report,
        at: report.received_at,
        category: report.category.clone(),
        place: report.place.clone(),
        position: position_of(report),
    }
}

/// Takes the reporter out of what a step says.
pub(crate) fn take_reporter(fields: &mut BTreeMap<String, String>) -> Option<Reporter> {
    fields.remove("reporter").map(|name| Reporter {
        name,
        phone: String::new(),
    })
}
