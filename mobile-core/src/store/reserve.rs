use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Bytes set aside on disk so that small writes still succeed when the disk is full.
pub(super) const RESERVE_BYTES: usize = 4 * 1024 * 1024;
/// Bytes set aside for nothing but to open the database, whose log and index need some room: what
/// is saved stays readable though the reserve is used up.
const SPARE_BYTES: usize = 256 * 1024;

/// A file that takes up room until the disk is full, and then gives it back（预留空间）.
#[derive(Debug)]
pub(super) struct Reserve {
    path: PathBuf,
    bytes: usize,
    /// Taken up only if so many bytes are free besides.
    besides: usize,
    held: bool,
    given: bool,
}

impl Reserve {
    /// Takes up the room for small writes, if there is three times as much besides.
    pub(super) fn take(path: PathBuf) -> Self {
        Self::of(path, RESERVE_BYTES, 3 * RESERVE_BYTES)
    }

    /// Takes up the room for opening, if there is any.
    pub(super) fn take_spare(path: PathBuf) -> Self {
        Self::of(path, SPARE_BYTES, 0)
    }

    fn of(path: PathBuf, bytes: usize, besides: usize) -> Self {
        let mut reserve = Self {
            path,
            bytes,
            besides,
            held: false,
            given: false,
        };
        reserve.restore();
        reserve
    }

    /// True while the room is taken up.
    pub(super) fn is_held(&self) -> bool {
        self.held
    }

    /// True from when the room was given back until it is taken up again.
    pub(super) fn is_given(&self) -> bool {
        self.given
    }

    /// Gives the room back. False if there was none to give.
    pub(super) fn release(&mut self) -> bool {
        if !self.held {
            return false;
        }
        self.held = false;
        self.given = true;
        fs::remove_file(&self.path).is_ok()
    }

    /// Takes the room up again, if the disk has that much.
    pub(super) fn restore(&mut self) {
        let whole = self.bytes as u64;
        let size = fs::metadata(&self.path).map_or(0, |meta| meta.len());
        if size == whole {
            (self.held, self.given) = (true, false);
            return;
        }
        let free = fs4::available_space(self.path.parent().unwrap_or(Path::new("."))).unwrap_or(0);
        let enough = free >= whole + self.besides as u64;
        self.held = enough && write_noise(&self.path, self.bytes).is_ok();
        self.given &= !self.held;
        if !self.held {
            let _nothing_to_remove = fs::remove_file(&self.path);
        }
    }
}

/// Bytes that no file system compresses or leaves out: a plain counter run through a mixer.
fn write_noise(path: &Path, bytes: usize) -> std::io::Result<()> {
    let mut block = vec![0_u8; bytes];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for chunk in block.chunks_exact_mut(8) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        chunk.copy_from_slice(&state.to_le_bytes());
    }
    let mut file = File::create(path)?;
    file.write_all(&block)?;
    file.sync_all()
}
