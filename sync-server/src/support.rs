use std::io::{Cursor, Write as _};
use std::path::Path;

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

use crate::admin::Admin;
use crate::doctor::DoctorReport;
use crate::error::RelayStartError;

/// What support needs to know of a relay, as a ZIP file（求助包）: versions, the doctor's report, counts, sizes of
/// files. No name, no telephone number, no address, no content, no key.
///
/// # Errors
/// The relay's counts cannot be read.
pub fn support_bundle(
    data: &Path,
    report: &DoctorReport,
    admin: Option<&Admin>,
) -> Result<Vec<u8>, RelayStartError> {
    let status = match admin {
        Some(admin) => {
            let status = admin.status()?;
            // The name of the township and its address stay here.
            json!({
                "demo": status.demo, "now": status.now, "control_seq": status.control_seq,
                "people": status.people, "small_grids": status.small_grids,
                "devices": status.devices, "records": status.records, "rows": status.rows,
                "policy_revision": status.policy_revision,
                "service_keys_left": status.service_keys_left,
                "deadline_jobs_stopped": status.deadline_jobs_stopped.is_some(),
                "root_key_here": status.root_key_here,
            })
        }
        None => Value::Null,
    };
    let about = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "system": std::env::consts::OS,
        "machine": std::env::consts::ARCH,
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "sqlite": crate::store::sqlite::sqlite_version(),
    });
    let doctor = serde_json::to_value(report).unwrap_or_default();
    let parts = [
        ("about.json", about),
        ("doctor.json", doctor),
        ("status.json", status),
        ("files.json", files(data)),
    ];
    let failed = |error: &dyn std::fmt::Display| RelayStartError::invalid(error.to_string());
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, value) in parts {
        zip.start_file(name, SimpleFileOptions::default())
            .map_err(|error| failed(&error))?;
        let text = serde_json::to_vec_pretty(&value).map_err(|error| failed(&error))?;
        zip.write_all(&text).map_err(|error| failed(&error))?;
    }
    let done = zip.finish().map_err(|error| failed(&error))?;
    Ok(done.into_inner())
}

/// Names and sizes of the files at the top of the data folder, and how many lie in each folder.
fn files(data: &Path) -> Value {
    let mut found = serde_json::Map::new();
    for entry in std::fs::read_dir(data).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(about) = entry.metadata() else {
            continue;
        };
        let value = if about.is_dir() {
            let within = std::fs::read_dir(entry.path()).map_or(0, Iterator::count);
            json!({ "entries": within })
        } else {
            json!({ "bytes": about.len() })
        };
        found.insert(name, value);
    }
    Value::Object(found)
}
