use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use super::page_cipher::{PAGE, PageCipher, SALT};
use super::write_ahead_log::WriteAheadLog;
use crate::store::DatabaseKey;

/// The pages of a database file and of the log beside it, each by itself（逐页读取）. Reads only.
pub(super) struct Pages {
    file: File,
    log: WriteAheadLog,
    images: BTreeMap<u32, usize>,
    cipher: PageCipher,
    count: u32,
    /// Frames of the log that are damaged.
    pub(super) damaged_frames: u32,
}

impl Pages {
    /// Opens a file; `None` if there is none to read. The salt at its head may be damaged: if no
    /// page opens by it, the one that was kept elsewhere is taken.
    pub(super) fn open(path: &Path, key: &DatabaseKey, kept: Option<[u8; SALT]>) -> Option<Self> {
        let mut file = File::open(path).ok()?;
        let length = file.metadata().ok()?.len();
        let in_file = u32::try_from(length.div_ceil(PAGE as u64)).unwrap_or(u32::MAX);
        let mut salt = [0; SALT];
        let own = file.read_exact(&mut salt).is_ok().then_some(salt);
        let mut opened = None;
        for salt in [own, kept].into_iter().flatten() {
            let cipher = PageCipher::new(key, &salt);
            let log = WriteAheadLog::beside(path);
            let (images, damaged_frames) = log.images(&cipher);
            let in_log = images.keys().next_back().copied().unwrap_or(0);
            let mut pages = Self {
                file: file.try_clone().ok()?,
                log,
                images,
                cipher,
                count: in_file.max(in_log),
                damaged_frames,
            };
            let fits = (1..=pages.count).any(|number| pages.page(number).is_some());
            opened = Some(pages);
            if fits {
                break;
            }
        }
        opened
    }

    /// Pages there are.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// A page as of the last commit; an older image of it if the newest is damaged.
    pub(super) fn page(&mut self, number: u32) -> Option<Vec<u8>> {
        let logged = self.images.get(&number).and_then(|place| {
            let image = self.log.image(*place)?;
            self.cipher.open(number, image)
        });
        logged.or_else(|| {
            let at = u64::from(number.checked_sub(1)?) * PAGE as u64;
            self.file.seek(SeekFrom::Start(at)).ok()?;
            let mut sealed = vec![0; PAGE];
            self.file.read_exact(&mut sealed).ok()?;
            self.cipher.open(number, &sealed)
        })
    }

    /// Pages that are in no table: what stands on them was deleted. Empty if the list of them
    /// cannot be read.
    pub(super) fn free(&mut self) -> BTreeSet<u32> {
        let mut free = BTreeSet::new();
        let word = |page: &[u8], at: usize| {
            page.get(at..at + 4)
                .and_then(|it| it.try_into().ok())
                .map_or(0, u32::from_be_bytes)
        };
        let mut trunk = self.page(1).map_or(0, |page| word(&page, 32));
        while trunk != 0 && free.insert(trunk) {
            let Some(page) = self.page(trunk) else { break };
            let leaves = (word(&page, 4) as usize).min(page.len() / 4 - 2);
            free.extend((0..leaves).map(|leaf| word(&page, 8 + leaf * 4)));
            trunk = word(&page, 0);
        }
        free
    }
}
