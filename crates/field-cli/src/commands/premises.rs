//! `premises …`.

mod add;
mod duplicates;
mod edit;
mod list;
mod search;
mod show;

use clap::Subcommand;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Subcommand)]
pub(crate) enum Premises {
    /// 场所列表（list）
    List(list::List),
    /// 检索：汉字、电话、门牌、拼音首字母（search）
    Search(search::Search),
    /// 一户一档（a premises with risk, hazards, inspections）
    Show(show::Show),
    /// 建档（put a premises on file）
    Add(add::Add),
    /// 更新档案（change fields）
    Edit(edit::Edit),
    /// 疑似重复（near duplicates）
    Duplicates(duplicates::Duplicates),
}

impl Premises {
    pub(crate) fn run(
        &self,
        open: &dyn Fn() -> Result<Shell, CommandError>,
    ) -> Result<Answer, CommandError> {
        match self {
            Self::List(it) => it.run(&open()?),
            Self::Search(it) => it.run(&open()?),
            Self::Show(it) => it.run(&open()?),
            Self::Add(it) => it.run(open),
            Self::Edit(it) => it.run(open),
            Self::Duplicates(it) => it.run(&open()?),
        }
    }
}
