mod lost;

use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use wangge_mobile_core::{
    CancellationToken, CoreError, NetworkKind, SyncEnd, SyncObserver, SyncOptions, SyncProgress,
    SyncReport,
};

use self::lost::Lost;
use crate::answer::Answer;
use crate::command_error::{CommandError, core_text, exit_code_of};
use crate::file_clock::FileClock;
use crate::print;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Sync {
    /// 上传哪些照片（which photos travel）
    #[arg(long, value_enum, default_value_t = Photos::View)]
    photos: Photos,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Photos {
    /// 不传照片（none）
    None,
    /// 缩略图和浏览图，原图等 Wi-Fi（small copies）
    View,
    /// 原图也传，相当于 Wi-Fi（originals too, as on Wi-Fi）
    All,
}

/// Tells progress on the side, and lets a clock that stands still pass over waits.
struct Watcher {
    talkative: bool,
    clock: Option<Arc<FileClock>>,
}

impl SyncObserver for Watcher {
    fn on_progress(&self, progress: SyncProgress) {
        if let (SyncProgress::Waiting { ms }, Some(clock)) = (progress, &self.clock) {
            clock.skip(ms);
        }
        if !self.talkative {
            return;
        }
        let line = match progress {
            SyncProgress::Records { waiting, received } => {
                format!("记录：待确认 {waiting}，已收到 {received}")
            }
            SyncProgress::Waiting { ms } => format!("网络不畅，{} 秒后重试", ms.div_ceil(1000)),
            SyncProgress::Photos { sent, left } => format!("照片：已传 {sent}，剩余 {left}"),
        };
        print::to_stderr(&line);
    }
}

impl Sync {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let options = SyncOptions {
            photos: self.photos != Photos::None,
            network: match self.photos {
                Photos::All => NetworkKind::Wifi,
                Photos::None | Photos::View => NetworkKind::Metered,
            },
            ..SyncOptions::default()
        };
        let watcher = Arc::new(Watcher {
            talkative: shell.talkative,
            clock: shell.file_clock.clone(),
        });
        let cancel = CancellationToken::new();
        let report = shell.block_on(async {
            let stop = cancel.clone();
            let interrupt = tokio::spawn(async move {
                if tokio::signal::ctrl_c().await.is_ok() {
                    stop.cancel();
                }
            });
            let report = shell.core.sync(&options, watcher, &cancel).await;
            interrupt.abort();
            report
        })??;
        let failure = match &report.end {
            SyncEnd::Failed(error) => Some(error),
            SyncEnd::Complete | SyncEnd::Waiting => report.photos.failure.as_ref(),
        };
        let code = failure.map_or(0, exit_code_of);
        let status = shell.core.status()?;
        let lost = Lost::of_all(&shell.core, status.user, &report.without_effect);
        let mut said = text(&report, failure, &lost);
        let returned = status.returned;
        if returned > 0 {
            said += &format!("\n退回待改：{returned} 份，用 drafts 查看");
        }
        if let Some(doubt) = shell.core.clock_doubt()? {
            said = format!(
                "注意：{}，请校正本机时间（打开自动对时）\n{said}",
                doubt.zh()
            );
        }
        Ok(Answer::new(said, json(&report, &lost)).with_exit_code(code))
    }
}

fn text(report: &SyncReport, failure: Option<&CoreError>, lost: &[Lost]) -> String {
    let end = match &report.end {
        SyncEnd::Complete | SyncEnd::Waiting if report.photos.failure.is_some() => {
            "记录已同步，照片未传完，已传的不会重传"
        }
        SyncEnd::Complete => "同步完成",
        SyncEnd::Waiting if report.relay_healing => {
            "服务器正在从备份恢复，部分内容等恢复完成后办理，都已保存在本机"
        }
        SyncEnd::Waiting => "同步完成，有内容在等待其他内容",
        SyncEnd::Failed(_) => "同步中断，已传的不会重传",
    };
    let mut lines = vec![
        format!(
            "{end}：上传 {} 份，收到 {} 行",
            report.envelopes, report.rows
        ),
        format!(
            "往返 {} 次，上行 {} 字节，下行 {} 字节",
            report.round_trips, report.bytes_up, report.bytes_down
        ),
    ];
    let photos = &report.photos;
    if photos.sent + photos.skipped + photos.left + photos.unreadable > 0 {
        lines.push(format!(
            "照片：传送 {}（{} 字节），对方已有 {}，待传 {}，读不出 {}",
            photos.sent, photos.bytes, photos.skipped, photos.left, photos.unreadable
        ));
    }
    if report.blocked > 0 {
        let what = if matches!(failure, Some(CoreError::RelayFull)) {
            "等待服务器腾出空间"
        } else if report.relay_healing {
            "等待服务器恢复完成（请通知管理员）"
        } else {
            "等待其他内容"
        };
        lines.push(format!("{what}：{} 份", report.blocked));
    }
    if report.update_needed {
        lines.push(
            "须更新应用：有经过涂销的内容只有新版应用能接收，本机已有的照常使用，所填的照常上传"
                .to_owned(),
        );
    }
    if !report.refused.is_empty() {
        lines.push(format!(
            "被拒或待核：{} 份，用 refused list 查看",
            report.refused.len()
        ));
    }
    if !lost.is_empty() {
        lines.push(format!(
            "已登记但未起作用：{} 条，内容已保存，原因如下，也可用 show 查看",
            lost.len()
        ));
        lines.extend(lost.iter().map(Lost::line));
    }
    if !report.purged.is_empty() {
        lines.push(format!(
            "不再授权的网格：{} 个，本机内容已移除",
            report.purged.len()
        ));
    }
    if !report.degraded.is_empty() {
        lines.push(format!(
            "暂按上一次正常状态显示的记录：{} 条",
            report.degraded.len()
        ));
    }
    if !report.mended.is_empty() {
        lines.push(format!(
            "与服务器比对不一致，已按日志重新整理并一致的网格：{} 个",
            report.mended.len()
        ));
    }
    if !report.diverged.is_empty() {
        let ids: Vec<String> = report
            .diverged
            .iter()
            .map(|stream| stream.grid().to_string())
            .collect();
        lines.push(format!(
            "与服务器比对仍不一致的网格：{} 个，内容都在本机，请告诉管理员：{}",
            ids.len(),
            ids.join(" ")
        ));
    }
    if report.rekey_needed {
        lines.push("本机数据来自备份，请重新登记".to_owned());
    }
    lines.extend(failure.map(core_text));
    lines.join("\n")
}

fn json(report: &SyncReport, lost: &[Lost]) -> Value {
    let (end, error) = match &report.end {
        SyncEnd::Complete => ("complete", None),
        SyncEnd::Waiting => ("waiting", None),
        SyncEnd::Failed(error) => ("failed", Some(error)),
    };
    let error_json = |error: Option<&CoreError>| {
        error.map(|error| {
            json!({ "code": error.code(), "message": error.zh(), "message_en": error.en() })
        })
    };
    let refused: Vec<Value> = report
        .refused
        .iter()
        .map(|(envelope, reason)| json!({ "envelope": envelope, "reason": reason }))
        .collect();
    json!({
        "end": end,
        "error": error_json(error),
        "round_trips": report.round_trips,
        "bytes_up": report.bytes_up,
        "bytes_down": report.bytes_down,
        "envelopes": report.envelopes,
        "blocked": report.blocked,
        "rows": report.rows,
        "refused": refused,
        "without_effect": report.without_effect,
        "without_effect_reasons": lost.iter().map(Lost::json).collect::<Vec<_>>(),
        "degraded": report.degraded,
        "purged": report.purged,
        "mended": report.mended,
        "diverged": report.diverged,
        "rekey_needed": report.rekey_needed,
        "relay_healing": report.relay_healing,
        "update_needed": report.update_needed,
        "relay_time_ms": report.relay_time,
        "photos": {
            "sent": report.photos.sent,
            "skipped": report.photos.skipped,
            "bytes": report.photos.bytes,
            "unreadable": report.photos.unreadable,
            "left": report.photos.left,
            "error": error_json(report.photos.failure.as_ref()),
        },
    })
}
