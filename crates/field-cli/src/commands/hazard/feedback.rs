use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::Event;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::{acts, find};

#[derive(Debug, Args)]
pub(crate) struct Feedback {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 整改情况（what was done）
    #[arg(long, default_value = "")]
    note: String,
    /// 整改后照片文件，可多次；已附的写编号（photos after: files, or ids）
    #[arg(long = "photo", value_name = "FILE")]
    photos: Vec<PathBuf>,
}

impl Feedback {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let hazard = find::hazard(&shell.core, &self.hazard)?;
        let core = &shell.core;
        let (photos, envelope) = acts::with_photos(
            core,
            hazard,
            &self.photos,
            PhotoStage::After,
            |photos| {
                Some(Event::Feedback {
                    note: self.note.clone(),
                    photos,
                    on_behalf: true,
                })
            },
            |photos| core.feedback(hazard, &self.note, photos.to_vec(), true),
        )?;
        Ok(Answer::new(
            "已登记整改反馈（待上传）",
            json!({
                "hazard": hazard, "event": "feedback", "envelope": envelope, "photos": photos,
            }),
        ))
    }
}
