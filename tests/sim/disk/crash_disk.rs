use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::loss::{Change, Loss, Losses, after_cut, lay};
use super::vfs;
use crate::chance::Chance;

/// Every disk of the process by its folder.
static DISKS: Mutex<BTreeMap<String, Arc<CrashDisk>>> = Mutex::new(BTreeMap::new());

/// What is to go wrong on a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The power goes during this operation: what it writes is not synced.
    PowerAt(u64),
    /// This operation fails once.
    FailAt(u64),
    /// This operation finds the disk full, once.
    FullAt(u64),
    /// Every write from this operation on finds the disk full.
    FullFrom(u64),
    /// This reading fails once.
    ReadAt(u64),
}

/// Why an operation did not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// There is no power.
    Off,
    /// It failed.
    Broken,
    /// No room.
    Full,
}

/// The files of a disk at rest.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A folder with a journal of what no sync has covered（会断电的磁盘）. The files are real; what a
/// power cut leaves of them is worked out from the journal.
#[derive(Debug)]
pub(crate) struct CrashDisk {
    folder: tempfile::TempDir,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<String, Journaled>,
    /// Removed, but the folder was not synced since.
    removed: Files,
    operations: u64,
    readings: u64,
    trouble: Option<Trouble>,
    met: u64,
    is_off: bool,
}

#[derive(Debug, Default)]
struct Journaled {
    durable: Vec<u8>,
    unsynced: Vec<Change>,
    /// Its name has reached the disk.
    is_named: bool,
}

impl CrashDisk {
    /// An empty disk.
    pub(crate) fn new() -> Arc<Self> {
        vfs::install();
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() {
            tempfile::tempdir_in(memory)
        } else {
            tempfile::tempdir()
        };
        let disk = Arc::new(Self {
            folder: folder.expect("a temporary folder can be made"),
            state: Mutex::default(),
        });
        let name = disk.folder.path().to_string_lossy().into_owned();
        disks().insert(name, Arc::clone(&disk));
        disk
    }

    /// A disk with these files on it.
    pub(crate) fn with(files: &Files) -> Arc<Self> {
        let disk = Self::new();
        disk.put(files);
        disk
    }

    /// Takes the disk out of the list; its folder goes with the last who holds it.
    pub(crate) fn discard(&self) {
        disks().remove(self.folder.path().to_string_lossy().as_ref());
    }

    /// The disk and the name behind a path; `None` for a path on no crash disk.
    pub(super) fn of_path(path: &str) -> Option<(Arc<Self>, String)> {
        let path = Path::new(path);
        let folder = path.parent()?.to_string_lossy();
        let disk = disks().get(folder.as_ref()).cloned()?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        // What connections share among themselves is memory, whatever file it lies in.
        (!name.ends_with("-shm")).then_some((disk, name))
    }

    /// Where the database lies.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("phone.db")
    }

    /// Operations that change something, so far.
    pub(crate) fn operations(&self) -> u64 {
        self.lock().operations
    }

    /// Plans trouble, counted from now: 0 is the next operation or reading.
    pub(crate) fn plan(&self, trouble: impl FnOnce(u64) -> Trouble, after: u64) {
        let mut state = self.lock();
        let planned = trouble(after);
        let base = match planned {
            Trouble::ReadAt(_) => state.readings,
            _ => state.operations,
        };
        let shift = |at: u64| at + base;
        state.met = 0;
        state.trouble = Some(match planned {
            Trouble::PowerAt(at) => Trouble::PowerAt(shift(at)),
            Trouble::FailAt(at) => Trouble::FailAt(shift(at)),
            Trouble::FullAt(at) => Trouble::FullAt(shift(at)),
            Trouble::FullFrom(at) => Trouble::FullFrom(shift(at)),
            Trouble::ReadAt(at) => Trouble::ReadAt(shift(at)),
        });
    }

    /// Ends what was planned. Gives how often it was met.
    pub(crate) fn calm(&self) -> u64 {
        let mut state = self.lock();
        state.trouble = None;
        std::mem::take(&mut state.met)
    }

    /// There is no power.
    pub(crate) fn is_off(&self) -> bool {
        self.lock().is_off
    }

    /// The power goes now.
    pub(crate) fn cut(&self) {
        self.lock().is_off = true;
    }

    /// The power is back: the files are what the cut has left of them. Nothing may be open.
    pub(crate) fn restart(&self, loss: Loss) -> Losses {
        let (left, losses) = self.left_by(loss);
        self.put(&left);
        losses
    }

    /// What a power cut leaves.
    pub(crate) fn left_by(&self, loss: Loss) -> (Files, Losses) {
        let mut losses = Losses::new();
        let mut left = Files::new();
        let state = self.lock();
        let mut chance = Chance::new(match loss {
            Loss::Some(seed) => seed,
            _ => 0,
        });
        for (name, file) in &state.files {
            let image = match loss {
                Loss::Nothing => {
                    let mut image = file.durable.clone();
                    file.unsynced
                        .iter()
                        .for_each(|change| lay(&mut image, change));
                    image
                }
                Loss::Everything if file.is_named => file.durable.clone(),
                Loss::Everything => continue,
                Loss::Some(_) if !file.is_named && chance.per_mille(300) => {
                    *losses.entry("new file lost").or_default() += 1;
                    continue;
                }
                Loss::Some(_) => after_cut(&file.durable, &file.unsynced, &mut chance, &mut losses),
            };
            left.insert(name.clone(), image);
        }
        for (name, bytes) in &state.removed {
            let back = match loss {
                Loss::Nothing => false,
                Loss::Everything => true,
                Loss::Some(_) => chance.per_mille(500),
            };
            if back && !left.contains_key(name) {
                *losses.entry("removed file came back").or_default() += 1;
                left.insert(name.clone(), bytes.clone());
            }
        }
        if matches!(loss, Loss::Some(_)) && chance.per_mille(200) {
            *losses.entry("stale shared memory left behind").or_default() += 1;
            let noise = (0..32_768).map(|_| u8::try_from(chance.below(256)).unwrap_or(0));
            left.insert("phone.db-shm".to_owned(), noise.collect());
        }
        (left, losses)
    }

    /// The files as they are. Nothing may be open.
    pub(crate) fn files(&self) -> Files {
        let mut files = Files::new();
        for name in self.lock().files.keys() {
            if let Ok(bytes) = std::fs::read(self.folder.path().join(name)) {
                files.insert(name.clone(), bytes);
            }
        }
        files
    }

    /// Replaces everything, durably, with the power on and no trouble. Nothing may be open.
    pub(crate) fn put(&self, files: &Files) {
        let mut state = self.lock();
        let known: Vec<String> = state.files.keys().cloned().collect();
        let beside = "phone.db-shm".to_owned();
        for name in known.iter().chain(std::iter::once(&beside)) {
            let _was_not_there = std::fs::remove_file(self.folder.path().join(name));
        }
        *state = State::default();
        for (name, bytes) in files {
            let path = self.folder.path().join(name);
            std::fs::write(path, bytes).expect("the folder can be written");
            if name.ends_with("-shm") {
                continue;
            }
            let file = Journaled {
                durable: bytes.clone(),
                unsynced: Vec::new(),
                is_named: true,
            };
            state.files.insert(name.clone(), file);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn opened(&self, name: &str) {
        self.lock().files.entry(name.to_owned()).or_default();
    }

    pub(super) fn reads(&self) -> Result<(), Refused> {
        let mut state = self.lock();
        if state.is_off {
            return Err(Refused::Off);
        }
        state.readings += 1;
        if state.trouble == Some(Trouble::ReadAt(state.readings - 1)) {
            state.met += 1;
            return Err(Refused::Broken);
        }
        Ok(())
    }

    pub(super) fn writes(&self, name: &str, at: u64, bytes: &[u8]) -> Result<(), Refused> {
        let mut state = self.lock();
        if state.is_off {
            return Err(Refused::Off);
        }
        let result = state.operation(true);
        // What the power cut has caught may be on the disk, or a part of it.
        if matches!(result, Ok(()) | Err(Refused::Off)) {
            let at = usize::try_from(at).unwrap_or(usize::MAX);
            let change = Change::Write(at, bytes.to_vec());
            state.changes(name, change);
        }
        result
    }

    pub(super) fn truncates(&self, name: &str, size: u64) -> Result<(), Refused> {
        let mut state = self.lock();
        state.operation(false)?;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        state.changes(name, Change::Truncate(size));
        Ok(())
    }

    pub(super) fn syncs(&self, name: &str) -> Result<(), Refused> {
        let mut state = self.lock();
        state.operation(false)?;
        if let Some(file) = state.files.get_mut(name) {
            let unsynced = std::mem::take(&mut file.unsynced);
            unsynced
                .iter()
                .for_each(|change| lay(&mut file.durable, change));
        }
        if name.ends_with("-wal") || name.ends_with("-journal") {
            // SQLite syncs the folder with the first sync of a new log.
            state
                .files
                .values_mut()
                .for_each(|file| file.is_named = true);
            state.removed.clear();
        }
        Ok(())
    }

    pub(super) fn deletes(&self, name: &str, sync_folder: bool) -> Result<(), Refused> {
        let mut state = self.lock();
        state.operation(false)?;
        if let Some(file) = state.files.remove(name)
            && file.is_named
        {
            state.removed.insert(name.to_owned(), file.durable);
        }
        if sync_folder {
            state.removed.clear();
        }
        Ok(())
    }
}

impl State {
    /// Counts an operation and meets the trouble that was planned for it.
    fn operation(&mut self, takes_room: bool) -> Result<(), Refused> {
        if self.is_off {
            return Err(Refused::Off);
        }
        let at = self.operations;
        self.operations += 1;
        let (refused, goes_on) = match self.trouble {
            Some(Trouble::PowerAt(planned)) if planned == at => (Refused::Off, false),
            Some(Trouble::FailAt(planned)) if planned == at => (Refused::Broken, false),
            Some(Trouble::FullAt(planned)) if planned == at => (Refused::Full, false),
            Some(Trouble::FullFrom(planned)) if planned <= at && takes_room => {
                (Refused::Full, true)
            }
            _ => return Ok(()),
        };
        self.met += 1;
        self.is_off = refused == Refused::Off;
        if !goes_on {
            self.trouble = None;
        }
        Err(refused)
    }

    fn changes(&mut self, name: &str, change: Change) {
        if let Some(file) = self.files.get_mut(name) {
            file.unsynced.push(change);
        }
    }
}

fn disks() -> MutexGuard<'static, BTreeMap<String, Arc<CrashDisk>>> {
    DISKS.lock().unwrap_or_else(PoisonError::into_inner)
}
