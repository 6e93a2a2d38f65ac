//! The process that faces the public has no path to anything else (S2-34).

use crate::file_sizes::{root, rust_files};

/// Words of what it must not reach: the tenant and its log, blobs, accounts, keys of the relay,
/// and any client that could call out.
const BARRED: [&str; 9] = [
    "crate::tenant",
    "crate::blob",
    "RelayDatabase",
    "SqliteDatabase",
    "SupervisorCaller",
    "crate::routes",
    "crate::public_reports",
    "TcpStream::connect",
    "reqwest",
];

#[test]
fn the_page_for_the_public_reaches_nothing_else() {
    let folder = root().join("sync-server/src/intake");
    let mut seen = 0;
    for path in rust_files() {
        if !path.starts_with(&folder) || path.ends_with("tests.rs") {
            continue;
        }
        seen += 1;
        let text = std::fs::read_to_string(&path).expect("a source file is UTF-8");
        for word in BARRED {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
    assert!(seen > 8, "the page has moved: {seen} files");
}
