//! What differs between operating systems stands in the modules for it, so that one can be read through before
//! a platform is promised.

use std::path::Path;

use crate::file_sizes::{root, rust_files};

/// How a piece of source says that it is of one system alone.
const WORDS: [&str; 7] = [
    "cfg(unix)",
    "cfg(not(unix))",
    "cfg(windows)",
    "cfg(not(windows))",
    "cfg!(unix)",
    "cfg!(windows)",
    "target_os",
];
/// Where the product stands; tests and examples may be of one system.
const PRODUCT: [&str; 4] = [
    "sync-server/src",
    "mobile-core/src",
    "crates",
    "uniffi-bindings",
];

fn is_for_it(path: &Path) -> bool {
    path.iter().any(|part| {
        let part = part.to_string_lossy();
        let name = part.strip_suffix(".rs").unwrap_or(&part);
        matches!(name, "platform" | "tests") || name.ends_with("_tests")
    })
}

#[test]
fn what_is_of_one_platform_stands_in_the_modules_for_it() {
    let root = root();
    let mut modules = 0;
    for path in rust_files() {
        let below = path.strip_prefix(&root).unwrap_or(&path);
        if !PRODUCT.iter().any(|part| below.starts_with(part)) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a source file is UTF-8");
        let Some(word) = WORDS.iter().find(|word| text.contains(**word)) else {
            continue;
        };
        assert!(
            is_for_it(below),
            "{}: {word} belongs into a module `platform`",
            below.display()
        );
        modules += 1;
    }
    assert!(modules > 1, "the modules have moved");
}
