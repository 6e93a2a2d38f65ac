use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use wangge_domain::Timestamp;

use super::Admin;
use super::backup::require_empty;
use super::restore::{begin_healing, move_aside, refuse_unless_forced};
use crate::backup::{
    Chain, PartPlace, Progress, Rebuilt, ShipReport, Shipper, TrialReport, read_backup_key, rebuild,
};
use crate::backup_target::BackupTarget;
use crate::blob::Blobs;
use crate::configuration::{Configuration, set_store};
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::opening::choose_clock;
use crate::platform::{private_folder, rename_durably, write_durably};
use crate::relay::ClockChoice;
use crate::store::load_file;
use crate::store::sqlite::open_epochs;
use crate::store_choice::StoreChoice;

/// What a checked backup in links holds（链式备份校验）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkedReport {
    /// Name of the tenant.
    pub name: String,
    /// The link that was looked at.
    pub link: u64,
    /// The moment it shows, milliseconds since 1970.
    pub made_at: i64,
    /// Rows it covers.
    pub rows: u64,
    /// Whether parts were opened, put together, and every row checked; otherwise the hashes of
    /// all parts were.
    pub opened: bool,
    /// Photos whose bytes are those that their name says.
    pub blobs: usize,
    /// Photos that were missing already when the link was made.
    pub lacking: Vec<String>,
    /// Objects that no link names: rests of links that were never finished, or foreign.
    pub unnamed: Vec<String>,
    /// Up to which row each log is covered.
    pub covered_heads: BTreeMap<String, u64>,
}

/// What was restored from a backup in links（链式备份恢复结果）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkedRestore {
    /// The link that was restored.
    pub link: u64,
    /// The moment it shows: what came later is missing until phones bring it back.
    pub made_at: i64,
    /// Rows it holds.
    pub rows: u64,
    /// Photos put back.
    pub blobs: usize,
    /// Devices that are waited for: they bring back what came after.
    pub waiting: usize,
    /// Photos that were missing already.
    pub lacking: Vec<String>,
    /// Where the data that lay there before was moved to.
    pub set_aside: Option<PathBuf>,
}

impl Admin {
    /// Ships what came since the last link to a place, encrypted to a backup key, while the relay
    /// goes on serving（增量备份）. The place is a folder, or what the `[backup]` of a configuration
    /// file names. With `trial`, everything is then restored into a scratch folder.
    pub fn ship_backup(
        &self,
        to: &Path,
        recipient: &str,
        trial: bool,
        progress: Progress<'_>,
    ) -> Result<ShipReport, RelayStartError> {
        let shipper = self.shipper(to, recipient)?;
        if trial {
            let report: TrialReport = shipper.try_restore(&self.tenant, progress)?;
            if !report.good {
                return Err(RelayStartError::invalid(format!(
                    "恢复演练失败（the trial failed）: {}",
                    report.problem
                )));
            }
        }
        shipper.ship(&self.tenant, progress)
    }

    fn shipper(&self, to: &Path, recipient: &str) -> Result<Shipper, RelayStartError> {
        let blobs = Blobs::open(&self.folder, &Configuration::of(&self.folder)?.blobs)?;
        let place = place(to)?;
        Shipper::new(&self.folder, place, recipient, Arc::new(blobs))
    }
}

/// Where the `[backup]` of a configuration file ships to.
pub(super) fn configured(file: &Path) -> Result<BackupTarget, RelayStartError> {
    Configuration::read(file)?.backup.ok_or_else(|| {
        RelayStartError::file(
            file,
            "没有写 [backup] 备份去向（this file has no [backup]: it names no place）",
        )
    })
}

/// The place that a path means: a folder, or where a configuration file says.
pub(super) fn place(named: &Path) -> Result<PartPlace, RelayStartError> {
    if named.is_file() {
        PartPlace::open(&configured(named)?.to)
    } else {
        PartPlace::folder(named)
    }
}

fn chain(named: &Path, link: Option<u64>) -> Result<(PartPlace, Chain), RelayStartError> {
    let place = place(named)?;
    let chain = Chain::read(&place, link)?;
    let chain =
        chain.ok_or_else(|| RelayStartError::file(named, "没有备份（there is no backup here）"))?;
    Ok((place, chain))
}

/// Checks a backup in links（校验链式备份）: without a key every manifest and every part against its
/// hash; with it everything is put together in a scratch folder beside the backup key, and every
/// row and photo checked. The backup lies in a folder, or where a configuration file says.
///
/// # Errors
/// The first thing that does not hold, by its name.
pub fn verify_linked(
    backup: &Path,
    key: Option<&Path>,
    link: Option<u64>,
    progress: Progress<'_>,
) -> Result<LinkedReport, RelayStartError> {
    let key = key.map(|path| Ok::<_, RelayStartError>((path, read_backup_key(path)?)));
    let key = key.transpose()?;
    let (place, chain) = chain(backup, link)?;
    let Some((path, key)) = key else {
        chain.check(&place, None, progress)?;
        return Ok(report(chain.outline(&place)?, false));
    };
    let scratch = sibling(path, "verifying")?;
    let rebuilt =
        make(&scratch).and_then(|()| rebuild(&place, &chain, &key, &scratch, false, progress));
    // Everybody's data lie in it: it goes, whatever came of it.
    let gone = std::fs::remove_dir_all(&scratch);
    let rebuilt = rebuilt?;
    gone.map_err(|error| RelayStartError::file(&scratch, error.to_string()))?;
    Ok(report(rebuilt, true))
}

fn report(rebuilt: Rebuilt, opened: bool) -> LinkedReport {
    LinkedReport {
        name: rebuilt.name,
        link: rebuilt.link,
        made_at: rebuilt.begun,
        rows: rebuilt.rows,
        opened,
        blobs: rebuilt.blobs,
        lacking: rebuilt.lacking,
        unnamed: rebuilt.unnamed,
        covered_heads: rebuilt.heads,
    }
}

/// Where a backup in links lies, and how it is opened（备份来源）.
#[derive(Clone, Copy, Debug)]
pub struct LinkedSource<'a> {
    /// A folder, or a configuration file that says where.
    pub backup: &'a Path,
    /// File of the backup key.
    pub key: &'a Path,
    /// Which link; the newest if absent.
    pub link: Option<u64>,
}

/// Puts a backup in links in place as [`restore_linked_into`] does, into the file of a folder.
///
/// # Errors
/// As there.
pub fn restore_linked(
    backup: &Path,
    key: &Path,
    link: Option<u64>,
    data: &Path,
    force: bool,
    clock: ClockChoice,
    progress: Progress<'_>,
) -> Result<LinkedRestore, RelayStartError> {
    let source = LinkedSource { backup, key, link };
    restore_linked_into(source, data, force, &StoreChoice::Sqlite, clock, progress)
}

/// Puts a backup in links in place, at its newest link or an earlier one（恢复链式备份）, and begins
/// a new epoch. The data come into a file of the folder or into an empty database of a server,
/// wherever they lay before. Everything is put together and checked beside the folder first; only then is what
/// lies there moved aside.
///
/// # Errors
/// The first thing that does not hold, by its name; nothing was touched then.
pub fn restore_linked_into(
    source: LinkedSource<'_>,
    data: &Path,
    force: bool,
    store: &StoreChoice,
    clock: ClockChoice,
    progress: Progress<'_>,
) -> Result<LinkedRestore, RelayStartError> {
    let key = read_backup_key(source.key)?;
    let (place, chain) = chain(source.backup, source.link)?;
    let now = choose_clock(clock.clone())?.now();
    refuse_unless_forced(data, force)?;
    require_named_alike(data, store)?;
    if !DataFolder::new(data).holds_relay() {
        require_empty(data)?;
    }
    let arriving = sibling(data, "arriving")?;
    let rebuilt = make(&arriving)
        .and_then(|()| rebuild(&place, &chain, &key, &arriving, true, progress))
        .and_then(|rebuilt| {
            let folder = DataFolder::new(&arriving);
            open_epochs(&folder.database())?;
            set_store(&folder, store)?;
            if let StoreChoice::Postgres(url) = store.clone().or_environment() {
                load(&folder, &url, now)?;
            }
            Ok(rebuilt)
        });
    let rebuilt = match rebuilt {
        Ok(rebuilt) => rebuilt,
        Err(error) => {
            // What did not hold is of no use to anybody.
            let _half = std::fs::remove_dir_all(&arriving);
            return Err(error);
        }
    };
    let failed = |error: std::io::Error| RelayStartError::file(data, error.to_string());
    let set_aside = move_aside(data)?;
    if data.exists() {
        std::fs::remove_dir(data).map_err(failed)?;
    }
    rename_durably(&arriving, data).map_err(failed)?;
    Ok(LinkedRestore {
        link: rebuilt.link,
        made_at: rebuilt.begun,
        rows: rebuilt.rows,
        blobs: rebuilt.blobs,
        waiting: begin_healing(data, clock)?,
        lacking: rebuilt.lacking,
        set_aside,
    })
}

/// A configuration file that was named elsewhere stays as it is, and says where the relay looks for
/// its data afterwards.
fn require_named_alike(data: &Path, store: &StoreChoice) -> Result<(), RelayStartError> {
    let Some(file) = DataFolder::new(data).configuration_named() else {
        return Ok(());
    };
    if Configuration::read(&file)?.store.is_shared() == store.is_shared() {
        return Ok(());
    }
    Err(RelayStartError::file(
        &file,
        "其中 [store] 与恢复的去向不同，未作任何改动：改好 [store]，或改用 --postgres（its [store] is \
         not where the data are restored to, nothing was changed: mend it, or name --postgres)",
    ))
}

/// Puts the data of a folder's file into an empty database of a server, and the file away.
fn load(folder: &DataFolder, url: &str, now: Timestamp) -> Result<(), RelayStartError> {
    let (file, mark) = (folder.database(), folder.on_postgres());
    let tenant = load_file(url, &file, now)?;
    for end in ["", "-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(end);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(RelayStartError::file(&file, error.to_string()));
            }
            _ => {}
        }
    }
    write_durably(&mark, tenant.to_string().as_bytes(), false)
        .map_err(|error| RelayStartError::file(&mark, error.to_string()))
}

fn make(folder: &Path) -> Result<(), RelayStartError> {
    std::fs::create_dir(folder)
        .and_then(|()| private_folder(folder))
        .map_err(|error| RelayStartError::file(folder, error.to_string()))
}

/// A name beside a path that nothing has.
fn sibling(path: &Path, what: &str) -> Result<PathBuf, RelayStartError> {
    let name = path.file_name().map(|name| name.to_string_lossy());
    let name = name.ok_or_else(|| RelayStartError::invalid("the path has no name"))?;
    let random = hex::encode(rand::random::<[u8; 4]>());
    Ok(path.with_file_name(format!("{name}.{what}-{random}")))
}
