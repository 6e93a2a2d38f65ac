use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::sealed_bytes::{label_of, seal};
use super::{BlobContext, BlobKey, SealedBytesError, SealedReader};
use crate::platform::sync_folder;
use crate::random::{RandomSource, random_bytes};
use wangge_domain::Timestamp;

/// Ending of a file that is being written.
const UNFINISHED: &str = "part";

/// Between a name in the trash and the time since when it is counted.
const STAMP: &str = ".since-";

/// What a sweep found（清理结果）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SweepReport {
    /// Files that no row names: moved to the trash folder.
    pub(crate) to_trash: u32,
    /// Names that rows speak of and that are not there.
    pub(crate) missing: Vec<String>,
}

/// A file in the trash folder（废件）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TrashFile {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// Its name without the time.
    pub(crate) name: String,
    /// Since when it is counted; `None`: not yet.
    pub(crate) since: Option<Timestamp>,
    /// It was never whole.
    pub(crate) unfinished: bool,
}

/// The folder of encrypted blobs（加密照片文件夹）.
#[derive(Clone, Debug)]
pub(crate) struct BlobFolder {
    folder: PathBuf,
    trash: PathBuf,
}

impl BlobFolder {
    /// Uses `folder`, creating it and its trash beside it.
    ///
    /// # Errors
    /// What the file system says.
    pub(crate) fn open(folder: PathBuf) -> io::Result<Self> {
        let trash = folder.with_extension("trash");
        fs::create_dir_all(&folder)?;
        fs::create_dir_all(&trash)?;
        Ok(Self { folder, trash })
    }

    /// Writes a blob under a random name: temporary file, sync, rename, sync of the folder. When
    /// this returns, the file survives a power cut; a row may name it. `label` stands in its head.
    ///
    /// # Errors
    /// What the file system says; a half-written file is removed.
    pub(crate) fn put(
        &self,
        key: &BlobKey,
        context: &BlobContext,
        label: &[u8],
        plain: &[u8],
        random: &dyn RandomSource,
    ) -> io::Result<String> {
        let name: String = random_bytes::<16>(random)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let unfinished = self.folder.join(&name).with_extension(UNFINISHED);
        let written = write(&unfinished, key, context, label, plain)
            .and_then(|()| fs::rename(&unfinished, self.folder.join(&name)))
            .and_then(|()| sync_folder(&self.folder));
        if let Err(error) = written {
            // Whatever is left is swept at the next start.
            let _left_behind = fs::remove_file(&unfinished);
            return Err(error);
        }
        Ok(name)
    }

    /// Opens a blob for reading.
    ///
    /// # Errors
    /// [`SealedBytesError`].
    pub(crate) fn open_blob(
        &self,
        name: &str,
        key: &BlobKey,
        context: BlobContext,
    ) -> Result<SealedReader<File>, SealedBytesError> {
        SealedReader::open(File::open(self.path(name)?)?, key, context)
    }

    /// Removes a file whose row has let go of it.
    ///
    /// # Errors
    /// What the file system says; a file that is gone is no error.
    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.path(name)?) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The file of a blob, for a copy of its encrypted bytes.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidInput`] for a name that is not one of ours.
    pub(crate) fn path(&self, name: &str) -> io::Result<PathBuf> {
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "not the name of a blob",
            ));
        }
        Ok(self.folder.join(name))
    }

    /// Compares the folder with what rows name: moves the rest to the trash, tells what is gone.
    ///
    /// # Errors
    /// What the file system says.
    pub(crate) fn sweep(&self, named: &BTreeSet<String>) -> io::Result<SweepReport> {
        let mut report = SweepReport::default();
        let mut present = BTreeSet::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if named.contains(&name) {
                present.insert(name);
            } else {
                fs::rename(entry.path(), self.free_trash_name(&name))?;
                report.to_trash += 1;
            }
        }
        report.missing = named.difference(&present).cloned().collect();
        Ok(report)
    }

    /// Names of whole files that no row names.
    ///
    /// # Errors
    /// What the file system says.
    pub(crate) fn unnamed(&self, named: &BTreeSet<String>) -> io::Result<Vec<String>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !named.contains(&name) && self.path(&name).is_ok() {
                found.push(name);
            }
        }
        Ok(found)
    }

    /// The sealed label in the head of a file; `None` if it is no encrypted file, empty if it has
    /// no label.
    pub(crate) fn label(&self, name: &str) -> Option<Vec<u8>> {
        sealed_label(&self.path(name).ok()?)
    }

    /// Moves a file that nothing names any more to the trash; one that is gone is no error.
    ///
    /// # Errors
    /// What the file system says.
    pub(crate) fn discard(&self, name: &str) -> io::Result<()> {
        match fs::rename(self.path(name)?, self.free_trash_name(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// What lies in the trash.
    ///
    /// # Errors
    /// What the file system says.
    pub(crate) fn trash(&self) -> io::Result<Vec<TrashFile>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.trash)? {
            let entry = entry?;
            let whole = entry.file_name().to_string_lossy().into_owned();
            let stamped = whole.rsplit_once(STAMP).and_then(|(name, stamp)| {
                let at = stamp.parse().ok()?;
                Some((name.to_owned(), Timestamp(at)))
            });
            let (name, since) = match stamped {
                Some((name, at)) => (name, Some(at)),
                None => (whole, None),
            };
            found.push(TrashFile {
                path: entry.path(),
                unfinished: name.split('.').nth(1) == Some(UNFINISHED),
                name,
                since,
            });
        }
        Ok(found)
    }

    /// Writes onto a file in the trash since when it is counted.
    ///
    /// # Errors
    /// What the file system says.
    pub(crate) fn stamp(&self, file: &TrashFile, now: Timestamp) -> io::Result<()> {
        let name = format!("{}{STAMP}{}", file.name, now.0);
        fs::rename(&file.path, self.trash.join(name))
    }

    /// The folder of what no row names.
    pub(crate) fn trash_folder(&self) -> &Path {
        &self.trash
    }

    fn free_trash_name(&self, name: &str) -> PathBuf {
        let mut target = self.trash.join(name);
        let mut attempt = 0_u32;
        while target.exists() {
            attempt += 1;
            target = self.trash.join(format!("{name}.{attempt}"));
        }
        target
    }
}

/// The sealed label in the head of an encrypted file, wherever it lies; `None` if it is none.
pub(crate) fn sealed_label(path: &Path) -> Option<Vec<u8>> {
    label_of(&mut File::open(path).ok()?).ok()
}

fn write(
    path: &Path,
    key: &BlobKey,
    context: &BlobContext,
    label: &[u8],
    plain: &[u8],
) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(128 * 1024, File::create(path)?);
    seal(&mut out, key, context, label, plain)?;
    out.flush()?;
    out.get_ref().sync_all()
}
