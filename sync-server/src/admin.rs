//! What the person who runs the relay can do, as a library; the command line only calls this.
//! Everything works while a relay serves the same folder.

mod access_request;
mod activate_policy;
mod add_grid;
mod add_user;
mod backup;
mod certify;
mod confirm_clock;
mod courier;
mod credential;
mod devices;
mod draw;
mod enroll_code;
mod evidence;
mod grant;
mod healing;
mod import;
mod import_totals;
mod init;
mod linked_backup;
mod minimum_app;
mod missing;
mod move_premises;
mod new_policy_key;
mod paper;
mod password;
mod premises_import;
mod prune_backup;
mod quarantine;
mod registers;
mod replace;
mod report;
mod restore;
mod reused_photos;
mod revoke_keys;
mod sign_policy;
mod status;
mod texts;
mod tls;
mod users;
mod verify_backup;

pub use crate::backup::{PruneReport, ShipReport, new_backup_key};
pub use crate::courier::{CarriedFile, CourierAnswerReport, CourierImport};
pub use crate::draws::DrawRequest;
pub use crate::held::AccessRequest;
pub use crate::quarantine::{Admission, QuarantineItem};
pub use crate::strangers::Stranger;
pub use add_grid::NewGrid;
pub(crate) use add_grid::grid_called;
pub use add_user::NewUser;
pub use backup::BackupReport;
pub(crate) use backup::describe;
pub use devices::DeviceView;
pub(crate) use devices::revocation_frontier;
pub use draw::verify_draw;
pub use enroll_code::EnrollCode;
pub(crate) use enroll_code::{MOST_HOURS, issue_code};
pub use evidence::{verify, verify_paper};
pub use healing::HealingReport;
pub use import::{ImportFile, ImportPerson, ImportReport};
pub use import_totals::{ImportError, ImportTotal};
pub use init::{InitReport, InitRequest, init};
pub use linked_backup::{
    LinkedReport, LinkedRestore, LinkedSource, restore_linked, restore_linked_into, verify_linked,
};
pub use missing::MissingReport;
pub use move_premises::MoveReport;
pub use premises_import::PremisesImport;
pub(crate) use prune_backup::backup_recipient;
pub use replace::{Appointment, replace};
pub use report::PeriodVerdict;
pub use restore::{RestoreReport, restore};
pub use reused_photos::{PhotoUseReport, ReusedPhotoReport};
pub use sign_policy::sign_policy;
pub use status::StatusReport;
pub use tls::TlsReport;
pub use users::UserView;
pub use verify_backup::{VerifyReport, verify_backup};

use std::path::Path;
use std::sync::Arc;

use wangge_domain::UserId;
use wangge_domain::control::{ControlEvent, ControlState};
use wangge_sync_engine::relay::control_many;

use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::opening::{ServiceUse, choose_clock, open_tenant};
use crate::relay::ClockChoice;
use crate::tenant::Tenant;

/// An opened data folder（管理）.
pub struct Admin {
    folder: DataFolder,
    tenant: Arc<Tenant>,
}

impl std::fmt::Debug for Admin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Admin")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl Admin {
    /// Opens a data folder for administration.
    pub fn open(data: &Path, clock: ClockChoice) -> Result<Self, RelayStartError> {
        let folder = DataFolder::new(data);
        let tenant = open_tenant(&folder, choose_clock(clock)?, ServiceUse::Current, None)?;
        Ok(Self { folder, tenant })
    }

    /// The control stream as it stands.
    pub fn control(&self) -> Result<Arc<ControlState>, RelayStartError> {
        Ok(self.tenant.control()?)
    }

    /// Whether the folder is one of a demonstration（演示目录）, whose relay may follow a clock file.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.tenant.row.demo
    }

    /// Lets a test look at the tenant.
    #[cfg(test)]
    pub(crate) fn with_tenant<T>(&self, look: impl FnOnce(&Tenant) -> T) -> T {
        look(&self.tenant)
    }

    /// Appends rows to the control stream, all of them or none. Gives their number.
    fn append(&self, events: &[ControlEvent]) -> Result<usize, RelayStartError> {
        if events.is_empty() {
            return Ok(0);
        }
        let control = self.tenant.control()?;
        texts::refuse_bad_texts(&control, events)?;
        let rows = self.tenant.turn(|context| {
            let commit = control_many(context, events)?;
            Ok((commit.rows.len(), commit))
        })?;
        Ok(rows)
    }

    /// The person meant: by id, by the name of the account, or by a name that only one has.
    pub fn find_user(&self, who: &str) -> Result<UserId, RelayStartError> {
        let control = self.tenant.control()?;
        if let Ok(user) = who.parse::<UserId>() {
            if control.people.contains_key(&user) {
                return Ok(user);
            }
        } else if let Some(account) = self.tenant.database.account(self.tenant.id(), who)? {
            return Ok(account.user);
        }
        let mut named = control.people.values().filter(|person| person.name == who);
        match (named.next(), named.next()) {
            (Some(person), None) => Ok(person.user),
            (Some(_), Some(_)) => Err(RelayStartError::invalid(format!(
                "有多人名为 {who}，请用账号或编号（several people have this name: use the account or id）"
            ))),
            _ => Err(RelayStartError::invalid(format!(
                "没有 {who}（no such person）"
            ))),
        }
    }
}
