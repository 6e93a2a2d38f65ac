use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

use super::gather::Held;
use super::text::readable;

/// What is held as one file（查阅结果文件）: a ZIP with `held.json` for programs and `held.txt` for people.
pub(crate) fn pack(held: &Held) -> Vec<u8> {
    let json = serde_json::to_vec_pretty(held).unwrap_or_default();
    // A byte order mark: without it the editors of old Windows take it for another encoding.
    let text = format!("\u{feff}{}", readable(held));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("held.json", json), ("held.txt", text.into_bytes())] {
        zip.start_file(name, SimpleFileOptions::default())
            .expect("a ZIP of two files has no limit to meet");
        zip.write_all(&bytes).expect("writing to memory");
    }
    zip.finish().expect("writing to memory").into_inner()
}
