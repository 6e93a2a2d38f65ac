use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::page_cipher::{PAGE, PageCipher};

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
const FRAME: usize = FRAME_HEADER + PAGE;

/// The write-ahead log beside a database that was not closed（预写日志）. SQLite ends it silently at
/// its first bad frame, and with it commits that were acknowledged; this tells such an end from
/// one that a power failure made.
pub(crate) struct WriteAheadLog {
    bytes: Vec<u8>,
}

impl WriteAheadLog {
    /// The log beside a database file; an empty one if there is none.
    pub(crate) fn beside(database: &Path) -> Self {
        let mut name = database.as_os_str().to_owned();
        name.push("-wal");
        Self {
            bytes: std::fs::read(PathBuf::from(name)).unwrap_or_default(),
        }
    }

    fn frames(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes
            .get(HEADER..)
            .unwrap_or_default()
            .chunks_exact(FRAME)
    }

    /// The salts of the frames in use: of the header, or of the first frame if the header is
    /// damaged.
    fn salts(&self) -> Option<[u8; 8]> {
        let of = |bytes: Option<&[u8]>| bytes.and_then(|it| it.try_into().ok());
        if self.header_is_good() {
            of(self.bytes.get(16..24))
        } else {
            of(self.frames().next().and_then(|frame| frame.get(8..16)))
        }
    }

    fn header_is_good(&self) -> bool {
        let Some(header) = self.bytes.get(..HEADER) else {
            return false;
        };
        let sum = checksum((0, 0), header.get(..24).unwrap_or_default(), self.is_big());
        number(header, 24) == sum.0
            && number(header, 28) == sum.1
            && number(header, 0) >> 1 == 0x377f_0682 >> 1
            && number(header, 8) as usize == PAGE
    }

    /// Whether checksums read their words with the high byte first.
    fn is_big(&self) -> bool {
        number(&self.bytes, 0) & 1 == 1
    }

    /// True if it holds no frame.
    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.len() < HEADER + FRAME
    }

    /// True if frames that were committed stand behind one that is damaged, or behind a damaged
    /// header: SQLite would drop them without a word.
    pub(crate) fn is_broken(&self) -> bool {
        if self.is_empty() {
            return false;
        }
        if !self.header_is_good() {
            return true;
        }
        let Some(salts) = self.salts() else {
            return false;
        };
        let mut sum = (number(&self.bytes, 24), number(&self.bytes, 28));
        let mut frames = self.frames();
        for frame in frames.by_ref() {
            sum = checksum(sum, frame.get(..8).unwrap_or_default(), self.is_big());
            sum = checksum(
                sum,
                frame.get(FRAME_HEADER..).unwrap_or_default(),
                self.is_big(),
            );
            if frame.get(8..16) != Some(&salts[..])
                || number(frame, 16) != sum.0
                || number(frame, 20) != sum.1
            {
                break;
            }
        }
        frames.any(|frame| frame.get(8..16) == Some(&salts[..]) && number(frame, 4) != 0)
    }

    /// The newest whole image of each page that a commit of this log holds, as its place in
    /// [`WriteAheadLog::image`]; and the number of frames that are damaged.
    pub(super) fn images(&self, cipher: &PageCipher) -> (BTreeMap<u32, usize>, u32) {
        let mut committed = BTreeMap::new();
        let mut open = BTreeMap::new();
        let mut damaged = 0;
        let Some(salts) = self.salts() else {
            return (committed, damaged);
        };
        let used = self
            .frames()
            .enumerate()
            .filter(|(_, frame)| frame.get(8..16) == Some(&salts[..]))
            .map(|(place, _)| place)
            .last();
        for (place, frame) in self.frames().enumerate() {
            if used.is_none_or(|last| place > last) {
                break;
            }
            let page = number(frame, 0);
            let is_whole = frame.get(8..16) == Some(&salts[..])
                && cipher
                    .open(page, frame.get(FRAME_HEADER..).unwrap_or_default())
                    .is_some();
            if !is_whole {
                damaged += 1;
                continue;
            }
            open.insert(page, place);
            if number(frame, 4) != 0 {
                committed.append(&mut open);
            }
        }
        (committed, damaged)
    }

    /// The sealed page at a place.
    pub(super) fn image(&self, place: usize) -> Option<&[u8]> {
        let at = HEADER + place * FRAME + FRAME_HEADER;
        self.bytes.get(at..at + PAGE)
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    bytes
        .get(at..at + 4)
        .and_then(|it| it.try_into().ok())
        .map_or(0, u32::from_be_bytes)
}

/// SQLite's running sum over pairs of words.
fn checksum(mut sum: (u32, u32), bytes: &[u8], big: bool) -> (u32, u32) {
    let word = |bytes: &[u8]| {
        let bytes: [u8; 4] = bytes.try_into().unwrap_or_default();
        if big {
            u32::from_be_bytes(bytes)
        } else {
            u32::from_le_bytes(bytes)
        }
    };
    for pair in bytes.chunks_exact(8) {
        let (first, second) = pair.split_at(4);
        sum.0 = sum.0.wrapping_add(word(first)).wrapping_add(sum.1);
        sum.1 = sum.1.wrapping_add(word(second)).wrapping_add(sum.0);
    }
    sum
}
