use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;
use wangge_domain::RecordId;
use wangge_mobile_core::{CancellationToken, PhotoRole};

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Photo {
    /// 照片编号（photo record）
    photo: RecordId,
    /// 写到哪个文件（file to write）
    #[arg(long)]
    out: PathBuf,
    /// 哪种（which copy）
    #[arg(long, value_enum, default_value_t = Which::View)]
    copy: Which,
    /// 本机没有或已损坏就从服务器下载（fetch it from the relay if it is not here, or damaged）
    #[arg(long)]
    fetch: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Which {
    /// 原图（original）
    Original,
    /// 浏览图（view copy）
    View,
    /// 缩略图（thumbnail）
    Thumbnail,
}

impl Photo {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let role = match self.copy {
            Which::Original => PhotoRole::Original,
            Which::View => PhotoRole::View,
            Which::Thumbnail => PhotoRole::Thumbnail,
        };
        let bytes = if self.fetch {
            let cancel = CancellationToken::new();
            shell.block_on(shell.core.fetch_photo(self.photo, role, &cancel))??
        } else {
            shell.core.photo_bytes(self.photo, role)?
        };
        std::fs::write(&self.out, &bytes)
            .map_err(|error| CommandError::Machine(format!("{}：{error}", self.out.display())))?;
        Ok(Answer::new(
            format!("已写入 {}（{} 字节）", self.out.display(), bytes.len()),
            json!({ "photo": self.photo, "file": self.out, "bytes": bytes.len() }),
        ))
    }
}
