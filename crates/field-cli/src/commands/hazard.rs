//! `hazard …`.

mod confirm;
mod edit;
mod escalate;
mod escalation;
mod extend;
mod feedback;
mod fix;
mod list;
mod major_closed;
mod not_major;
mod notice;
mod pause;
mod recheck;
mod report;
mod responsible;
mod resume;
mod serve;
mod stages;
mod suspected_major;
mod urge;
mod verify_fix;
mod void;

use clap::Subcommand;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Subcommand)]
pub(crate) enum Hazard {
    /// 隐患列表（list）
    List(list::List),
    /// 随手报：一张照片几个字（report a hazard with one photo and a few words）
    Report(report::Report),
    /// 修改隐患文字，通知书下发前（change the text of a hazard before its notice is issued）
    Edit(edit::Edit),
    /// 当场整改（fixed on the spot）
    Fix(fix::Fix),
    /// 当场整改核实（verify a fix on the spot, or reject it）
    VerifyFix(verify_fix::VerifyFix),
    /// 责任落实：单位、领导、责任人（who is answerable）
    Responsible(responsible::SetResponsible),
    /// 下发整改通知书（issue a notice）
    Notice(notice::IssueNotice),
    /// 送达（serve the notice）
    Serve(serve::Serve),
    /// 整改反馈（what the owner did）
    Feedback(feedback::Feedback),
    /// 复查（recheck）
    Recheck(recheck::Recheck),
    /// 同行确认：他人注明与您一同复查的，由您本人确认（confirm that you rechecked together）
    Confirm(confirm::Confirm),
    /// 延期：申请、批准、不批（a longer deadline）
    Extend(extend::Extend),
    /// 催办（urge）
    Urge(urge::Urge),
    /// 上报、移交（escalate）
    Escalate(escalate::Escalate),
    /// 上报移交后的接收、退回、结果，由接收单位办理（what the body it was handed to did about it）
    Escalation(escalation::Escalation),
    /// 暂停计时（stop the clock of the deadline）
    Pause(pause::Pause),
    /// 恢复计时（let it go on）
    Resume(resume::Resume),
    /// 疑似重大上报（report it as suspected major）
    SuspectedMajor(suspected_major::SuspectedMajor),
    /// 判定为非重大（it is no major hazard）
    NotMajor(not_major::NotMajor),
    /// 随重大案件销案销号（close it with its major case）
    MajorClosed(major_closed::MajorClosed),
    /// 作废、误报（void）
    Void(void::Void),
    /// 五环节留痕（the five stages）
    Stages(stages::Stages),
}

impl Hazard {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        match self {
            Self::List(it) => it.run(shell),
            Self::Report(it) => it.run(shell),
            Self::Edit(it) => it.run(shell),
            Self::Fix(it) => it.run(shell),
            Self::VerifyFix(it) => it.run(shell),
            Self::Responsible(it) => it.run(shell),
            Self::Notice(it) => it.run(shell),
            Self::Serve(it) => it.run(shell),
            Self::Feedback(it) => it.run(shell),
            Self::Recheck(it) => it.run(shell),
            Self::Confirm(it) => it.run(shell),
            Self::Extend(it) => it.run(shell),
            Self::Urge(it) => it.run(shell),
            Self::Escalate(it) => it.run(shell),
            Self::Escalation(it) => it.run(shell),
            Self::Pause(it) => it.run(shell),
            Self::Resume(it) => it.run(shell),
            Self::SuspectedMajor(it) => it.run(shell),
            Self::NotMajor(it) => it.run(shell),
            Self::MajorClosed(it) => it.run(shell),
            Self::Void(it) => it.run(shell),
            Self::Stages(it) => it.run(shell),
        }
    }
}
