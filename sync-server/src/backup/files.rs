use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::audit::newest_checkpoints;
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::platform::write_durably;

/// Checkpoints of the audit log that go along: two days of them.
const CHECKPOINTS: usize = 48;

/// Keys and settings of a relay by their paths, packed. The root key stays where it is. Of the audit log the
/// newest checkpoints go along, beside its place: a restored relay begins a log of its own, and they
/// prove how far the one before had come.
pub(super) fn pack_files(folder: &DataFolder) -> Result<Vec<u8>, RelayStartError> {
    let mut found = BTreeMap::new();
    for below in [folder.keys(), folder.tls()] {
        collect(folder.root(), &below, &mut found)?;
    }
    let settings = folder.settings();
    // Whoever names a configuration elsewhere keeps it there.
    if settings.exists() {
        add(folder.root(), &settings, &mut found)?;
    }
    let before = folder.audit_before();
    if before.is_dir() {
        collect(folder.root(), &before, &mut found)?;
    }
    let audit = folder.audit();
    let newest = newest_checkpoints(&audit, CHECKPOINTS)
        .map_err(|error| RelayStartError::file(&audit, error.to_string()))?;
    if let Some((seq, lines)) = newest {
        let path = before.join(format!("checkpoints-{seq}.jsonl"));
        found.insert(name_within(folder.root(), &path), hex::encode(lines));
    }
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
    found.insert(name_within(root, path), hex::encode(bytes));
    Ok(())
}

fn name_within(root: &Path, path: &Path) -> String {
    let within = path.strip_prefix(root).unwrap_or(path);
    let names: Vec<String> = within
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    names.join("/")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_checkpoints_of_the_audit_log_go_along_and_lie_beside_the_new_log() {
        let (from, to) = (
            tempfile::TempDir::new().unwrap(),
            tempfile::TempDir::new().unwrap(),
        );
        let (from, to) = (DataFolder::new(from.path()), DataFolder::new(to.path()));
        from.create().unwrap();
        fs::create_dir(from.audit()).unwrap();
        let line = |seq: u64| {
            format!(
                r#"{{"seq":{seq},"hash":"h","at":1,"key":"k","certificate":"c","signature":"s"}}"#
            )
        };
        let lines: Vec<String> = (1..=60).map(line).collect();
        // The last one is half written.
        let text = format!("{}\n{{\"seq\":61", lines.join("\n"));
        fs::write(from.audit().join("checkpoints.jsonl"), text).unwrap();
        unpack_files(&pack_files(&from).unwrap(), &to).unwrap();
        let kept = fs::read_to_string(to.audit_before().join("checkpoints-60.jsonl")).unwrap();
        assert_eq!(kept.lines().count(), CHECKPOINTS);
        assert_eq!(kept.lines().next_back(), Some(line(60).as_str()));
        // The log of the restored relay begins anew.
        assert!(!to.audit().exists());
    }
}
