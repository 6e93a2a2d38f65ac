use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use wangge_domain::register::{RegisterRow, known_registers};

use super::arguments::RegisterCommand;
use super::dated::open_to_write;
use super::print;
use crate::admin::Admin;
use crate::error::RelayStartError;

/// One row of an import file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRow {
    register: String,
    key: String,
    from: chrono::NaiveDate,
    #[serde(default)]
    until: Option<chrono::NaiveDate>,
    entry: Value,
    #[serde(default)]
    reason: String,
}

pub(super) fn run(command: RegisterCommand) -> Result<(), RelayStartError> {
    match command {
        RegisterCommand::Set {
            folder,
            register,
            key,
            from,
            until,
            reason,
            file,
        } => {
            let admin = open_to_write(&folder)?;
            let row = RegisterRow {
                register,
                key,
                from: from.unwrap_or_else(|| admin.today()),
                until,
                entry: json(&file)?.to_string(),
                set_by: None,
                reason,
            };
            admin.set_registers(&[row])?;
            print::line("已登记");
        }
        RegisterCommand::Import { folder, file } => {
            let admin = open_to_write(&folder)?;
            let rows: Vec<FileRow> = serde_json::from_value(json(&file)?)
                .map_err(|error| RelayStartError::file(&file, error.to_string()))?;
            let rows: Vec<RegisterRow> = rows.into_iter().map(row).collect();
            print::line(&format!("已登记{}条", admin.set_registers(&rows)?));
        }
        RegisterCommand::List {
            folder,
            register,
            on,
            history,
        } => {
            let admin = Admin::open(&folder.data, folder.clock())?;
            let Some(register) = register else {
                for kind in known_registers() {
                    print::line(&format!("{}  {}  {}", kind.name, kind.zh, kind.rule));
                }
                return Ok(());
            };
            let on = (!history).then(|| on.unwrap_or_else(|| admin.today()));
            for line in admin.register_lines(&register, on)? {
                let until = line
                    .row
                    .until
                    .map_or_else(|| "-".to_owned(), |day| day.to_string());
                print::line(&format!(
                    "{}  {}  {}  {until}  {}",
                    line.seq, line.row.key, line.row.from, line.row.entry
                ));
            }
        }
    }
    Ok(())
}

fn row(row: FileRow) -> RegisterRow {
    RegisterRow {
        register: row.register,
        key: row.key,
        from: row.from,
        until: row.until,
        entry: row.entry.to_string(),
        set_by: None,
        reason: row.reason,
    }
}

fn json(file: &Path) -> Result<Value, RelayStartError> {
    let bytes =
        std::fs::read(file).map_err(|error| RelayStartError::file(file, error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| RelayStartError::file(file, error.to_string()))
}
