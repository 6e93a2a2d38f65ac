use clap::Args;
use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::Core;

use crate::answer::{Answer, cut_off, lines};
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::words;

#[derive(Debug, Args)]
pub(crate) struct Drafts {
    /// 最多几条（at most so many）
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

impl Drafts {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let mut rows = core.list_drafts(self.limit.saturating_add(1))?;
        let more = cut_off(&mut rows, self.limit);
        let text = rows
            .iter()
            .map(|row| {
                format!(
                    "{}  {}  {}  {}  未提交的修改 {} 处  {}",
                    words::word("kind", row.kind.as_str()),
                    row.record,
                    place(core, row.record).unwrap_or_else(|| "-".to_owned()),
                    words::status(&row.kind, &row.status),
                    row.edits,
                    next(&row.kind, &row.status)
                )
            })
            .chain(more)
            .collect();
        let json: Vec<_> = rows
            .iter()
            .map(|row| {
                json!({
                    "record": row.record,
                    "kind": row.kind,
                    "status": row.status,
                    "edits": row.edits,
                    "place": place(core, row.record),
                })
            })
            .collect();
        Ok(Answer::new(lines(text, "没有草稿"), json!(json)))
    }
}

/// Name of the premises that a record is about.
fn place(core: &Core, record: RecordId) -> Option<String> {
    let view = core.get_record(record).ok()?;
    let name = |view: &wangge_mobile_core::RecordView| {
        view.content
            .text(wangge_domain::premises::keys::NAME)
            .map(str::to_owned)
    };
    if view.kind == RecordKind::Premises {
        return name(&view);
    }
    let premises = view.content.text("premises")?.parse().ok()?;
    name(&core.get_record(premises).ok()?)
}

/// How a draft of this kind is gone on with.
fn next(kind: &RecordKind, status: &Status) -> &'static str {
    match kind {
        RecordKind::Inspection if *status == Status::Returned => {
            "改正：用 show 查看退回原因，检查脚本里写 inspection 和 submit.correction"
        }
        RecordKind::Inspection => "接着做：检查脚本里写 inspection",
        RecordKind::Premises => "接着做：premises edit",
        RecordKind::Rectification => "接着做：检查脚本的 hazards，或 actions 查看",
        _ => "随下次同步上传",
    }
}
