use clap::Args;
use serde_json::json;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Sign {
    /// 对方手机显示的申请码（what the other phone shows）
    request: String,
    /// 延长到几天以后（days from now）
    #[arg(long, default_value_t = 7)]
    days: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Accept {
    /// 延期码（the code）
    code: String,
}

pub(super) fn request(shell: &Shell) -> Result<Answer, CommandError> {
    let text = shell.core.lease_request()?;
    Ok(Answer::new(text.clone(), json!({ "request": text })))
}

impl Sign {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let code = shell.core.sign_lease_extension(&self.request, self.days)?;
        Ok(Answer::new(code.clone(), json!({ "code": code })))
    }
}

impl Accept {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let until = shell.core.accept_lease_extension(&self.code)?;
        Ok(Answer::new(
            format!("可离线工作至 {until}"),
            json!({ "offline_until": until.0 }),
        ))
    }
}
