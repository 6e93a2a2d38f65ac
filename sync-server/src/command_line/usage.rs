//! Arguments that make no sense, said in Chinese first: the parser itself speaks English only.

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use super::arguments::Arguments;
use super::print;

/// Exit code of bad usage.
const USAGE: u8 = 2;

/// Reads the arguments; on help, version or a mistake, what was printed gives the exit code.
pub(super) fn arguments() -> Result<Arguments, ExitCode> {
    Arguments::try_parse().map_err(|error| {
        if matches!(
            error.kind(),
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
        ) {
            let _reader_gone = error.print();
            return ExitCode::SUCCESS;
        }
        let english = error.render().to_string();
        print::problem(&format!(
            "{}\n{}",
            in_chinese(error.kind()),
            english.trim_end()
        ));
        ExitCode::from(USAGE)
    })
}

fn in_chinese(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::UnknownArgument => "没有这个参数",
        ErrorKind::InvalidSubcommand => "没有这个命令",
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "缺少命令"
        }
        ErrorKind::MissingRequiredArgument => "缺少必填参数",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "参数的值不正确",
        ErrorKind::NoEquals => "参数须写成 名称=值",
        ErrorKind::TooManyValues => "参数的值过多",
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => "参数的值个数不对",
        ErrorKind::ArgumentConflict => "这些参数不能同时使用",
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文字",
        _ => "参数有误",
    }
}
