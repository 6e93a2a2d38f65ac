//! A relay that the root key appoints in the place of a lost one（由根密钥任命的新中继）, without any backup:
//! everything comes back from the phones.

use std::collections::BTreeSet;
use std::path::PathBuf;

use wangge_domain::TenantId;
use wangge_domain::policy::{PolicyPack, default_pack_json};
use wangge_protocol::{SecretKey, sha256};

use super::Admin;
use super::init::{InitReport, InitRequest, make};
use crate::courier::publish_recipient;
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::healing::HealingState;
use crate::keys::{ServiceStock, StockedKey, policy_key, read_root, tenant_of_root};
use crate::opening::introduce;
use crate::store::{ServiceKeyRow, StoredPolicy};
use crate::tenant::Tenant;

/// Stands among those that are waited for: a relay that begins with nothing does not know whom it
/// has not heard of, so that a person has to say when all have come.
const ADMINISTRATOR: &str = "administrator: wangge-relay healing end";

/// By what a relay is appointed.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// File of the tenant's root key, as printed or kept.
    pub root_key: PathBuf,
    /// The tenant; `None`: as the file of the root key says.
    pub tenant: Option<TenantId>,
    /// Policy packs that were in force and are not the default one.
    pub policies: Vec<PathBuf>,
}

/// An appointment, read.
pub(super) struct Appointed {
    pub(super) root: SecretKey,
    pub(super) root_file: PathBuf,
    pub(super) tenant: TenantId,
    pub(super) packs: Vec<(u32, Vec<u8>)>,
}

/// Makes a relay in the place of one that is lost with all its backups（替换中继）. It keeps tenant and
/// root key, has keys of its own, and begins in healing with empty logs: what phones hold comes back as
/// it was, and until an administrator ends healing no final number is given and no deadline job runs.
/// Accounts, passwords and settings are made anew.
pub fn replace(
    request: InitRequest,
    appointment: &Appointment,
) -> Result<InitReport, RelayStartError> {
    let root = read_root(&appointment.root_key)?;
    let tenant = appointment
        .tenant
        .or_else(|| tenant_of_root(&appointment.root_key))
        .ok_or_else(|| {
            RelayStartError::invalid(
                "根密钥文件里没有租户编号，请用 --tenant 指定（the file of the root key names no tenant: \
                 give --tenant）",
            )
        })?;
    let mut packs = Vec::new();
    for path in &appointment.policies {
        let bytes =
            std::fs::read(path).map_err(|error| RelayStartError::file(path, error.to_string()))?;
        let pack = PolicyPack::parse(&bytes)
            .map_err(|error| RelayStartError::file(path, error.to_string()))?;
        packs.push((pack.revision, bytes));
    }
    let appointed = Appointed {
        root,
        root_file: appointment.root_key.clone(),
        tenant,
        packs,
    };
    make(request, Some(&appointed))
}

/// Nothing is written into the control stream: its rows come back from the phones, and one of our own
/// would stand in their way. The service key is introduced when healing ends.
pub(super) fn await_phones(
    folder: &DataFolder,
    tenant: &Tenant,
    key: &StockedKey,
    packs: &[(u32, Vec<u8>)],
) -> Result<(), RelayStartError> {
    let state = HealingState {
        since: tenant.now().0,
        waiting: BTreeSet::from([ADMINISTRATOR.to_owned()]),
        ..HealingState::default()
    };
    tenant.set_healing(Some(&state))?;
    tenant.database.add_service_key(
        tenant.id(),
        &ServiceKeyRow {
            public_key: key.key.public(),
            certificate: key.certificate,
            introduced: ServiceKeyRow::WAITING,
            taken_at: tenant.now(),
        },
    )?;
    let signer = policy_key(folder)?;
    let default = (
        wangge_domain::policy::default_pack().revision,
        default_pack_json().into_bytes(),
    );
    // The first of a revision stays: what was named stands before the default one.
    for (revision, bytes) in packs.iter().chain([&default]) {
        if tenant.database.policy(tenant.id(), *revision)?.is_some() {
            continue;
        }
        let digest = sha256(bytes);
        let policy = StoredPolicy {
            revision: *revision,
            digest,
            signature: signer.sign(&digest.0),
            bytes: bytes.clone(),
        };
        tenant.database.put_policy(tenant.id(), &policy)?;
    }
    Ok(())
}

impl Admin {
    /// Whether this relay stands in for a lost one and waits for a person to say that all have come.
    pub(super) fn stands_in(state: &HealingState) -> bool {
        state.waiting.contains(ADMINISTRATOR)
    }

    /// Ends the healing of a relay that stands in for a lost one: a new epoch begins, and its service
    /// key is introduced.
    pub(super) fn take_over(&self, mut state: HealingState) -> Result<(), RelayStartError> {
        if self.tenant.control()?.people.is_empty() {
            return Err(RelayStartError::invalid(
                "还没有手机带回人员和网格，现在不能结束（no phone has brought back people and grids yet）",
            ));
        }
        state.waiting.remove(ADMINISTRATOR);
        let stock = ServiceStock::read(&self.folder)?;
        let key = stock
            .secret_of(&self.tenant.service_public())
            .ok_or_else(|| RelayStartError::invalid("没有服务密钥（no service key）"))?;
        self.tenant.database.begin_epoch(self.tenant.id())?;
        self.tenant.end_healing("an administrator", &state)?;
        introduce(&self.tenant, &key)?;
        publish_recipient(&self.folder, &self.tenant)
    }
}
