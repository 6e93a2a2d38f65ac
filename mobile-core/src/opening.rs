//! Opening the database of an installation: fresh, as it was, or after a loss.

use std::path::PathBuf;

use wangge_sync_engine::store::Identity;

use crate::clock::{Clock, wall};
use crate::config::CoreConfig;
use crate::error::CoreError;
use crate::facade::RECOVERING;
use crate::keyring::{IdentityCard, Keyring};
use crate::store::{
    Database, DatabaseOptions, Executor, OpenError, Salvage, finish_set_aside, salvage, set_aside,
};

/// What happened when the core was opened（启动情况）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// It was the first start in this folder.
    pub first_start: bool,
    /// The old database would not open and lies here, untouched.
    pub set_aside: Option<PathBuf>,
    /// Sealed envelopes read out of it that wait again to be sent.
    pub salvaged_envelopes: u32,
    /// Unsealed edits read out of it, laid on their records once these are back.
    pub salvaged_edits: u32,
    /// False if some of it could not be read.
    pub salvage_complete: bool,
    /// Photo files that no row named: moved to the trash folder.
    pub files_to_trash: u32,
    /// Photo files that are gone.
    pub files_missing: u32,
}

/// Opens the database; one that is damaged is set aside and its unsent work taken over.
pub(crate) fn open_database(
    config: &CoreConfig,
    keyring: &mut Keyring,
    clock: &dyn Clock,
) -> Result<(Database, OpenReport), CoreError> {
    let path = config.database();
    finish_set_aside(&path, &config.set_aside()).map_err(io_error)?;
    let length = std::fs::metadata(&path).map_or(0, |meta| meta.len());
    let mut report = OpenReport {
        salvage_complete: true,
        ..OpenReport::default()
    };
    if length == 0 && keyring.was_made() {
        // The file was there once: what is missing now is a loss, not a first start.
        return start_again(config, keyring, clock, report);
    }
    report.first_start = !keyring.was_made();
    match open(config, keyring) {
        Ok(database) => {
            keyring.note_made()?;
            Ok((database, report))
        }
        // The keyring has proven the key: what it does not open is damaged, or was left half made
        // by a first start that was cut.
        Err(OpenError::Damaged(_) | OpenError::WrongKey) => {
            let opened = start_again(config, keyring, clock, report)?;
            keyring.note_made()?;
            Ok(opened)
        }
        Err(error) => Err(error.into()),
    }
}

fn open(config: &CoreConfig, keyring: &Keyring) -> Result<Database, OpenError> {
    let options = DatabaseOptions {
        path: config.database(),
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

fn start_again(
    config: &CoreConfig,
    keyring: &mut Keyring,
    clock: &dyn Clock,
    mut report: OpenReport,
) -> Result<(Database, OpenReport), CoreError> {
    let moved =
        set_aside(&config.database(), &config.set_aside(), wall(clock).0).map_err(io_error)?;
    let _no_mark = std::fs::remove_file(config.damage_mark());
    keyring.note_loss()?;
    let saved = if moved.exists() {
        salvage(&moved, &keyring.database)
    } else {
        Salvage::default()
    };
    let database = open(config, keyring)?;
    report.salvaged_envelopes = u32::try_from(saved.envelopes.len()).unwrap_or(u32::MAX);
    report.salvaged_edits = u32::try_from(saved.edits.len()).unwrap_or(u32::MAX);
    report.salvage_complete = saved.complete;
    report.set_aside = Some(moved);
    let known = saved.complete;
    let identity = saved
        .identity
        .clone()
        .or_else(|| keyring.card.as_ref().map(identity_of));
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
    Ok((database, report))
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
