use serde_json::{Value, json};
use wangge_mobile_core::{BlobCount, OpenReport, Status};

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::next_step::SET_THE_CLOCK;
use crate::shell::Shell;
use crate::words;

pub(crate) fn run(shell: &Shell) -> Result<Answer, CommandError> {
    let status = shell.core.status()?;
    let opened = shell.core.open_report();
    Ok(Answer::new(text(&status), json(&status, opened)))
}

/// How long the phone may go on without its relay（离线可用）. By a clock that is doubted nobody counts days.
fn offline(days: i64, warning: bool, clock_doubted: bool) -> String {
    match (clock_doubted, days) {
        (true, _) => "离线可用天数无法计算（本机时间不对，请先校正）".to_owned(),
        (false, ..0) => "离线可用已到期（请尽快同步）".to_owned(),
        (false, _) if warning => format!("离线可用还有 {days} 天（请尽快同步）"),
        (false, _) => format!("离线可用还有 {days} 天"),
    }
}

fn text(status: &Status) -> String {
    let mut lines = Vec::new();
    if let Some(doubt) = &status.clock {
        lines.push(format!(
            "注意：{}\n已保留：已填写的内容都在\n下一步：{SET_THE_CLOCK}",
            doubt.zh()
        ));
    }
    if status.tenant.is_some() {
        let demo = if status.demo { "【演示】" } else { "" };
        lines.push(format!(
            "{}  {}{demo}",
            status.tenant_name, status.user_name
        ));
        lines.push(format!(
            "{}，规则第 {} 版，上次同步 {}",
            offline(
                status.lease_days_left,
                status.lease_warning,
                status.clock.is_some()
            ),
            status.policy_revision,
            status
                .last_sync
                .map_or_else(|| "从未".to_owned(), words::moment)
        ));
        if let Some(days) = status
            .certificate_days_left
            .filter(|_| status.certificate_warning)
        {
            lines.push(if days < 0 {
                "注意：培训合格证已过期，不能开始检查".to_owned()
            } else {
                format!("注意：证书还有 {days} 天到期，请及时换证")
            });
        }
    } else {
        lines.push("本机尚未登记，请运行 enroll <登记链接>".to_owned());
    }
    lines.push(format!(
        "草稿 {}，退回待改 {}，待上传 {}，被拒或待核 {}",
        status.drafts, status.returned, status.pending, status.refused
    ));
    for (name, count) in [("浏览图", status.views), ("原图", status.originals)] {
        let lost = if count.lost > 0 {
            format!("，丢失 {}", count.lost)
        } else {
            String::new()
        };
        lines.push(format!(
            "{name}：服务器已有 {}/{}{lost}",
            count.held, count.total
        ));
    }
    if status.unfiled > 0 {
        lines.push(format!(
            "{} 张未上传的原图还在本机，但登记随数据库丢失；用 export 取出后重新拍照登记",
            status.unfiled
        ));
    }
    if status.diverged > 0 {
        lines.push(format!(
            "{} 个网格的记录与服务器比对不一致：内容都在本机，请告诉管理员",
            status.diverged
        ));
    }
    if status.recovering {
        lines.push(
            "本机数据正在恢复：联网运行 sync 之前列表不全，找回的内容不显示，但都在本机".to_owned(),
        );
    }
    let low = if status.low_space {
        "（空间不足，不能拍照）"
    } else {
        ""
    };
    lines.push(format!("剩余空间 {} MiB{low}", status.free_mib));
    if status.cloned {
        lines.push("本机数据来自另一台手机或备份，请重新登记".to_owned());
    }
    lines.join("\n")
}

fn json(status: &Status, opened: &OpenReport) -> Value {
    let count = |it: BlobCount| json!({ "total": it.total, "held": it.held, "lost": it.lost });
    json!({
        "enrolled": status.tenant.is_some(),
        "tenant": status.tenant,
        "tenant_name": status.tenant_name,
        "user": status.user,
        "user_name": status.user_name,
        "device": status.device,
        "demo": status.demo,
        "drafts": status.drafts,
        "returned": status.returned,
        "pending": status.pending,
        "refused": status.refused,
        "thumbnails": count(status.thumbnails),
        "views": count(status.views),
        "originals": count(status.originals),
        "lease_days_left": status.lease_days_left,
        "lease_warning": status.lease_warning,
        "certificate_days_left": status.certificate_days_left,
        "certificate_warning": status.certificate_warning,
        "clock": status.clock.map(|doubt| json!({
            "days": doubt.days,
            "certain": doubt.certain,
            "shown_ms": doubt.shown,
            "last_contact_ms": doubt.last_contact,
            "message": doubt.zh(),
        })),
        "unfiled": status.unfiled,
        "last_sync_ms": status.last_sync,
        "policy_revision": status.policy_revision,
        "free_mib": status.free_mib,
        "low_space": status.low_space,
        "cloned": status.cloned,
        "recovering": status.recovering,
        "diverged": status.diverged,
        "opened": opening(opened),
    })
}

fn opening(opened: &OpenReport) -> Value {
    json!({
        "first_start": opened.first_start,
        "set_aside": opened.set_aside,
        "database_gone": opened.database_gone,
        "salvaged_envelopes": opened.salvaged_envelopes,
        "salvaged_edits": opened.salvaged_edits,
        "salvaged_photos": opened.salvaged_photos,
        "found_photos": opened.found_photos,
        "files_without_key": opened.files_without_key,
        "trash_folder": opened.trash_folder,
        "damaged_pages": opened.damaged_pages,
        "pages": opened.pages,
        "salvage_complete": opened.salvage_complete,
        "files_to_trash": opened.files_to_trash,
        "files_missing": opened.files_missing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_by_a_clock_that_fits_alone() {
        assert_eq!(offline(29, false, false), "离线可用还有 29 天");
        let soon = offline(3, true, false);
        assert_eq!(soon, "离线可用还有 3 天（请尽快同步）");
        let wrong = offline(-245, true, true);
        assert!(
            wrong.contains("本机时间不对") && !wrong.contains("245"),
            "{wrong}"
        );
        let over = offline(-1, true, false);
        assert!(over.contains("已到期") && !over.contains('-'), "{over}");
    }
}
