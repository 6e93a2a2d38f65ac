use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction};

use super::connection::{PAGE_BYTES, check_encrypted, open_writer};
use super::migration::migrate;
use super::read_pool::ReadPool;
use super::reserve::Reserve;
use super::writer::{Executor, Writer};
use super::{DatabaseKey, DbError, Homes, OpenError};

/// How long readings and changes may go on after `pause()`, each, before they are interrupted.
const PATIENCE: Duration = Duration::from_millis(500);

/// How long those that were interrupted are waited for, each.
const GRACE: Duration = Duration::from_millis(300);

/// How long a pause waits in all, under the 2 seconds that it has.
const MOST: Duration = Duration::from_millis(1700);

/// Name of the file that stands beside a database in which a damage was met.
pub(crate) const DAMAGE_MARK: &str = "damaged";

/// Where the database lies and how much it may take.
#[derive(Clone, Debug)]
pub(crate) struct DatabaseOptions {
    /// The file; its write-ahead log lies beside it.
    pub(crate) path: PathBuf,
    /// Bytes the file may grow to; `None`: the disk decides.
    pub(crate) max_bytes: Option<u64>,
    /// Connections that read at once.
    pub(crate) readers: usize,
    /// Where changes are carried out.
    pub(crate) executor: Executor,
}

/// The encrypted database of the phone（加密数据库）, closed while the app is suspended.
pub(crate) struct Database {
    options: DatabaseOptions,
    key: DatabaseKey,
    reserve: Arc<Mutex<Reserve>>,
    /// Room that only opening may use: while it is given, nothing is written.
    spare: Mutex<Reserve>,
    live: RwLock<Option<Arc<Live>>>,
    /// What lists go by that ask whose a record is.
    homes: RwLock<Arc<Homes>>,
    /// What was told to close and still has a handle open.
    closing: Mutex<Vec<Arc<Live>>>,
}

struct Live {
    writer: Writer,
    readers: ReadPool,
}

impl Database {
    /// Opens the database and brings its schema up to date; creates it if there is no file.
    ///
    /// # Errors
    /// [`OpenError`]. A wrong key, damage or a newer version leave the file as it is.
    pub(crate) fn open(options: DatabaseOptions, key: DatabaseKey) -> Result<Self, OpenError> {
        let reserve = Reserve::take(options.path.with_extension("reserve"));
        let reserve = Arc::new(Mutex::new(reserve));
        let spare = Mutex::new(Reserve::take_spare(options.path.with_extension("spare")));
        let live = open_live(&options, &key, &reserve, &spare)?;
        Ok(Self {
            options,
            key,
            reserve,
            spare,
            live: RwLock::new(Some(Arc::new(live))),
            homes: RwLock::default(),
            closing: Mutex::default(),
        })
    }

    /// Lists go by these homes from now on.
    pub(crate) fn know_homes(&self, homes: Homes) {
        if let Ok(mut known) = self.homes.write() {
            *known = Arc::new(homes);
        }
    }

    /// Where the records live, as far as the last session knew it.
    pub(crate) fn homes(&self) -> Arc<Homes> {
        self.homes
            .read()
            .map(|known| Arc::clone(&known))
            .unwrap_or_default()
    }

    /// Closes every handle: a suspended app must hold no lock. Returns within 2 seconds. True: all
    /// are closed. False: a reading or a change goes on although it was interrupted; its handle is
    /// closed when it ends, and asking again tells.
    pub(crate) fn pause(&self) -> bool {
        let live = self
            .live
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let mut closing = self.closing.lock().unwrap_or_else(PoisonError::into_inner);
        closing.extend(live);
        if closing.is_empty() {
            return true;
        }
        let begun = Instant::now();
        closing.retain(|it| !it.close(MOST.saturating_sub(begun.elapsed())));
        if closing.is_empty() {
            // The log and its index are gone, and so is the room they took.
            if let Ok(mut spare) = self.spare.lock() {
                spare.restore();
            }
        }
        closing.is_empty()
    }

    /// Opens again after [`Database::pause`]; does nothing if it is open.
    ///
    /// # Errors
    /// [`OpenError`]; it stays closed.
    pub(crate) fn resume(&self) -> Result<(), OpenError> {
        let mut live = self
            .live
            .write()
            .map_err(|_| OpenError::Failed("poisoned".to_owned()))?;
        if live.is_none() {
            let opened = open_live(&self.options, &self.key, &self.reserve, &self.spare);
            *live = Some(Arc::new(opened.map_err(|error| self.noted_open(error))?));
        }
        drop(live);
        self.restore_reserve();
        Ok(())
    }

    /// Reads the last commit.
    pub(crate) fn read<T>(
        &self,
        reading: impl FnOnce(&Connection) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        self.noted(self.live()?.readers.read(reading))
    }

    /// Reads with a single statement, which sees one commit by itself.
    pub(crate) fn read_one<T>(
        &self,
        reading: impl FnOnce(&Connection) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        self.noted(self.live()?.readers.read_one(reading))
    }

    /// Changes the database in one transaction and returns when that is durable.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        change: impl Fn(&Transaction<'_>) -> Result<T, DbError> + Send + 'static,
    ) -> Result<T, DbError> {
        let live = self.live()?;
        self.has_room_to_write()?;
        self.noted(live.writer.write(change))
    }

    /// The room of the spare is not for writing, or the next start would not find it.
    fn has_room_to_write(&self) -> Result<(), DbError> {
        let Ok(mut spare) = self.spare.lock() else {
            return Ok(());
        };
        if spare.is_given() {
            spare.restore();
        }
        if spare.is_given() {
            return Err(DbError::Open(Box::new(OpenError::DiskFull)));
        }
        Ok(())
    }

    /// Gives pages back that can be read again.
    pub(crate) fn trim_memory(&self) -> Result<(), DbError> {
        let live = self.live()?;
        live.readers.trim();
        live.writer.write(|tx| {
            tx.execute_batch("PRAGMA shrink_memory")?;
            Ok(())
        })
    }

    /// Leaves a mark beside the file when a damage is met, so that the next start reads every
    /// page before it trusts any.
    fn noted<T>(&self, result: Result<T, DbError>) -> Result<T, DbError> {
        if result.as_ref().is_err_and(DbError::is_corrupt) {
            self.mark_damage();
        }
        result
    }

    /// The key opened it before: what it does not open now is damaged.
    fn noted_open(&self, error: OpenError) -> OpenError {
        match error {
            OpenError::WrongKey | OpenError::Damaged(_) => {
                self.mark_damage();
                OpenError::Damaged("it opened before".to_owned())
            }
            other => other,
        }
    }

    fn mark_damage(&self) {
        let _unmarked = std::fs::write(self.options.path.with_file_name(DAMAGE_MARK), b"");
    }

    /// True while the reserve for small writes is untouched: photos are taken only then.
    pub(crate) fn has_reserve(&self) -> bool {
        self.reserve.lock().is_ok_and(|reserve| reserve.is_held())
    }

    /// Takes the reserve up again once there is room.
    pub(crate) fn restore_reserve(&self) {
        if let Ok(mut reserve) = self.reserve.lock() {
            reserve.restore();
        }
    }

    /// Reads every page: `Err` says what is damaged. Slow on a big database.
    pub(crate) fn check_integrity(&self) -> Result<(), OpenError> {
        // SQLCipher authenticates the pages of the file: one that a power cut has torn in a
        // checkpoint is whole in the log, and must not count as damage.
        self.live()?.writer.fold_log()?;
        self.read(|connection| Ok(check_integrity(connection)))?
    }

    fn live(&self) -> Result<Arc<Live>, DbError> {
        let live = self.live.read().map_err(|_| DbError::Closed)?;
        live.clone().ok_or(DbError::Closed)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Nobody asks again: what lets go of the folder after this must find no handle open.
        while !self.pause() {}
    }
}

/// Opens; on a disk that is full already the reserve is given back and it is tried once more: old
/// data are readable then, and small writes go on. Without a reserve the spare room is given: old
/// data are readable.
fn open_live(
    options: &DatabaseOptions,
    key: &DatabaseKey,
    reserve: &Arc<Mutex<Reserve>>,
    spare: &Mutex<Reserve>,
) -> Result<Live, OpenError> {
    let mut opened = Live::open(options, key, reserve);
    for room in [reserve.as_ref(), spare] {
        let is_full = matches!(opened, Err(OpenError::DiskFull));
        if is_full && room.lock().is_ok_and(|mut it| it.release()) {
            opened = Live::open(options, key, reserve);
        }
    }
    opened
}

impl Live {
    /// Closes readers, then the writer, in at most `most`; false: a handle is still open.
    fn close(&self, most: Duration) -> bool {
        let begun = Instant::now();
        let (patience, grace) = (PATIENCE.min(most / 2), GRACE.min(most / 2));
        let readers = self.readers.close(patience, grace);
        let left = most.saturating_sub(begun.elapsed());
        let writer = self
            .writer
            .close(PATIENCE.min(left / 2), GRACE.min(left / 2));
        readers && writer
    }

    fn open(
        options: &DatabaseOptions,
        key: &DatabaseKey,
        reserve: &Arc<Mutex<Reserve>>,
    ) -> Result<Self, OpenError> {
        let mut connection = open_writer(&options.path, key)?;
        migrate(&mut connection)?;
        check_encrypted(&options.path)?;
        if let Some(max_bytes) = options.max_bytes {
            let pages = max_bytes / PAGE_BYTES;
            connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| {
                row.get::<_, i64>(0)
            })?;
        }
        let readers = ReadPool::open(&options.path, key, options.readers.max(1))?;
        Ok(Self {
            writer: Writer::start(
                connection,
                (&options.path, key),
                Arc::clone(reserve),
                options.executor,
            )?,
            readers,
        })
    }
}

/// Authenticates every page, then checks the structure.
pub(super) fn check_integrity(connection: &Connection) -> Result<(), OpenError> {
    for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA quick_check"] {
        let mut statement = connection.prepare(pragma)?;
        let mut lines = statement.query([])?;
        while let Some(line) = lines.next()? {
            let text: String = line.get(0)?;
            if text != "ok" {
                return Err(OpenError::Damaged(text));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_for_opening_is_not_for_writing() {
        let folder = tempfile::tempdir().unwrap();
        let options = DatabaseOptions {
            path: folder.path().join("test.db"),
            max_bytes: None,
            readers: 1,
            executor: Executor::Thread,
        };
        let database = Database::open(options, DatabaseKey([0x42; 32])).unwrap();
        let write = |name| database.set_settings(vec![(name, b"x".to_vec())]);
        write("before").unwrap();
        // Given for opening, on a disk so full that it cannot be taken up again: something lies in
        // its place.
        assert!(database.spare.lock().unwrap().release());
        let place = folder.path().join("test.spare");
        std::fs::create_dir(&place).unwrap();
        let refused = write("meanwhile").unwrap_err();
        assert!(refused.is_full(), "{refused}");
        let kept = database.setting("before").unwrap();
        assert_eq!(
            kept.as_deref(),
            Some(b"x".as_slice()),
            "old data are readable"
        );
        std::fs::remove_dir(&place).unwrap();
        write("after").unwrap();
        assert!(database.spare.lock().unwrap().is_held());
    }
}
