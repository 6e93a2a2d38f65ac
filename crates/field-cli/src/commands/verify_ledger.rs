use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::inspection::keys;
use wangge_mobile_core::{Core, CoreError, PhotoRole};

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::ledger::{Ledger, LedgerEntry};
use crate::shell::Shell;

/// Exit code if something acknowledged is not there.
const LOST: u8 = 5;

/// Looks for every acknowledged write of a ledger in the store.
#[derive(Debug, Args)]
pub(crate) struct VerifyLedger {
    /// 台账文件（ledger of acknowledged writes）
    #[arg(long)]
    ledger: PathBuf,
}

impl VerifyLedger {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let lines = Ledger::read(&self.ledger).map_err(|error| {
            CommandError::Usage(format!("台账 {}：{error}", self.ledger.display()))
        })?;
        let mut missing = Vec::new();
        for line in &lines {
            let entry: LedgerEntry = line.parse().map_err(CommandError::Usage)?;
            if !present(&shell.core, &entry)? {
                missing.push(line.clone());
            }
        }
        let text = format!(
            "已确认 {}，在库 {}",
            lines.len(),
            lines.len() - missing.len()
        );
        let code = if missing.is_empty() { 0 } else { LOST };
        let json = json!({
            "acknowledged": lines.len(),
            "present": lines.len() - missing.len(),
            "missing": missing,
        });
        Ok(Answer::new(text, json).with_exit_code(code))
    }
}

fn present(core: &Core, entry: &LedgerEntry) -> Result<bool, CommandError> {
    match entry {
        LedgerEntry::Premises(id) | LedgerEntry::Hazard(id) | LedgerEntry::Inspection(id) => {
            there(core.get_record(*id).map(|_| ()))
        }
        // The file is whole, not only its row.
        LedgerEntry::Photo(id) => there(core.photo_bytes(*id, PhotoRole::Original).map(|_| ())),
        LedgerEntry::Answer {
            inspection,
            item,
            n,
        } => {
            let stands = answered(core, *inspection, item)?;
            // A later answer to the same item stands in the place of this one.
            Ok(stands.is_some_and(|stands| stands >= *n))
        }
    }
}

fn answered(core: &Core, inspection: RecordId, item: &str) -> Result<Option<u64>, CommandError> {
    match core.get_record(inspection) {
        Ok(view) => {
            let note = view.content.text(&keys::answer_note(item)).map(str::parse);
            Ok(note.and_then(Result::ok))
        }
        Err(CoreError::UnknownRecord) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn there(found: Result<(), CoreError>) -> Result<bool, CommandError> {
    match found {
        Ok(()) => Ok(true),
        Err(CoreError::UnknownRecord | CoreError::PhotoNotHere) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
