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
    /// Numbers of the pages that differ.
    pub(super) changed: Vec<u32>,
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
            let number =
                u32::try_from(number).map_err(|_| "a database of too many pages".to_owned())?;
            image.changed.push(number);
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

fn cut(image: &Path, page_size: u32, pages: u64) -> Result<(), String> {
    let failed = |error: std::io::Error| error.to_string();
    let file = OpenOptions::new().write(true).open(image).map_err(failed)?;
    file.set_len(u64::from(page_size) * pages)
        .and_then(|()| file.sync_all())
        .map_err(failed)
}

/// Cuts a replica to its length, waits until it is on disk, and says whether it is now the same as
/// the file whose changed pages were put into it. Those alone are read: all others were held
/// against the replica when the differences were told, and nobody wrote them since.
pub(super) fn finish_step(replica: &Path, new: &Path, image: &Image) -> Result<bool, String> {
    let failed = |error: std::io::Error| error.to_string();
    cut(replica, image.page_size, image.pages)?;
    let mut put = File::open(replica).map_err(failed)?;
    let mut expected = File::open(new).map_err(failed)?;
    let length = image.page_size as usize;
    let (mut one, mut other) = (vec![0_u8; length], vec![0_u8; length]);
    for number in &image.changed {
        let at = SeekFrom::Start(u64::from(*number) * u64::from(image.page_size));
        put.seek(at)
            .and_then(|_| expected.seek(at))
            .map_err(failed)?;
        let is_whole = read_page(&mut put, &mut one)? == length
            && read_page(&mut expected, &mut other)? == length;
        if !is_whole || one != other {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Cuts a file to its length, waits until it is on disk, and gives its hash.
pub(super) fn finish(image: &Path, page_size: u32, pages: u64) -> Result<String, String> {
    let failed = |error: std::io::Error| error.to_string();
    cut(image, page_size, pages)?;
    let mut file = File::open(image).map_err(failed)?;
    let (mut hasher, mut block) = (Sha256::new(), vec![0_u8; 1 << 18]);
    loop {
        match read_page(&mut file, &mut block)? {
            0 => return Ok(hex::encode(hasher.finalize())),
            read => hasher.update(block.get(..read).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{apply, differences, finish, finish_step};

    /// Pages of 512 bytes, each filled with its number but for the header.
    fn database(numbers: &[u8]) -> Vec<u8> {
        let mut bytes: Vec<u8> = numbers.iter().flat_map(|one| [*one; 512]).collect();
        bytes[16..18].copy_from_slice(&512_u16.to_be_bytes());
        bytes
    }

    #[test]
    fn a_replica_follows_by_the_pages_that_differ_and_a_wrong_one_is_seen() {
        let folder = tempfile::TempDir::new().unwrap();
        let (replica, new) = (folder.path().join("replica"), folder.path().join("new"));
        fs::write(&replica, database(&[1, 2, 3, 4])).unwrap();
        for (numbers, changed) in [
            (&[1, 9, 3, 4][..], &[1_u32][..]),
            (&[1, 9, 3, 4, 5][..], &[4][..]),
            (&[1, 8][..], &[1][..]),
        ] {
            fs::write(&new, database(numbers)).unwrap();
            let mut parts = Vec::new();
            let tell = |part: Vec<u8>, _: u64, _: u64| -> Result<(), String> {
                parts.push(part);
                Ok(())
            };
            let image = differences(Some(&replica), &new, tell).unwrap();
            assert_eq!(image.changed, changed);
            assert!(
                !finish_step(&replica, &new, &image).unwrap(),
                "not put in yet"
            );
            for part in &parts {
                apply(&replica, part).unwrap();
            }
            assert!(finish_step(&replica, &new, &image).unwrap());
            assert_eq!(fs::read(&replica).unwrap(), fs::read(&new).unwrap());
            let sha256 = finish(&replica, image.page_size, image.pages).unwrap();
            assert_eq!(sha256, image.sha256);
        }
    }
}
