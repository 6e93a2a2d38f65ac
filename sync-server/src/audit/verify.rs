use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wangge_protocol::PublicKey;

use super::log::{CHECKPOINTS, months};
use super::{AuditLine, Checkpoint};

/// What an audit log was found to be（审计核验）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AuditReport {
    /// Lines that hold.
    pub lines: u64,
    /// Checkpoints that hold.
    pub checkpoints: u64,
    /// Lines after the last checkpoint: nothing but the chain itself speaks for them.
    pub after_last_checkpoint: u64,
    /// Time of the first line, milliseconds since 1970.
    pub first_at: Option<i64>,
    /// Time of the last line.
    pub last_at: Option<i64>,
    /// Whether the printed root key was given, and certified every key that signed.
    pub root_checked: bool,
}

/// The first thing in an audit log that does not hold.
#[derive(Debug, thiserror::Error)]
pub enum AuditVerifyError {
    /// A file cannot be read.
    #[error("{name}: 无法读取（cannot be read）: {message}")]
    File {
        /// Which.
        name: String,
        /// Why.
        message: String,
    },
    /// A line was changed, moved, removed or added.
    #[error(
        "{name}: 第{seq}条之后的记录被改动、缺失或插入（the line after {seq} does not follow）"
    )]
    Broken {
        /// Which file.
        name: String,
        /// The last line that holds.
        seq: u64,
    },
    /// A checkpoint is not signed by a key of this relay.
    #[error("第{seq}条处的检查点签名不符（the checkpoint at {seq} does not hold）")]
    Checkpoint {
        /// Where.
        seq: u64,
    },
    /// A checkpoint names a line that is not there: lines were cut off at the end.
    #[error("检查点指明第{seq}条，日志中没有（a checkpoint names line {seq}, which is missing）")]
    CutOff {
        /// Which.
        seq: u64,
    },
}

/// Checks a log offline（离线核验）: every line follows on the one before, every checkpoint is signed and
/// names a line that is there. `second` is the copy in another place: its checkpoints are checked
/// against this log too, so that cutting off both log and checkpoints here is found.
///
/// # Errors
/// The first thing that does not hold.
pub fn verify_audit(
    folder: &Path,
    second: Option<&Path>,
    root: Option<&PublicKey>,
) -> Result<AuditReport, AuditVerifyError> {
    let mut report = AuditReport {
        root_checked: root.is_some(),
        ..AuditReport::default()
    };
    let mut hashes: BTreeMap<u64, String> = BTreeMap::new();
    let (mut seq, mut prev) = (0, AuditLine::beginning());
    let listed = months(folder).map_err(|error| problem(folder, &error))?;
    for month in listed {
        let name = format!("{month}.jsonl");
        for line in lines::<AuditLine>(&folder.join(&name)) {
            let broken = || AuditVerifyError::Broken {
                name: name.clone(),
                seq,
            };
            let line = line?.ok_or_else(broken)?;
            if line.seq != seq + 1 || line.prev != prev || !line.holds() {
                return Err(broken());
            }
            report.first_at.get_or_insert(line.entry.at);
            report.last_at = Some(line.entry.at);
            seq = line.seq;
            prev.clone_from(&line.hash);
            hashes.insert(seq, line.hash);
        }
    }
    report.lines = seq;
    let mut covered = 0;
    for place in std::iter::once(folder).chain(second) {
        let path = place.join(CHECKPOINTS);
        if !path.exists() {
            continue;
        }
        for checkpoint in lines::<Checkpoint>(&path) {
            let checkpoint = checkpoint?.ok_or(AuditVerifyError::Checkpoint { seq: covered })?;
            let at = checkpoint.seq;
            if !checkpoint.holds(root) {
                return Err(AuditVerifyError::Checkpoint { seq: at });
            }
            match hashes.get(&at) {
                Some(hash) if *hash == checkpoint.hash => {}
                Some(_) => return Err(AuditVerifyError::Checkpoint { seq: at }),
                None => return Err(AuditVerifyError::CutOff { seq: at }),
            }
            covered = covered.max(at);
            report.checkpoints += 1;
        }
    }
    report.after_last_checkpoint = seq - covered;
    Ok(report)
}

fn problem(path: &Path, error: &std::io::Error) -> AuditVerifyError {
    AuditVerifyError::File {
        name: path.display().to_string(),
        message: error.to_string(),
    }
}

/// The lines of a file; `None` for one that is none.
fn lines<T: DeserializeOwned>(
    path: &Path,
) -> impl Iterator<Item = Result<Option<T>, AuditVerifyError>> {
    let (opened, path) = (File::open(path), path.to_owned());
    let (reader, failed) = match opened {
        Ok(file) => (Some(BufReader::new(file)), None),
        Err(error) => (None, Some(Err(problem(&path, &error)))),
    };
    let texts = reader.into_iter().flat_map(BufReader::lines);
    let read = texts.map(move |text| match text {
        Ok(text) => Ok(serde_json::from_str(&text).ok()),
        Err(error) => Err(problem(&path, &error)),
    });
    failed.into_iter().chain(read)
}
