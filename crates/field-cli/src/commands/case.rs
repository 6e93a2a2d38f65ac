//! `case …`.

mod edit;
mod fields;
mod kinds;
mod list;
mod open;
mod show;
mod step;

use clap::Subcommand;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Subcommand)]
pub(crate) enum Case {
    /// 登记册一览，本人可登记什么（the registers, and what one may begin in each）
    Kinds,
    /// 案件列表（list）
    List(list::List),
    /// 一件案件：内容、经过、现在可办的步骤（one case, with what each step asks for）
    Show(show::Show),
    /// 登记案件，先是草稿（open a case as a draft）
    Open(open::Open),
    /// 修改案件内容（change what is written in a case）
    Edit(edit::Edit),
    /// 办理一步（take a step）
    Step(step::Step),
}

impl Case {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        match self {
            Self::Kinds => kinds::run(shell),
            Self::List(it) => it.run(shell),
            Self::Show(it) => it.run(shell),
            Self::Open(it) => it.run(shell),
            Self::Edit(it) => it.run(shell),
            Self::Step(it) => it.run(shell),
        }
    }
}
