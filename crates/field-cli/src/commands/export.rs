use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use wangge_mobile_core::ExportKey;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// 导出到哪个目录（folder that the export is made in）
    folder: PathBuf,
    /// 不加密，仅用于可信的存储（files as they are, for a trusted stick only）
    #[arg(long)]
    plain: bool,
}

impl Export {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let protection = if self.plain {
            ExportKey::Plain
        } else {
            ExportKey::Fresh
        };
        let report = shell.core.export_pending(&self.folder, protection)?;
        let mut text = format!(
            "已导出到 {}：待上传 {} 份，草稿 {} 份，照片 {} 个，读不出 {} 个",
            report.folder.display(),
            report.envelopes,
            report.drafts,
            report.photos,
            report.unreadable
        );
        if report.without_key > 0 {
            text += &format!(
                "\n另有 {} 个旧照片文件的密钥随数据库丢失，打不开，留在本机不动",
                report.without_key
            );
        }
        if let Some(key) = &report.key {
            text += &format!("\n密钥（只显示这一次，请抄下另行保管）：{key}");
        }
        Ok(Answer::new(
            text,
            json!({
                "folder": report.folder,
                "envelopes": report.envelopes,
                "drafts": report.drafts,
                "photos": report.photos,
                "unreadable": report.unreadable,
                "without_key": report.without_key,
                "key": report.key,
            }),
        ))
    }
}
