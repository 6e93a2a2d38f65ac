//! Puts the built console（控制台）into the binary. A folder without files is no mistake: the relay
//! then serves a page that says that the console was not built.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let built = root.join("console").join("dist");
    let mut files = Vec::new();
    if built.is_dir() {
        gather(&built, &built, &mut files)?;
    }
    files.sort();
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("console_assets.rs");
    fs::write(out, table(&built, &files))?;
    let mut said = io::stdout();
    writeln!(said, "cargo:rerun-if-changed=build.rs")?;
    writeln!(said, "cargo:rerun-if-changed=console/dist")
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

/// The table as source: path, bytes, and the bytes compressed by Brotli if that file lies beside.
fn table(built: &Path, files: &[String]) -> String {
    let include = |file: &str| {
        let path = built.join(file);
        format!("include_bytes!({:?})", path.to_string_lossy())
    };
    let mut text = "&[\n".to_owned();
    for file in files.iter().filter(|file| !file.ends_with(".br")) {
        let small = format!("{file}.br");
        let brotli = if files.contains(&small) {
            format!("Some({})", include(&small))
        } else {
            "None".to_owned()
        };
        let bytes = include(file);
        // Writing to a string cannot fail.
        let _written = writeln!(
            text,
            "    Asset {{ path: {file:?}, bytes: {bytes}, brotli: {brotli} }},"
        );
    }
    text.push_str("]\n");
    text
}
