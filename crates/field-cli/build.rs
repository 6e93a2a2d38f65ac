//! Puts the built pages of the reference shell（参考外壳）into the binary. A folder without files is no
//! mistake: the development host then serves a page that says that they were not built.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let built = root.join("../../uniffi-bindings/shell-ui/dist");
    let mut files = Vec::new();
    if built.is_dir() {
        gather(&built, &built, &mut files)?;
    }
    files.sort();
    let mut table = "&[\n".to_owned();
    for file in &files {
        let path = built.join(file);
        let bytes = format!("include_bytes!({:?})", path.to_string_lossy());
        // Writing to a string cannot fail.
        let _written = writeln!(table, "    ({file:?}, {bytes}),");
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("shell_pages.rs");
    fs::write(out, table)?;
    let mut said = io::stdout();
    writeln!(said, "cargo:rerun-if-changed=build.rs")?;
    writeln!(said, "cargo:rerun-if-changed={}", built.display())
}

/// All files below a folder, as paths with slashes. Those that begin with a dot are not served.
fn gather(top: &Path, folder: &Path, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            gather(top, &path, files)?;
        } else if let Ok(inside) = path.strip_prefix(top) {
            files.push(inside.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(())
}
