//! `review …`.

mod accept;
mod list;
mod return_record;

use clap::Subcommand;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Subcommand)]
pub(crate) enum Review {
    /// 待审检查（inspections to review）
    List(list::List),
    /// 审核通过（accept）
    Accept(accept::Accept),
    /// 退回（return with reasons）
    Return(return_record::ReturnRecord),
}

impl Review {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        match self {
            Self::List(it) => it.run(shell),
            Self::Accept(it) => it.run(shell),
            Self::Return(it) => it.run(shell),
        }
    }
}
