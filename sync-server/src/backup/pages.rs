//! The database as pages: what differs between two files, and putting it into one.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// Pages in one part.
const PART_PAGES: usize = 4096;
/// What a part of pages begins with.
const MAGIC: &[u8; 8] = b"WGPAGES1";
/// Compression: photos are not in here, rows and documents are.
const LEVEL: i32 = 3;
/// More than a part can ever unpack to.
const MAX_PART: u64 = (PART_PAGES as u64) * (65_536 + 4) + 64;

/// The shape of a database file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Image {
    pub(super) page_size: u32,
    pub(super) pages: u64,
    pub(super) sha256: String,
    /// Pages that differ.
    pub(super) changed: u64,
}

/// The page size that stands in a database's header.
fn page_size(file: &mut File) -> Result<u32, String> {
    let mut header = [0_u8; 100];
    file.read_exact(&mut header)
        .and_then(|()| file.rewind())
        .map_err(|error| error.to_string())?;
    match u16::from_be_bytes([header[16], header[17]]) {
        1 => Ok(65_536),
        size if size >= 512 && size.is_power_of_two() => Ok(u32::from(size)),
        _ => Err("this is no database".to_owned()),
    }
}

/// Reads up to a whole page; fewer bytes only at the end of the file.
fn read_page(file: &mut impl Read, page: &mut [u8]) -> Result<usize, String> {
    let mut filled = 0;
    while let Some(rest) = page.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest).map_err(|error| error.to_string())? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// Tells every page of `new` that `old` has not or has otherwise, in compressed portions, and the
/// hash of the whole.
pub(super) fn differences(
    old: Option<&Path>,
    new: &Path,
    mut tell: impl FnMut(Vec<u8>, u64, u64) -> Result<(), String>,
) -> Result<Image, String> {
    let failed = |error: std::io::Error| error.to_string();
    let mut file = File::open(new).map_err(failed)?;
    let size = page_size(&mut file)?;
    let total = file.metadata().map_err(failed)?.len() / u64::from(size);
    let mut file = std::io::BufReader::with_capacity(1 << 20, file);
    let old = old.filter(|path| path.exists());
    let mut before = old
        .map(File::open)
        .transpose()
        .map_err(failed)?
        .map(|file| std::io::BufReader::with_capacity(1 << 20, file));
    let length = size as usize;
    let (mut page, mut known) = (vec![0_u8; length], vec![0_u8; length]);
    let mut image = Image {
        page_size: size,
        ..Image::default()
    };
    let mut hasher = Sha256::new();
    let begin = || [MAGIC.as_slice(), &size.to_be_bytes()].concat();
    let (mut portion, mut held) = (begin(), 0);
    while read_page(&mut file, &mut page)? == length {
        hasher.update(&page);
        let number = image.pages;
        image.pages += 1;
        let same = match before.as_mut() {
            Some(before) => read_page(before, &mut known)? == length && known == page,
            None => false,
        };
        if !same {
            image.changed += 1;
            let number =
                u32::try_from(number).map_err(|_| "a database of too many pages".to_owned())?;
            portion.extend_from_slice(&number.to_be_bytes());
            portion.extend_from_slice(&page);
            held += 1;
        }
        if held == PART_PAGES {
            let full = std::mem::replace(&mut portion, begin());
            tell(pack(&full)?, image.pages, total)?;
            held = 0;
        }
    }
    if held > 0 {
        tell(pack(&portion)?, image.pages, total)?;
    }
    image.sha256 = hex::encode(hasher.finalize());
    Ok(image)
}

fn pack(portion: &[u8]) -> Result<Vec<u8>, String> {
    zstd::bulk::compress(portion, LEVEL).map_err(|error| error.to_string())
}

/// Puts the pages of a portion into a file.
pub(super) fn apply(image: &Path, portion: &[u8]) -> Result<(), String> {
    let failed = |error: std::io::Error| error.to_string();
    let mut unpacked = Vec::new();
    zstd::stream::Decoder::new(portion)
        .and_then(|decoder| decoder.take(MAX_PART).read_to_end(&mut unpacked))
        .map_err(failed)?;
    let body = unpacked.strip_prefix(MAGIC.as_slice());
    let (size, body) = body
        .and_then(|body| body.split_first_chunk::<4>())
        .ok_or_else(|| "this is no part of pages".to_owned())?;
    let size = u64::from(u32::from_be_bytes(*size));
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(image)
        .map_err(failed)?;
    let record = usize::try_from(size + 4).unwrap_or(usize::MAX);
    for one in body.chunks(record) {
        let (number, page) = one
            .split_first_chunk::<4>()
            .filter(|(_, page)| page.len() as u64 == size)
            .ok_or_else(|| "a part of pages is cut off".to_owned())?;
        let at = u64::from(u32::from_be_bytes(*number)) * size;
        file.seek(SeekFrom::Start(at))
            .and_then(|_| file.write_all(page))
            .map_err(failed)?;
    }
    Ok(())
}

/// Cuts a file to its length, waits until it is on disk, and gives its hash.
pub(super) fn finish(image: &Path, page_size: u32, pages: u64) -> Result<String, String> {
    let failed = |error: std::io::Error| error.to_string();
    let file = OpenOptions::new().write(true).open(image).map_err(failed)?;
    file.set_len(u64::from(page_size) * pages)
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    let mut file = File::open(image).map_err(failed)?;
    let (mut hasher, mut block) = (Sha256::new(), vec![0_u8; 1 << 18]);
    loop {
        match read_page(&mut file, &mut block)? {
            0 => return Ok(hex::encode(hasher.finalize())),
            read => hasher.update(block.get(..read).unwrap_or_default()),
        }
    }
}
