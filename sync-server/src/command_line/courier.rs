use std::path::PathBuf;

use clap::Subcommand;

use super::arguments::Folder;
use super::dated::open_to_write;
use super::print;
use crate::error::RelayStartError;

#[derive(Debug, Subcommand)]
pub(super) enum Courier {
    /// 导入信使文件；不是本中继的代为保存转交（take courier files in; those for others are carried on）
    Import {
        #[command(flatten)]
        folder: Folder,
        /// 文件（files）
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// 同时把回信写到此目录（write an answer to each into this folder）
        #[arg(long)]
        answers: Option<PathBuf>,
    },
    /// 生成回信：裁定、新数据、续期的租约（write the answer to a letter）
    Answer {
        #[command(flatten)]
        folder: Folder,
        /// 信件编号（hash of the letter）
        #[arg(long, required_unless_present = "device")]
        letter: Option<String>,
        /// 设备编号或短号，取其最新一封（device; its newest letter）
        #[arg(long)]
        device: Option<String>,
        /// 写到哪个文件（file to write）
        #[arg(long)]
        to: PathBuf,
    },
    /// 把代存的信使文件拷到U盘（copy what is kept for other relays to a stick）
    Forward {
        #[command(flatten)]
        folder: Folder,
        /// 目录（folder）
        #[arg(long)]
        to: PathBuf,
    },
}

pub(super) fn run(command: Courier) -> Result<(), RelayStartError> {
    match command {
        Courier::Import {
            folder,
            files,
            answers,
        } => {
            let admin = open_to_write(&folder)?;
            if let Some(answers) = &answers {
                std::fs::create_dir_all(answers)
                    .map_err(|error| RelayStartError::file(answers, error.to_string()))?;
            }
            let mut failed = None;
            for file in files {
                // One bad file does not keep the others back.
                match admin.import_courier(&file) {
                    Ok(report) => {
                        if let Some(answers) =
                            answers.as_ref().filter(|_| !report.letter.is_empty())
                        {
                            let name = format!("answer-{}-{}.wgc", report.device, report.number);
                            let to = answers.join(name);
                            admin.answer_courier(Some(&report.letter), None, &to)?;
                        }
                        print::report(&report);
                    }
                    Err(error) => {
                        print::problem(&error.to_string());
                        failed = Some(error);
                    }
                }
            }
            failed.map_or(Ok(()), Err)
        }
        Courier::Answer {
            folder,
            letter,
            device,
            to,
        } => {
            let admin = open_to_write(&folder)?;
            print::report(&admin.answer_courier(letter.as_deref(), device.as_deref(), &to)?);
            Ok(())
        }
        Courier::Forward { folder, to } => {
            let admin = open_to_write(&folder)?;
            print::report(&admin.forward_courier(&to)?);
            Ok(())
        }
    }
}
