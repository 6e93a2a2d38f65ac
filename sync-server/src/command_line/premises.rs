use std::path::PathBuf;

use clap::{Args, Subcommand};
use wangge_domain::RecordId;

use super::arguments::Folder;
use super::dated::open_to_write;
use super::print;
use crate::admin::PremisesImport;
use crate::error::RelayStartError;

/// What can be done with premises files（场所档案）.
#[derive(Debug, Subcommand)]
pub(super) enum Premises {
    /// 导入场所名单；不加 --confirm 只核对，不改动（import a list; without --confirm a dry run）
    Import(ImportArguments),
    /// 把场所连同其检查、隐患、案件迁到另一小网格（move it to another grid with all that hangs on it）
    Move(MoveArguments),
}

/// Which premises goes where, by whom, and why.
#[derive(Debug, Args)]
pub(super) struct MoveArguments {
    #[command(flatten)]
    folder: Folder,
    /// 场所编号（id of the premises）
    premises: String,
    /// 迁入的小网格（where to: id, code or name）
    #[arg(long)]
    to: String,
    /// 经办人，两个网格都要在其管理范围内（who answers for it: account, name or id）
    #[arg(long)]
    by: String,
    /// 原因（why）
    #[arg(long)]
    reason: String,
}

/// Which list, by whom, and what is said to its problems.
#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    #[command(flatten)]
    folder: Folder,
    /// XLSX 文件；工作表“汇总”写各村应有数量（file; the sheet 汇总 states the count per village）
    file: PathBuf,
    /// 经办人（who answers for it: account, name or id）
    #[arg(long)]
    by: String,
    /// 未填网格的行归入此小网格（grid of rows that name none: id, code or name）
    #[arg(long)]
    grid: Option<String>,
    /// 确认导入（enter it）
    #[arg(long)]
    confirm: bool,
    /// 跳过有问题的行（leave out rows with problems）
    #[arg(long)]
    skip_bad: bool,
    /// 数量与汇总不符也导入（the counts differ, and that is known）
    #[arg(long)]
    accept_differences: bool,
}

/// Does it and prints the report.
pub(super) fn run(command: Premises) -> Result<(), RelayStartError> {
    match command {
        Premises::Import(arguments) => import(arguments),
        Premises::Move(arguments) => move_one(&arguments),
    }
}

fn move_one(arguments: &MoveArguments) -> Result<(), RelayStartError> {
    let admin = open_to_write(&arguments.folder)?;
    let user = admin.find_user(&arguments.by)?;
    let premises = arguments.premises.parse::<RecordId>().map_err(|_| {
        let which = &arguments.premises;
        RelayStartError::invalid(format!("不是场所编号: {which}（not the id of a premises）"))
    })?;
    let to = admin.find_grid(&arguments.to)?;
    print::report(&admin.move_premises(user, premises, to, &arguments.reason)?);
    Ok(())
}

fn import(arguments: ImportArguments) -> Result<(), RelayStartError> {
    let admin = open_to_write(&arguments.folder)?;
    let user = admin.find_user(&arguments.by)?;
    let bytes = std::fs::read(&arguments.file)
        .map_err(|error| RelayStartError::file(&arguments.file, error.to_string()))?;
    let asked = PremisesImport {
        grid: arguments.grid,
        confirm: arguments.confirm,
        skip_bad: arguments.skip_bad,
        accept_differences: arguments.accept_differences,
    };
    print::report(&admin.import_premises(user, &bytes, &asked)?);
    Ok(())
}
