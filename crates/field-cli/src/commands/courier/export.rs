use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;
use wangge_mobile_core::CourierPhotos;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// 导出到哪个目录（folder that the file is written to）
    folder: PathBuf,
    /// 带哪些照片（which photos go along）
    #[arg(long, value_enum, default_value_t = Photos::All)]
    photos: Photos,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Photos {
    None,
    Small,
    All,
}

impl Export {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let photos = match self.photos {
            Photos::None => CourierPhotos::None,
            Photos::Small => CourierPhotos::Small,
            Photos::All => CourierPhotos::All,
        };
        let made = shell.core.courier_export(&self.folder, photos)?;
        let text = format!(
            "已写出 {}：第 {} 封，待上传 {} 份，照片 {} 个，留待下一封 {} 个，读不出 {} 个",
            made.file.display(),
            made.number,
            made.envelopes,
            made.photos,
            made.photos_left,
            made.unreadable
        );
        Ok(Answer::new(
            text,
            json!({
                "file": made.file,
                "bytes": made.bytes,
                "number": made.number,
                "envelopes": made.envelopes,
                "photos": made.photos,
                "photos_left": made.photos_left,
                "unreadable": made.unreadable,
            }),
        ))
    }
}
