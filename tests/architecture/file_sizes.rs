//! A file holds one type or one operation and stays short.

use std::path::{Path, PathBuf};

const CEILING: usize = 600;
const MEDIAN: usize = 150;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests lie in the root")
        .to_owned()
}

/// Every Rust file of the workspace, build outputs left out.
pub(crate) fn rust_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the workspace can be read") {
            let path = entry.expect("an entry can be read").path();
            let name = path
                .file_name()
                .and_then(|it| it.to_str())
                .unwrap_or_default()
                .to_owned();
            if path.is_dir() && !["target", ".git", "node_modules"].contains(&name.as_str()) {
                folders.push(path);
            } else if name.ends_with(".rs") {
                files.push(path);
            }
        }
    }
    files
}

#[test]
fn files_stay_short() {
    let mut sizes: Vec<(usize, PathBuf)> = rust_files()
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a source file is UTF-8");
            (text.lines().count(), path)
        })
        .collect();
    sizes.sort();
    let too_long: Vec<_> = sizes.iter().filter(|(lines, _)| *lines > CEILING).collect();
    assert!(too_long.is_empty(), "over {CEILING} lines: {too_long:?}");
    let median = sizes[sizes.len() / 2].0;
    assert!(
        median <= MEDIAN,
        "the median file has {median} lines, more than {MEDIAN}"
    );
}
