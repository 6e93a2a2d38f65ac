//! The seed corpus: the golden bytes of the wire, and small files in `fixtures/fuzz`.

use std::path::PathBuf;

/// Targets whose first seeds a program makes.
const MADE: [&str; 4] = ["gate", "gate_differential", "photo", "policy"];

/// Writes the seeds that a program makes where the fuzzer finds them.
pub(crate) fn write_made() -> std::io::Result<usize> {
    let mut written = 0;
    for target in MADE {
        let folder = fixtures().join("fuzz").join(target);
        std::fs::create_dir_all(&folder)?;
        for (name, bytes) in made(target) {
            std::fs::write(folder.join(name), bytes)?;
            written += 1;
        }
    }
    Ok(written)
}

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

/// Name and bytes of every seed of a target: its own folder, and what all share.
pub(crate) fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let mut seeds = made(target);
    for folder in [target, "wire"] {
        if folder == "wire" && !wants_wire(target) {
            continue;
        }
        let folder = fixtures().join("fuzz").join(folder);
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("the folder can be listed").path();
            let name = path.file_name().unwrap_or_default();
            let bytes = std::fs::read(&path).expect("a seed can be read");
            seeds.push((name.to_string_lossy().into_owned(), bytes));
        }
    }
    seeds.sort();
    seeds
}

fn wants_wire(target: &str) -> bool {
    !matches!(
        target,
        "photo" | "policy" | "gate" | "gate_differential" | "control"
    )
}

/// Seeds that programs make: changes of a document, a picture with EXIF, the default pack.
fn made(target: &str) -> Vec<(String, Vec<u8>)> {
    let named = |name: &str, bytes: Vec<u8>| (name.to_owned(), bytes);
    match target {
        "gate" | "gate_differential" => {
            let (first, second) = changes();
            vec![named("first", first), named("second", second)]
        }
        "photo" => vec![named(
            "small",
            wangge_tests::photo_generator::small_jpeg(1, 64, 48),
        )],
        "policy" => vec![named(
            "default",
            wangge_domain::policy::default_pack_json().into_bytes(),
        )],
        _ => Vec::new(),
    }
}

/// Two changes of one document that follow on one another.
fn changes() -> (Vec<u8>, Vec<u8>) {
    use std::collections::BTreeMap;
    use wangge_domain::record::Scalar;
    use wangge_domain::{DeviceId, UserId};
    let actor = wangge_sync_engine::actor_id(
        DeviceId::from_bytes([1; 16]),
        UserId::from_bytes([2; 16]),
        0,
    );
    let mut document = wangge_sync_engine::Document::new();
    let mut change = |edits: [(&str, Scalar); 2]| {
        let edits: BTreeMap<String, Scalar> = edits
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        document
            .edit(&actor, None, &edits)
            .expect("a flat edit is taken")
    };
    let first = change([("name", Scalar::from("小店")), ("floors", Scalar::Int(3))]);
    let second = change([
        ("name", Scalar::from("小店二")),
        ("open", Scalar::Bool(true)),
    ]);
    (first, second)
}
