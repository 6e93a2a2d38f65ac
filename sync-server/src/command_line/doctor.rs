use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use wangge_protocol::PublicKey;

use super::arguments::Folder;
use super::print;
use crate::admin::Admin;
use crate::doctor::{DoctorLevel, examine};
use crate::error::RelayStartError;
use crate::{support_bundle, verify_audit};

/// Which relay to examine, and how.
#[derive(Debug, Args)]
pub(super) struct DoctorArguments {
    /// 数据目录（data folder）
    #[arg(long)]
    data: PathBuf,
    /// 逐条核对日志，大库需数分钟（check every row of every log）
    #[arg(long)]
    deep: bool,
}

/// What to pack.
#[derive(Debug, Args)]
pub(super) struct SupportArguments {
    #[command(flatten)]
    folder: Folder,
    /// 写入 ZIP 文件（file to write）
    #[arg(long)]
    out: PathBuf,
}

/// Which audit log to check.
#[derive(Debug, Args)]
pub(super) struct VerifyAuditArguments {
    /// 审计日志目录，即数据目录下的 audit（folder of the log）
    folder: PathBuf,
    /// 异地副本目录（the copy in a second place）
    #[arg(long)]
    copy: Option<PathBuf>,
    /// 纸质件上的根公钥（root key as printed）
    #[arg(long)]
    root: Option<String>,
}

/// Examines and prints; the exit code says how bad it is.
pub(super) fn run(arguments: &DoctorArguments) -> ExitCode {
    let report = examine(&arguments.data, arguments.deep);
    if print::is_json() {
        print::json(&report);
    } else {
        for finding in &report.findings {
            let mark = match finding.level {
                DoctorLevel::Well => "正常",
                DoctorLevel::Warning => "注意",
                DoctorLevel::Problem => "问题",
            };
            print::line(&format!("[{mark}] {}: {}", finding.check, finding.found));
            if !finding.advice.is_empty() {
                print::line(&format!("       处理: {}", finding.advice));
            }
        }
    }
    ExitCode::from(report.exit_code())
}

/// Packs a support bundle.
pub(super) fn pack(arguments: &SupportArguments) -> Result<(), RelayStartError> {
    let report = examine(&arguments.folder.data, false);
    // A relay that does not open is the one that needs support most.
    let admin = Admin::open(&arguments.folder.data, arguments.folder.clock()).ok();
    let bytes = support_bundle(&arguments.folder.data, &report, admin.as_ref())?;
    std::fs::write(&arguments.out, bytes)
        .map_err(|error| RelayStartError::file(&arguments.out, error.to_string()))?;
    print::line(&format!(
        "已写入 {}，不含姓名、电话和场所信息，可发给技术支持",
        arguments.out.display()
    ));
    Ok(())
}

/// Checks an audit log.
pub(super) fn verify(arguments: &VerifyAuditArguments) -> Result<(), RelayStartError> {
    let root = arguments.root.as_deref().map(|text| {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes)
            .map(|()| PublicKey(bytes))
            .map_err(|_| RelayStartError::invalid("根公钥应为64位十六进制（not a key）"))
    });
    let root = root.transpose()?;
    let report = verify_audit(&arguments.folder, arguments.copy.as_deref(), root.as_ref());
    let report = report.map_err(|error| RelayStartError::invalid(error.to_string()))?;
    print::report(&report);
    Ok(())
}
