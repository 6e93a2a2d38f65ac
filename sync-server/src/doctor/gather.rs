use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use wangge_domain::TenantId;

use super::facts::{Facts, SecondPlace};
use super::finding::DoctorReport;
use super::judge::judge;
use super::photos::look_at_photos;
use crate::audit::{noted_second_place, verify_audit};
use crate::blob_choice::BlobChoice;
use crate::clock::{Clock as _, SystemClock};
use crate::configuration::Configuration;
use crate::data_folder::DataFolder;
use crate::http::certificate_validity;
use crate::keys::ServiceStock;
use crate::platform::{handle_limit, is_on_one_disk, is_open_to_others};
use crate::store::examine_server;
use crate::store::sqlite::{FileState, examine_file, sqlite_version};
use crate::store_choice::StoreChoice;
use crate::webhooks::{WebhookState, webhook_setting};

/// Looks at a relay's folder and machine（体检）. `deep` checks every row of every log against its chain, which
/// takes minutes on a large database; without it the structure of the file is checked.
#[must_use]
pub fn examine(data: &Path, deep: bool) -> DoctorReport {
    DoctorReport::of(judge(&gather(data, deep)))
}

fn gather(data: &Path, deep: bool) -> Facts {
    let folder = DataFolder::new(data);
    let initialized = folder.is_initialized();
    let state = if !initialized {
        Ok(FileState::default())
    } else if folder.on_postgres().exists() {
        on_server(&folder)
    } else {
        examine_file(&folder.database(), deep).map_err(|error| error.to_string())
    };
    let (state, damage) = match state {
        Ok(state) => (state, None),
        Err(error) => (FileState::default(), Some(error)),
    };
    let configured = Configuration::of(&folder);
    let listen = folder.served_address().or_else(|| {
        let configured = configured.as_ref().ok();
        configured.map(|configuration| configuration.listen.clone())
    });
    let in_folder = configured
        .as_ref()
        .is_ok_and(|configuration| configuration.blobs == BlobChoice::Folder);
    let photos = in_folder.then(|| look_at_photos(&folder, &state.blobs, deep));
    let receivers = configured
        .as_ref()
        .map(|configuration| configuration.webhooks.as_slice());
    let webhooks = receivers
        .unwrap_or_default()
        .iter()
        .filter_map(|choice| state.webhooks.get(&webhook_setting(&choice.url)))
        .filter_map(|setting| WebhookState::read(setting))
        .collect();
    let periods = configured
        .as_ref()
        .map(|configuration| configuration.retention.as_slice());
    let retention = periods
        .unwrap_or_default()
        .iter()
        .map(|rule| (rule.kind.to_string(), rule.months))
        .collect();
    let audit_copy = configured
        .as_ref()
        .ok()
        .and_then(|configuration| configuration.audit_copy.clone());
    let second_place = second_place(&folder, audit_copy);
    let stock = ServiceStock::read(&folder).ok();
    let serving = folder.is_served();
    Facts {
        now: SystemClock::new().now().0,
        initialized,
        forbidden: folder.is_forbidden(),
        sqlite: sqlite_version(),
        damage,
        deep,
        photos,
        tls_key_here: folder.tls().join("key.pem").exists(),
        newest_row_at: state.newest_row_at,
        demo: state.demo,
        jobs_stopped: state.jobs_stopped,
        healing: state.healing,
        disk_free: fs4::available_space(folder.root()).ok(),
        certificate: certificate_validity(&folder).map_err(|error| error.to_string()),
        on_server: folder.on_postgres().exists(),
        last_backup_at: state.last_backup_at,
        trial: state.trial.map(|trial| (trial.at, trial.problem)),
        service_keys_left: stock.map(|stock| stock.left(|key| state.used_keys.contains(&key.0))),
        root_key_here: folder.root_key().exists(),
        open_to_others: is_open_to_others(folder.root()),
        configuration: configured.map(drop).map_err(|error| error.to_string()),
        port_taken: match &listen {
            Some(listen) if !serving => port_taken(listen),
            _ => None,
        },
        listen,
        serving,
        // A shell and a service have limits of their own.
        handle_limit: folder
            .serving_process()
            .and_then(|process| handle_limit(Some(process)))
            .or_else(|| handle_limit(None)),
        webhooks,
        retention,
        audit: audit_lines(&folder),
        second_place,
    }
}

/// What a database on a server says of this folder's tenant.
fn on_server(folder: &DataFolder) -> Result<FileState, String> {
    // A configuration that cannot be read is told of by its own check.
    let Ok(StoreChoice::Postgres(url)) = StoreChoice::of(folder) else {
        return Ok(FileState::default());
    };
    let mark = folder.on_postgres();
    let text = std::fs::read_to_string(&mark).map_err(|error| error.to_string())?;
    let tenant = TenantId::from_str(text.trim())
        .map_err(|_| format!("{}: no id of a tenant stands in it", mark.display()))?;
    examine_server(&url, tenant).map_err(|error| error.to_string())
}

fn port_taken(listen: &str) -> Option<String> {
    TcpListener::bind(listen)
        .err()
        .map(|error| error.to_string())
}

/// Where the audit log is copied to: as the configuration says, else as the relay was told by its command line
/// and noted.
fn second_place(folder: &DataFolder, configured: Option<PathBuf>) -> SecondPlace {
    match configured.or_else(|| noted_second_place(&folder.audit())) {
        None => SecondPlace::Unset,
        Some(place) if is_on_one_disk(folder.root(), &place) == Some(true) => SecondPlace::SameDisk,
        Some(_) => SecondPlace::Elsewhere,
    }
}

fn audit_lines(folder: &DataFolder) -> Result<u64, String> {
    let audit = folder.audit();
    if !audit.exists() {
        return Ok(0);
    }
    verify_audit(&audit, None, None)
        .map(|report| report.lines)
        .map_err(|error| error.to_string())
}
