//! The file system that SQLite sees: its own, with a journal of what is not yet synced beside it.
//!
//! The one place of the tests where `unsafe` stands: SQLite calls a file system through tables of
//! C functions. Every function here does the bookkeeping of [`CrashDisk`] and passes the call on
//! to SQLite's own file system. Soundness rests on three things: `Shim` is the first part of
//! memory that SQLite allocated with the size we asked for; the file of the real system lies
//! right behind it; and a pointer to a disk is an `Arc` that was given away in `open` and is
//! taken back in `close`.
#![expect(unsafe_code, reason = "SQLite's file system is a table of C functions")]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::{Arc, OnceLock};

use rusqlite::ffi;

use super::CrashDisk;
use super::crash_disk::Refused;

/// What SQLite allocates for an open file: this, and behind it what the real system needs.
#[repr(C)]
struct Shim {
    base: ffi::sqlite3_file,
    /// Null for files that lie on no crash disk.
    disk: *const CrashDisk,
    /// Owned.
    name: *mut String,
}

/// The real system, and our table over it. Made once, lives as long as the process.
struct Systems {
    real: *mut ffi::sqlite3_vfs,
}

// SAFETY: both tables are written once before they are shared, and only read afterwards.
unsafe impl Send for Systems {}
// SAFETY: as above.
unsafe impl Sync for Systems {}

static SYSTEMS: OnceLock<Systems> = OnceLock::new();

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// Puts the table before SQLite's own, for every database opened from now on.
pub(super) fn install() {
    SYSTEMS.get_or_init(|| {
        // SAFETY: plain calls; the table is leaked, so that it outlives every connection.
        unsafe {
            ffi::sqlite3_initialize();
            let real = ffi::sqlite3_vfs_find(std::ptr::null());
            let mut ours = *real;
            ours.zName = c"crash".as_ptr();
            ours.pNext = std::ptr::null_mut();
            ours.szOsFile = (*real).szOsFile + c_int::try_from(size_of::<Shim>()).unwrap_or(0);
            ours.xOpen = Some(open);
            ours.xDelete = Some(delete);
            ffi::sqlite3_vfs_register(Box::leak(Box::new(ours)), 1);
            Systems { real }
        }
    });
}

fn real_system() -> *mut ffi::sqlite3_vfs {
    SYSTEMS
        .get()
        .map_or(std::ptr::null_mut(), |systems| systems.real)
}

/// SAFETY: `file` was opened by [`open`].
unsafe fn real_file(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: SQLite allocated `szOsFile` bytes; the real file lies behind the shim.
    unsafe { file.cast::<u8>().add(size_of::<Shim>()).cast() }
}

/// The disk and the name of a file; `None` if it lies on no crash disk.
/// SAFETY: `file` was opened by [`open`] and not closed since.
unsafe fn journal<'a>(file: *mut ffi::sqlite3_file) -> Option<(&'a CrashDisk, &'a str)> {
    // SAFETY: both pointers are null or valid until `close`.
    unsafe {
        let shim = &*file.cast::<Shim>();
        let disk = shim.disk.as_ref()?;
        Some((disk, shim.name.as_ref()?.as_str()))
    }
}

/// Calls a method of the real file.
macro_rules! pass_on {
    ($file:expr, $method:ident $(, $argument:expr)*) => {{
        // SAFETY: SQLite passes a file that `open` has opened; the real file has all methods of
        // version 2 of the table.
        unsafe {
            let real = real_file($file);
            match (*(*real).pMethods).$method {
                Some(method) => method(real $(, $argument)*),
                None => ffi::SQLITE_IOERR,
            }
        }
    }};
}

fn code_of(refused: Refused, otherwise: c_int) -> c_int {
    match refused {
        Refused::Full => ffi::SQLITE_FULL,
        Refused::Off | Refused::Broken => otherwise,
    }
}

unsafe extern "C" fn open(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite passes memory of the size we asked for, and a path that ends with a zero.
    unsafe {
        let shim = file.cast::<Shim>();
        (*shim).base.pMethods = std::ptr::null();
        (*shim).disk = std::ptr::null();
        (*shim).name = std::ptr::null_mut();
        let path = (!name.is_null()).then(|| CStr::from_ptr(name).to_string_lossy());
        let place = path.and_then(|path| CrashDisk::of_path(&path));
        if place.as_ref().is_some_and(|(disk, _)| disk.is_off()) {
            return ffi::SQLITE_CANTOPEN;
        }
        let real = real_system();
        let Some(real_open) = (*real).xOpen else {
            return ffi::SQLITE_CANTOPEN;
        };
        let result = real_open(real, name, real_file(file), flags, out);
        if result != ffi::SQLITE_OK {
            return result;
        }
        if let Some((disk, name)) = place {
            disk.opened(&name);
            (*shim).disk = Arc::into_raw(disk);
            (*shim).name = Box::into_raw(Box::new(name));
        }
        (*shim).base.pMethods = &raw const METHODS;
        ffi::SQLITE_OK
    }
}

unsafe extern "C" fn delete(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    sync_folder: c_int,
) -> c_int {
    // SAFETY: SQLite passes a path that ends with a zero.
    unsafe {
        let path = CStr::from_ptr(name).to_string_lossy();
        if let Some((disk, name)) = CrashDisk::of_path(&path)
            && let Err(refused) = disk.deletes(&name, sync_folder != 0)
        {
            return code_of(refused, ffi::SQLITE_IOERR_DELETE);
        }
        let real = real_system();
        match (*real).xDelete {
            Some(real_delete) => real_delete(real, name, sync_folder),
            None => ffi::SQLITE_IOERR_DELETE,
        }
    }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    let result = pass_on!(file, xClose);
    // SAFETY: what `open` gave away comes back here, once.
    unsafe {
        let shim = &mut *file.cast::<Shim>();
        if !shim.disk.is_null() {
            drop(Arc::from_raw(shim.disk));
            shim.disk = std::ptr::null();
        }
        if !shim.name.is_null() {
            drop(Box::from_raw(shim.name));
            shim.name = std::ptr::null_mut();
        }
    }
    result
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    into: *mut c_void,
    length: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: an open file.
    if let Some((disk, _)) = unsafe { journal(file) }
        && let Err(refused) = disk.reads()
    {
        return code_of(refused, ffi::SQLITE_IOERR_READ);
    }
    pass_on!(file, xRead, into, length, at)
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    length: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: an open file; SQLite passes `length` bytes.
    unsafe {
        if let Some((disk, name)) = journal(file) {
            let length = usize::try_from(length).unwrap_or(0);
            let bytes = std::slice::from_raw_parts(from.cast::<u8>(), length);
            if let Err(refused) = disk.writes(name, at.cast_unsigned(), bytes) {
                return code_of(refused, ffi::SQLITE_IOERR_WRITE);
            }
        }
    }
    pass_on!(file, xWrite, from, length, at)
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: ffi::sqlite3_int64) -> c_int {
    // SAFETY: an open file.
    if let Some((disk, name)) = unsafe { journal(file) }
        && let Err(refused) = disk.truncates(name, size.cast_unsigned())
    {
        return code_of(refused, ffi::SQLITE_IOERR_TRUNCATE);
    }
    pass_on!(file, xTruncate, size)
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: an open file. The real system need not sync: what is durable is ours to say.
    match unsafe { journal(file) } {
        Some((disk, name)) => match disk.syncs(name) {
            Ok(()) => ffi::SQLITE_OK,
            Err(refused) => code_of(refused, ffi::SQLITE_IOERR_FSYNC),
        },
        None => pass_on!(file, xSync, _flags),
    }
}

unsafe extern "C" fn file_size(
    file: *mut ffi::sqlite3_file,
    size: *mut ffi::sqlite3_int64,
) -> c_int {
    pass_on!(file, xFileSize, size)
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    pass_on!(file, xLock, level)
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    pass_on!(file, xUnlock, level)
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, held: *mut c_int) -> c_int {
    pass_on!(file, xCheckReservedLock, held)
}

unsafe extern "C" fn file_control(
    file: *mut ffi::sqlite3_file,
    operation: c_int,
    argument: *mut c_void,
) -> c_int {
    pass_on!(file, xFileControl, operation, argument)
}

unsafe extern "C" fn sector_size(file: *mut ffi::sqlite3_file) -> c_int {
    pass_on!(file, xSectorSize)
}

unsafe extern "C" fn device_characteristics(file: *mut ffi::sqlite3_file) -> c_int {
    pass_on!(file, xDeviceCharacteristics)
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    place: *mut *mut c_void,
) -> c_int {
    pass_on!(file, xShmMap, region, size, extend, place)
}

unsafe extern "C" fn shm_lock(
    file: *mut ffi::sqlite3_file,
    offset: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    pass_on!(file, xShmLock, offset, count, flags)
}

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    // SAFETY: as in `pass_on`.
    unsafe {
        let real = real_file(file);
        if let Some(method) = (*(*real).pMethods).xShmBarrier {
            method(real);
        }
    }
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, delete: c_int) -> c_int {
    pass_on!(file, xShmUnmap, delete)
}
