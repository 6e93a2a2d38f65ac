//! Opening the database of an installation: fresh, as it was, or after a loss.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use wangge_sync_engine::store::Identity;

use crate::clock::{Clock, wall};
use crate::config::CoreConfig;
use crate::error::CoreError;
use crate::facade::RECOVERING;
use crate::keyring::{IdentityCard, Keyring};
use crate::store::{
    Database, DatabaseOptions, Executor, OpenError, PAGE_BYTES, SALT_BYTES, WriteAheadLog,
    finish_set_aside, salvage, set_aside,
};

/// What happened when the core was opened（启动情况）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// It was the first start in this folder.
    pub first_start: bool,
    /// The old database would not open and lies here, untouched.
    pub set_aside: Option<PathBuf>,
    /// The file of the database was gone: there was nothing to set aside or to read from.
    pub database_gone: bool,
    /// Sealed envelopes read out of it that wait again to be sent.
    pub salvaged_envelopes: u32,
    /// Unsealed edits read out of it, laid on their records once these are back.
    pub salvaged_edits: u32,
    /// Photo files whose rows were read out of it.
    pub salvaged_photos: u32,
    /// Photo files whose rows were lost and that were found again by what stands in them.
    pub found_photos: u32,
    /// Photo files written before files told their keys: these were lost with the database. They
    /// are in the trash folder and stay there.
    pub files_without_key: u32,
    /// The trash folder.
    pub trash_folder: PathBuf,
    /// Pages of the old database that are damaged: what stood on them is lost here, and comes
    /// back with the next sync unless it was never sent.
    pub damaged_pages: u32,
    /// Pages the old database had.
    pub pages: u32,
    /// False if some of it could not be read.
    pub salvage_complete: bool,
    /// Photo files that no row named: moved to the trash folder.
    pub files_to_trash: u32,
    /// Photo files that are gone.
    pub files_missing: u32,
}

/// Opens the database; one that is damaged is set aside and its unsent work taken over. With
/// `distrusted` it turned out to be damaged after it had opened, and is set aside at once.
pub(crate) fn open_database(
    config: &CoreConfig,
    keyring: &mut Keyring,
    clock: &dyn Clock,
    distrusted: bool,
) -> Result<(Database, OpenReport), CoreError> {
    let path = config.database();
    finish_set_aside(&path, &config.set_aside()).map_err(io_error)?;
    let mut report = OpenReport {
        salvage_complete: true,
        ..OpenReport::default()
    };
    if !path.exists() && config.rebuilt().exists() {
        // The phone died between setting the old file aside and putting the new one in place.
        std::fs::rename(config.rebuilt(), &path).map_err(io_error)?;
        report.salvage_complete = false;
    }
    let length = std::fs::metadata(&path).map_or(0, |meta| meta.len());
    if keyring.was_made() && (length == 0 || distrusted || is_broken(&path)) {
        // The file was there once: what is missing now is a loss, not a first start.
        return start_again(config, keyring, clock, report);
    }
    report.first_start = !keyring.was_made();
    match open(config, &path, keyring) {
        Ok(database) => {
            keyring.note_made()?;
            if let Some(salt) = salt_of(&path) {
                keyring.note_salt(salt)?;
            }
            Ok((database, report))
        }
        // The keyring has proven the key: what it does not open is damaged, or was left half made
        // by a first start that was cut.
        Err(OpenError::Damaged(_) | OpenError::WrongKey) => {
            let opened = start_again(config, keyring, clock, report)?;
            keyring.note_made()?;
            Ok(opened)
        }
        Err(OpenError::NotEncrypted) if keyring.was_made() => {
            start_again(config, keyring, clock, report)
        }
        Err(error) => Err(error.into()),
    }
}

fn open(config: &CoreConfig, path: &Path, keyring: &Keyring) -> Result<Database, OpenError> {
    let options = DatabaseOptions {
        path: path.to_owned(),
        max_bytes: config.database_limit_bytes,
        readers: config.readers,
        executor: Executor::Thread,
    };
    let database = Database::open(options, keyring.database.clone())?;
    let mark = config.damage_mark();
    if mark.exists() {
        database.check_integrity()?;
        // It was a false alarm, or the damage lay in what was rewritten since.
        let _left_behind = std::fs::remove_file(mark);
    }
    Ok(database)
}

/// Reads what can be read of the old database, lays it into a new one, and only then moves the
/// old one aside: wherever the phone dies, one of both is there.
fn start_again(
    config: &CoreConfig,
    keyring: &mut Keyring,
    clock: &dyn Clock,
    mut report: OpenReport,
) -> Result<(Database, OpenReport), CoreError> {
    let path = config.database();
    report.database_gone = !path.exists();
    let saved = salvage(&path, &keyring.database, keyring.salt());
    report.salvaged_envelopes = count(saved.envelopes.len());
    report.salvaged_edits = count(saved.edits.len());
    report.salvaged_photos = count(saved.blobs.len());
    report.damaged_pages = saved.damaged_pages;
    report.pages = saved.pages;
    report.salvage_complete = saved.complete;
    keyring.note_loss()?;
    let _no_mark = std::fs::remove_file(config.damage_mark());
    let building = config.building();
    // Left behind by a start that was cut off: made of the same file that is read again now.
    for leftover in [&building, &config.rebuilt()] {
        remove_database(leftover).map_err(io_error)?;
    }
    let database = open(config, &building, keyring)?;
    let identity = saved
        .identity
        .clone()
        .or_else(|| keyring.card.as_ref().map(identity_of));
    let known = saved.complete;
    database.take_in(saved)?;
    if let (Some(mut identity), Some(card)) = (identity, &keyring.card) {
        // The actors of the lost database must not write again: their numbers are used up.
        identity.incarnation += 1_000 * keyring.losses();
        (identity.tenant, identity.user, identity.device) = (card.tenant, card.user, card.device);
        database.enroll(identity, Vec::new())?;
        if !known {
            database.set_settings(vec![(RECOVERING, vec![1])])?;
        }
    }
    // Closing folds the log into the file.
    drop(database);
    std::fs::rename(&building, config.rebuilt()).map_err(io_error)?;
    let stamp = wall(clock).china_datetime().format("%Y%m%d-%H%M%S%3f");
    if !report.database_gone {
        let moved = set_aside(&path, &config.set_aside(), &stamp.to_string()).map_err(io_error)?;
        report.set_aside = Some(moved);
    }
    std::fs::rename(config.rebuilt(), &path).map_err(io_error)?;
    let database = open(config, &path, keyring)?;
    if let Some(salt) = salt_of(&path) {
        keyring.note_salt(salt)?;
    }
    Ok((database, report))
}

/// Read twice: another process may just have begun the log anew.
fn is_broken(database: &Path) -> bool {
    (0..2).all(|_| {
        let log = WriteAheadLog::beside(database);
        let length = std::fs::metadata(database).map_or(0, |meta| meta.len());
        // A file cut off in the middle of its first page would pass for an empty one.
        let is_cut_off = !length.is_multiple_of(PAGE_BYTES) && log.is_empty();
        is_cut_off || log.is_broken()
    })
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn salt_of(path: &Path) -> Option<[u8; SALT_BYTES]> {
    let mut salt = [0; SALT_BYTES];
    let mut file = std::fs::File::open(path).ok()?;
    file.read_exact(&mut salt).ok()?;
    Some(salt)
}

fn remove_database(path: &Path) -> std::io::Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// The identity as of the enrollment.
pub(crate) fn identity_of(card: &IdentityCard) -> Identity {
    Identity {
        tenant: card.tenant,
        user: card.user,
        device: card.device,
        incarnation: 0,
        lease: card.lease.clone(),
        root_key: card.root_key,
        service_keys: card.service_keys.clone(),
    }
}

pub(crate) fn io_error(error: std::io::Error) -> CoreError {
    OpenError::from(error).into()
}
