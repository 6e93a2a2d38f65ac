use std::path::PathBuf;

use wangge_domain::control::{ControlEvent, ControlState};
use wangge_domain::people::Person;
use wangge_domain::policy::default_pack_json;
use wangge_domain::{TenantId, Timestamp};
use wangge_protocol::{PublicKey, sha256};
use wangge_sync_engine::relay::control_many;

use super::replace::{Appointed, await_phones};
use crate::configuration::write_configuration;
use crate::courier::publish_recipient;
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::http::Tls;
use crate::keys::{KeyInUse, ServiceStock, make_root, policy_key, token_secret};
use crate::opening::{choose_clock, introduce};
use crate::platform::write_durably;
use crate::relay::ClockChoice;
use crate::store::{StoredPolicy, TenantRow};
use crate::store_choice::StoreChoice;
use crate::tenant::Tenant;
use crate::tls_word::certify_tls;

/// Service keys certified in advance: one per start of the relay.
const STOCK: usize = 1024;
/// Letters of a tenant's name at most: it stands on papers.
const MOST_NAME: usize = 100;

/// What a relay is made from.
#[derive(Clone, Debug)]
pub struct InitRequest {
    /// The folder, empty or not there yet.
    pub data: PathBuf,
    /// Name of the tenant, e.g. 青峰镇.
    pub tenant_name: String,
    /// For a demonstration: may follow a clock file, and says so everywhere.
    pub demo: bool,
    /// Where to listen.
    pub listen: String,
    /// Base address that phones are told; empty: where it listens.
    pub address: String,
    /// The clock.
    pub clock: ClockChoice,
    /// Where everything but keys and blobs lies.
    pub store: StoreChoice,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitReport {
    /// The tenant.
    pub tenant: TenantId,
    /// Public half of the root key.
    pub root_key: PublicKey,
    /// Where the root key was written.
    pub root_key_file: PathBuf,
    /// SHA-256 of the certificate's SubjectPublicKeyInfo.
    pub pin: String,
}

/// Makes a relay: keys, certificate, tenant, default policy pack.
pub fn init(request: InitRequest) -> Result<InitReport, RelayStartError> {
    make(request, None)
}

/// Makes a relay, one of its own or one that the root key appoints.
pub(super) fn make(
    request: InitRequest,
    appointed: Option<&Appointed>,
) -> Result<InitReport, RelayStartError> {
    let name = request.tenant_name.as_str();
    let stray = |letter: char| letter.is_control();
    if name.chars().count() > MOST_NAME
        || name.contains(stray)
        || wangge_domain::record::holds_hidden_letters(name)
    {
        return Err(RelayStartError::invalid(format!(
            "单位名称最多 {MOST_NAME} 个字，不能有看不见的字符（--tenant-name is too long or holds control characters）"
        )));
    }
    if request.tenant_name.trim().is_empty() {
        return Err(RelayStartError::invalid(
            "租户名称不能为空（the tenant needs a name）",
        ));
    }
    let folder = DataFolder::new(&request.data);
    if folder.is_initialized() {
        return Err(RelayStartError::AlreadyInitialized(
            request.data.display().to_string(),
        ));
    }
    // Phones pin these keys: a new root over them would shut all of them out.
    if folder.has_remains() {
        return Err(RelayStartError::DatabaseGone(
            request.data.display().to_string(),
        ));
    }
    if matches!(request.clock, ClockChoice::File(_)) && !request.demo {
        return Err(RelayStartError::ClockNotAllowed);
    }
    let clock = choose_clock(request.clock)?;
    let store = request.store.clone().or_environment();
    // Before anything is written: a server that cannot be reached leaves no half-made folder.
    let shared = store
        .is_shared()
        .then(|| store.open(&folder.database(), clock.now()))
        .transpose()?;
    folder
        .create()
        .map_err(|error| RelayStartError::file(folder.root(), error.to_string()))?;
    let now = clock.now();
    let tenant_id = appointed.map_or_else(
        || TenantId::mint(now.0, rand::random()),
        |appointed| appointed.tenant,
    );
    let root = match appointed {
        Some(appointed) => appointed.root.clone(),
        None => make_root(&folder, &request.tenant_name, tenant_id)?,
    };
    let mut stock = ServiceStock::read(&folder)?;
    stock.fill(&folder, &root, STOCK)?;
    token_secret(&folder)?;
    Tls::make(&folder)?;
    if appointed.is_some() {
        // Phones that pinned the key of the relay before know this one by it.
        certify_tls(&folder.tls(), &root, now)?;
    }
    write_configuration(&folder, &request.listen, &request.store)?;
    let row = TenantRow {
        tenant: tenant_id,
        name: request.tenant_name,
        root_key: root.public(),
        demo: request.demo,
        address: request.address,
        created_at: now,
    };
    let database = match shared {
        Some(database) => database,
        None => store.open(&folder.database(), now)?,
    };
    database.add_tenant(&row)?;
    let key = stock
        .fresh(|_| false)
        .ok_or_else(|| RelayStartError::invalid("no service key was made"))?;
    let certified = stock.public_keys();
    let in_use = KeyInUse::new(stock, key.key.clone(), appointed.is_some());
    let tenant = Tenant::new(row.clone(), database, clock, in_use, certified);
    match appointed {
        None => {
            introduce(&tenant, &key)?;
            activate_default_pack(&folder, &tenant)?;
        }
        Some(appointed) => await_phones(&folder, &tenant, &key, &appointed.packs)?,
    }
    publish_recipient(&folder, &tenant)?;
    if store.is_shared() {
        let mark = folder.on_postgres();
        write_durably(&mark, row.tenant.to_string().as_bytes(), false)
            .map_err(|error| RelayStartError::file(&mark, error.to_string()))?;
    }
    Ok(InitReport {
        tenant: row.tenant,
        root_key: row.root_key,
        root_key_file: appointed.map_or_else(
            || folder.root_key(),
            |appointed| appointed.root_file.clone(),
        ),
        pin: Tls::read(&folder, false)?.pin.to_string(),
    })
}

fn activate_default_pack(folder: &DataFolder, tenant: &Tenant) -> Result<(), RelayStartError> {
    let bytes = default_pack_json().into_bytes();
    let revision = wangge_domain::policy::default_pack().revision;
    let digest = sha256(&bytes);
    let signature = policy_key(folder)?.sign(&digest.0);
    let policy = StoredPolicy {
        revision,
        digest,
        signature,
        bytes,
    };
    tenant.database.put_policy(tenant.id(), &policy)?;
    // The first pack has always been in force.
    let from = Timestamp(0);
    tenant.turn(|context| {
        let events = [
            ControlEvent::PersonSet(relay_person(context.control)?),
            ControlEvent::PolicyActivated {
                revision,
                digest,
                from,
            },
        ];
        Ok(((), control_many(context, &events)?))
    })?;
    Ok(())
}

/// The relay's own jobs stand under a name too.
fn relay_person(control: &ControlState) -> Result<Person, wangge_sync_engine::RelayError> {
    let service = control
        .devices
        .values()
        .find(|held| held.enrollment.relay_service);
    let service = service.ok_or(wangge_sync_engine::RelayError::ServiceKeyUnknown)?;
    Ok(Person {
        user: service.enrollment.user,
        name: "中继（系统）".to_owned(),
        phone: String::new(),
        organization: String::new(),
    })
}
