use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What lies beside a database file.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// Moves a database that will not open into a folder of its own, with everything beside it
/// （另存损坏的数据库）, named by `stamp`, the date. Nothing is deleted. Gives the new path of the
/// database file.
///
/// The database goes first: if the phone dies in between, [`finish`] finds the log without its
/// database and moves it after; the other way round the next start would open the database
/// without its newest commits.
///
/// # Errors
/// What the file system says; whatever was moved stays moved.
pub(crate) fn set_aside(database: &Path, folder: &Path, stamp: &str) -> io::Result<PathBuf> {
    let mut target = folder.join(stamp);
    let mut attempt = 0_u32;
    while target.exists() {
        attempt += 1;
        target = folder.join(format!("{stamp}-{attempt}"));
    }
    fs::create_dir_all(&target)?;
    let moved = target.join(file_name(database));
    if database.exists() {
        fs::rename(database, &moved)?;
    }
    move_companions(database, &target)?;
    Ok(moved)
}

/// Moves a left-behind log of a database that was set aside into the newest folder.
///
/// # Errors
/// What the file system says.
pub(crate) fn finish(database: &Path, folder: &Path) -> io::Result<()> {
    let left_behind = COMPANIONS
        .iter()
        .any(|suffix| companion(database, suffix).exists());
    if database.exists() || !left_behind {
        return Ok(());
    }
    let newest = fs::read_dir(folder).ok().and_then(|entries| {
        entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|it| it.is_dir())
            .max()
    });
    let target = newest.unwrap_or_else(|| folder.join("0"));
    fs::create_dir_all(&target)?;
    move_companions(database, &target)
}

fn move_companions(database: &Path, target: &Path) -> io::Result<()> {
    for suffix in COMPANIONS {
        let beside = companion(database, suffix);
        if beside.exists() {
            fs::rename(&beside, target.join(file_name(&beside)))?;
        }
    }
    Ok(())
}

fn companion(database: &Path, suffix: &str) -> PathBuf {
    let mut name = file_name(database);
    name.push(suffix);
    database.with_file_name(name)
}

fn file_name(path: &Path) -> std::ffi::OsString {
    path.file_name()
        .map_or_else(|| "database".into(), ToOwned::to_owned)
}
