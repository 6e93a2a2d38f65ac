use std::path::Path;

use age::x25519::Identity;

use super::Progress;
use super::chain::Chain;
use super::files::unpack_files;
use super::pages::{apply, finish};
use super::place::PartPlace;
use super::sealing::{hash, open};
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::store::sqlite::{read_heads, verify_file};

/// What a chain held, put together and checked（重建结果）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rebuilt {
    pub(crate) name: String,
    /// The moment it shows, milliseconds since 1970.
    pub(crate) begun: i64,
    pub(crate) link: u64,
    pub(crate) rows: u64,
    pub(crate) blobs: usize,
    /// Photos that were missing already when the link was made.
    pub(crate) lacking: Vec<String>,
    /// Objects that no link names.
    pub(crate) unnamed: Vec<String>,
    pub(crate) heads: std::collections::BTreeMap<String, u64>,
}

/// Checks every part of a chain, then puts a whole data folder together from it: database, keys,
/// settings and, if asked for, photos. Every row is checked against its chain and its seal.
///
/// # Errors
/// The first thing that does not hold, by its name; what was begun in `into` is of no use then.
pub(crate) fn rebuild(
    place: &PartPlace,
    chain: &Chain,
    key: &Identity,
    into: &Path,
    with_photos: bool,
    progress: Progress<'_>,
) -> Result<Rebuilt, RelayStartError> {
    let blobs = chain.check(place, Some(key), progress)?;
    let unnamed = chain.unnamed(place, &blobs)?;
    let last = chain.last()?;
    let folder = DataFolder::new(into);
    folder
        .create()
        .map_err(|error| RelayStartError::file(into, error.to_string()))?;
    let image = folder.database();
    let parts: Vec<_> = chain.links.iter().flat_map(|link| &link.parts).collect();
    let total = parts.len() as u64;
    for (part, done) in parts.into_iter().zip(1..) {
        let plain = open(&place.get(part)?, key).and_then(|plain| apply(&image, &plain));
        plain.map_err(|error| place.problem(&part.name, error))?;
        progress("database", done, total);
    }
    let sha256 = finish(&image, last.page_size, last.pages)
        .map_err(|error| RelayStartError::file(&image, error))?;
    if sha256 != last.image_sha256 {
        return Err(place.problem(
            &last.object(),
            "重建的数据库与清单不符（the database that results is not that of the manifest）",
        ));
    }
    let packed = open(&place.get(&last.files)?, key);
    packed
        .and_then(|packed| unpack_files(&packed, &folder))
        .map_err(|error| place.problem(&last.files.name, error))?;
    let database =
        verify_file(&image).map_err(|error| RelayStartError::file(&image, error.to_string()))?;
    let heads = read_heads(&image)?;
    let promised = last.covered_heads.iter();
    let holds = promised.clone().count() == heads.len()
        && heads.iter().all(|(stream, head)| {
            let covered = last.covered_heads.get(&stream.to_string());
            covered.is_some_and(|one| one.seq == head.seq && one.chain == head.chain.to_string())
        });
    if !holds {
        return Err(place.problem(
            &last.object(),
            "日志末端与清单不符（the heads are not those of the manifest）",
        ));
    }
    let total = database.blobs.len() as u64;
    for ((digest, length), done) in database.blobs.iter().zip(1..) {
        let name = digest.to_string();
        let Some(part) = blobs.get(&name) else {
            if last.lacking.contains(&name) || chain.links.iter().any(|l| l.lacking.contains(&name))
            {
                continue;
            }
            return Err(place.problem(&name, "缺少照片（a photo is missing）"));
        };
        let plain = open(&place.get(part)?, key).map_err(|e| place.problem(&part.name, e))?;
        if plain.len() as u64 != *length || hash(&plain) != hex::encode(digest.0) {
            return Err(place.problem(&part.name, "照片与其编号不符（not the photo it says）"));
        }
        if with_photos {
            write_photo(&folder, &last.tenant, &name, &plain)?;
        }
        progress("photos", done, total);
    }
    Ok(Rebuilt {
        name: last.name.clone(),
        begun: last.begun,
        link: last.number,
        rows: database.rows,
        blobs: database.blobs.len(),
        lacking: last.lacking.clone(),
        unnamed,
        heads: promised
            .map(|(stream, head)| (stream.clone(), head.seq))
            .collect(),
    })
}

/// Where the relay's own store of photos in a folder looks for it.
fn write_photo(
    folder: &DataFolder,
    tenant: &str,
    name: &str,
    bytes: &[u8],
) -> Result<(), RelayStartError> {
    let fold = name.get(..2).unwrap_or_default();
    let below = folder.blobs().join(tenant.replace('-', "")).join(fold);
    let path = below.join(name);
    std::fs::create_dir_all(&below)
        .and_then(|()| crate::platform::write_durably(&path, bytes, false))
        .map_err(|error| RelayStartError::file(&path, error.to_string()))
}
