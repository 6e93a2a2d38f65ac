use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::commands;

const AFTER: &str = "退出码（exit codes）：0 成功；2 用法或输入文件有误；3 规则不允许；\
                     4 连不上服务器；5 本机存储问题。\n环境变量 WANGGE_LOG=warn 输出日志。";

/// 网格消防检查命令行（grid fire inspection at a terminal: what a phone does）
#[derive(Debug, Parser)]
#[command(name = "wangge-field", version, after_help = AFTER)]
pub(crate) struct Arguments {
    /// 数据目录，一个目录相当于一台手机（folder of this installation: one for each phone）
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// 演示时钟：文件里的毫秒数就是现在（clock file, for demonstrations and tests）
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) clock: Option<PathBuf>,
    /// 输出 JSON，出错也是（print JSON, errors too）
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 登记本机（enroll this installation）
    #[command(alias = "enrol")]
    Enroll(commands::enroll::Enroll),
    /// 同步（sync with the relay）
    Sync(commands::sync::Sync),
    /// 本机状态（where everything is）
    Status,
    /// 我的网格（my grids）
    Grids,
    /// 场所档案（premises）
    #[command(subcommand)]
    Premises(commands::premises::Premises),
    /// 待检清单（premises to visit）
    Due(commands::due::Due),
    /// 月度计划、每周巡查、下旬复查（plan of the month）
    Plan(commands::plan::Plan),
    /// 普查走访登记结果（close a census visit）
    Census(commands::census::Census),
    /// 普查排摸进度（how the census stands）
    Sweep(commands::sweep::Sweep),
    /// 按脚本完成一次检查（a whole visit from a script）
    Inspect(commands::inspect::Inspect),
    /// 隐患与整改（hazards and rectification）
    #[command(subcommand)]
    Hazard(commands::hazard::Hazard),
    /// 案件与登记册：承诺书、停用、重大隐患、吹哨等（cases of all registers）
    #[command(subcommand)]
    Case(commands::case::Case),
    /// 审核（review）
    #[command(subcommand)]
    Review(commands::review::Review),
    /// 记录详情（a record with everything on it）
    Show(commands::show::Show),
    /// 记录经过（history of a record）
    History(commands::history::History),
    /// 现在可以办理什么（what can be done to a record now）
    Actions(commands::actions::Actions),
    /// 草稿清单（drafts: what was begun and not submitted）
    Drafts(commands::drafts::Drafts),
    /// 申请、确认涂销（blank content, by two people）
    Redact(commands::redact::Redact),
    /// 撤回自己的记录（withdraw a record of one's own）
    Withdraw(commands::withdraw::Withdraw),
    /// 冲突清单（open conflicts of a record）
    Conflicts(commands::conflicts::Conflicts),
    /// 处理冲突（decide a conflict）
    Resolve(commands::resolve::Resolve),
    /// 被拒内容（work the relay refused）
    #[command(subcommand)]
    Refused(commands::refused::Refused),
    /// 取出照片（write a photo to a file）
    Photo(commands::photo::Photo),
    /// 生成文书 PDF，不用网络（make a paper as PDF, offline）
    Paper(commands::paper::Paper),
    /// 信使文件与离线延期（what is carried by hand）
    #[command(subcommand)]
    Courier(commands::courier::Courier),
    /// 应急导出未上传内容（export what the relay has not accepted）
    Export(commands::export::Export),
    /// 网页外壳的开发宿主，只在本机（development host of the web shell, on loopback）
    Shell(commands::shell::ServeShell),
    /// 压力写入（writes in a loop, for tests that kill the process）
    #[command(name = "stress-writes", hide = true)]
    StressWrites(commands::stress_writes::StressWrites),
    /// 核对台账（looks for every acknowledged write of a ledger）
    #[command(name = "verify-ledger", hide = true)]
    VerifyLedger(commands::verify_ledger::VerifyLedger),
}
