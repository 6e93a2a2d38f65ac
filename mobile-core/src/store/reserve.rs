use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Bytes set aside on disk so that small writes still succeed when the disk is full.
pub(super) const RESERVE_BYTES: usize = 4 * 1024 * 1024;

/// A file that takes up room until the disk is full, and then gives it back（预留空间）.
#[derive(Debug)]
pub(super) struct Reserve {
    path: PathBuf,
    held: bool,
}

impl Reserve {
    /// Takes up the room if there is enough of it besides.
    pub(super) fn take(path: PathBuf) -> Self {
        let mut reserve = Self { path, held: false };
        reserve.restore();
        reserve
    }

    /// True while the room is taken up.
    pub(super) fn is_held(&self) -> bool {
        self.held
    }

    /// Gives the room back. False if there was none to give.
    pub(super) fn release(&mut self) -> bool {
        if !self.held {
            return false;
        }
        self.held = false;
        fs::remove_file(&self.path).is_ok()
    }

    /// Takes the room up again, if the disk has at least four times as much free.
    pub(super) fn restore(&mut self) {
        let whole = RESERVE_BYTES as u64;
        let size = fs::metadata(&self.path).map_or(0, |meta| meta.len());
        if size == whole {
            self.held = true;
            return;
        }
        let free = fs4::available_space(self.path.parent().unwrap_or(Path::new("."))).unwrap_or(0);
        self.held = free > 4 * whole && write_noise(&self.path).is_ok();
        if !self.held {
            let _nothing_to_remove = fs::remove_file(&self.path);
        }
    }
}

/// Bytes that no file system compresses or leaves out: a plain counter run through a mixer.
fn write_noise(path: &Path) -> std::io::Result<()> {
    let mut block = vec![0_u8; RESERVE_BYTES];
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
