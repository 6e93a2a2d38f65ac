//! `refused …`.

mod apply;
mod list;

use clap::Subcommand;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Subcommand)]
pub(crate) enum Refused {
    /// 被拒、待核内容及原因（what the relay refused, with the reason）
    List,
    /// 重新填报（take refused work up again）
    Apply(apply::Apply),
}

impl Refused {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        match self {
            Self::List => list::run(shell),
            Self::Apply(it) => it.run(shell),
        }
    }
}
