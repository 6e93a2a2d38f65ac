#![expect(
    clippy::disallowed_methods,
    reason = "a test that writes its golden files when it is told to"
)]

use std::path::{Path, PathBuf};

use super::Version;
use super::frozen::Frozen;

const FOLDER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../fixtures/golden/exchanges"
);

/// The version of this build.
pub(super) fn present() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// Every version that was frozen, with its files in the order of their names.
pub(super) fn frozen_versions() -> Vec<(String, Version)> {
    let folders = inside(Path::new(FOLDER)).into_iter();
    let folders = folders.filter(|path| path.is_dir());
    folders
        .map(|folder| {
            let files = inside(&folder).into_iter().map(|path| {
                let text = std::fs::read_to_string(&path).expect("a golden file is text");
                (stem(&path), Frozen::of_text(&text))
            });
            (name(&folder), files.collect())
        })
        .collect()
}

/// Writes the files of this version. What is frozen is never written over.
pub(super) fn keep_present(files: &[(String, Frozen)]) {
    let folder = Path::new(FOLDER).join(present());
    assert!(
        !folder.exists(),
        "{} is frozen: a later version has a folder of its own",
        folder.display()
    );
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    for (name, file) in files {
        let path = folder.join(format!("{name}.txt"));
        std::fs::write(path, file.to_text()).expect("a golden file can be written");
    }
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a golden folder can be read");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry can be read").path())
        .collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    let name = path.file_name().and_then(|it| it.to_str());
    name.expect("a golden name is text").to_owned()
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().and_then(|it| it.to_str());
    stem.expect("a golden name is text").to_owned()
}
