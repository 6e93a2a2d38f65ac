//! Which package may lean on which (design, section 3), read from `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::file_sizes::{root, rust_files};

/// Package, the packages of this workspace it may depend on, and crates it must never pull in
/// directly. Development dependencies are free, except that nobody leans on the tests.
const RULES: &[(&str, &[&str], &[&str])] = &[
    (
        "wangge-domain",
        &[],
        &[
            "tokio",
            "rusqlite",
            "reqwest",
            "automerge",
            "image",
            "uniffi",
            "rand",
            "axum",
        ],
    ),
    ("wangge-cipher", &[], &[]),
    (
        "wangge-protocol",
        &["wangge-domain"],
        &["axum", "reqwest", "automerge", "rusqlite", "tokio"],
    ),
    (
        "wangge-sync-engine",
        &["wangge-domain", "wangge-protocol"],
        &["tokio", "rusqlite", "reqwest", "axum"],
    ),
    (
        "wangge-photo",
        &["wangge-domain"],
        &["tokio", "rusqlite", "reqwest", "axum"],
    ),
    (
        "wangge-report",
        &["wangge-domain"],
        &["tokio", "rusqlite", "reqwest", "axum"],
    ),
    (
        "wangge-mobile-core",
        &[
            "wangge-cipher",
            "wangge-domain",
            "wangge-protocol",
            "wangge-sync-engine",
            "wangge-photo",
            "wangge-report",
        ],
        &["axum", "uniffi", "object_store"],
    ),
    (
        "wangge-sync-server",
        &[
            "wangge-domain",
            "wangge-protocol",
            "wangge-sync-engine",
            "wangge-photo",
            "wangge-report",
        ],
        &["uniffi"],
    ),
    (
        "wangge-bridge",
        &["wangge-domain", "wangge-mobile-core"],
        &["rusqlite", "axum", "hyper", "reqwest", "uniffi"],
    ),
    (
        "wangge-field-cli",
        &[
            "wangge-bridge",
            "wangge-domain",
            "wangge-protocol",
            "wangge-mobile-core",
            "wangge-report",
        ],
        &["rusqlite", "axum", "uniffi", "reqwest"],
    ),
    (
        "wangge-uniffi-bindings",
        &["wangge-bridge", "wangge-domain", "wangge-mobile-core"],
        &["rusqlite", "axum", "reqwest"],
    ),
    (
        "wangge-bindgen",
        &[],
        &["rusqlite", "axum", "reqwest", "tokio"],
    ),
    // Draws pictures and knows nothing of the product.
    ("wangge-photo-generator", &[], &[]),
];

/// The direct dependencies of every workspace package that are not for development only.
fn direct_dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs where cargo built this test");
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let packages = metadata["packages"]
        .as_array()
        .expect("metadata lists packages");
    packages
        .iter()
        .map(|package| {
            let name = package["name"]
                .as_str()
                .expect("a package has a name")
                .to_owned();
            let dependencies = package["dependencies"].as_array().expect("a list");
            let direct = dependencies
                .iter()
                .filter(|it| it["kind"].as_str() != Some("dev"))
                .filter_map(|it| it["name"].as_str().map(str::to_owned))
                .collect();
            (name, direct)
        })
        .collect()
}

#[test]
fn arrows_point_down_only() {
    let direct = direct_dependencies();
    for (package, allowed, banned) in RULES {
        let found = direct
            .get(*package)
            .unwrap_or_else(|| panic!("{package} is gone"));
        for dependency in found.iter().filter(|it| it.starts_with("wangge-")) {
            assert!(
                allowed.contains(&dependency.as_str()),
                "{package} must not use {dependency}"
            );
        }
        for ban in *banned {
            assert!(!found.contains(*ban), "{package} must not use {ban}");
        }
    }
}

#[test]
fn every_package_has_a_rule_and_nobody_leans_on_the_tests() {
    let direct = direct_dependencies();
    for (package, dependencies) in &direct {
        assert!(
            !dependencies.contains("wangge-tests"),
            "{package} leans on the tests"
        );
        let ruled = RULES.iter().any(|(name, ..)| name == package) || package == "wangge-tests";
        assert!(ruled, "{package} has no rule here");
    }
}

/// A relay calls nobody but the provider of sign-on and the receivers of webhooks that its
/// configuration names (ADR 0016).
#[test]
fn two_files_of_the_relay_make_requests() {
    let folder = root().join("sync-server/src");
    let tests = folder.join("tests");
    for path in rust_files() {
        if !path.starts_with(&folder) || path.starts_with(&tests) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a source file is UTF-8");
        let may = ["sign_on/transport.rs", "webhooks/transport.rs"]
            .iter()
            .any(|file| path.ends_with(file));
        assert!(may || !text.contains("reqwest::"), "{}", path.display());
    }
}
