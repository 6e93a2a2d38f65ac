use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;

/// Keys and settings of a relay by their paths, packed. The root key stays where it is.
pub(super) fn pack_files(folder: &DataFolder) -> Result<Vec<u8>, RelayStartError> {
    let mut found = BTreeMap::new();
    for below in [folder.keys(), folder.tls()] {
        collect(folder.root(), &below, &mut found)?;
    }
    let settings = folder.settings();
    add(folder.root(), &settings, &mut found)?;
    let json =
        serde_json::to_vec(&found).map_err(|error| RelayStartError::invalid(error.to_string()))?;
    zstd::bulk::compress(&json, 3).map_err(|error| RelayStartError::invalid(error.to_string()))
}

fn collect(
    root: &Path,
    folder: &Path,
    found: &mut BTreeMap<String, String>,
) -> Result<(), RelayStartError> {
    let failed = |error: std::io::Error| RelayStartError::file(folder, error.to_string());
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        let path = entry.path();
        // Links are not followed; a file that is just being written comes with the next link.
        if kind.is_dir() {
            collect(root, &path, found)?;
        } else if kind.is_file() && path.extension().is_none_or(|name| name != "writing") {
            add(root, &path, found)?;
        }
    }
    Ok(())
}

fn add(
    root: &Path,
    path: &Path,
    found: &mut BTreeMap<String, String>,
) -> Result<(), RelayStartError> {
    let bytes = fs::read(path).map_err(|error| RelayStartError::file(path, error.to_string()))?;
    let within = path.strip_prefix(root).unwrap_or(path);
    let names: Vec<String> = within
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    found.insert(names.join("/"), hex::encode(bytes));
    Ok(())
}

/// Writes packed files into a folder, readable by its owner alone.
pub(super) fn unpack_files(packed: &[u8], folder: &DataFolder) -> Result<(), String> {
    let json = zstd::stream::decode_all(packed).map_err(|error| error.to_string())?;
    let files: BTreeMap<String, String> =
        serde_json::from_slice(&json).map_err(|error| error.to_string())?;
    for (name, text) in files {
        let is_inside = name
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains('\\'));
        if !is_inside {
            return Err(format!("a file outside of the folder: {name}"));
        }
        let bytes = hex::decode(text).map_err(|error| error.to_string())?;
        let path = folder.root().join(&name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| write_durably(&path, &bytes, true))
            .map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(())
}
