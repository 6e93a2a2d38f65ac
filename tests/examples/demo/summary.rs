//! What it came to, for people and, in the last line, for machines.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Map, Value, json};
use wangge_tests::process_usage::{ProcessUsage, folder_bytes};

use super::camera::Camera;
use super::case::Case;
use super::desk::Desk;
use super::review::Reviewed;
use super::stage::Stage;

/// What the story counted itself.
pub(crate) struct Counts {
    pub(crate) phones: usize,
    pub(crate) visits: usize,
    pub(crate) cases: Vec<Case>,
    pub(crate) reviewed: Reviewed,
    pub(crate) corrected: u64,
    pub(crate) rechecked: u64,
    /// Visits of the last day that nobody has reviewed.
    pub(crate) waiting: u64,
    pub(crate) originals: u64,
    pub(crate) photo_files_held: u64,
}

/// Saves the ledger（台账）as the relay gives it.
pub(crate) async fn save_ledger(stage: &Stage, desk: &Desk) -> Result<String> {
    let ledger = desk.bytes("/api/v1/ledger.csv").await?;
    ensure!(ledger.starts_with(b"\xef\xbb\xbf"), "台账没有 UTF-8 标记");
    let path = stage.settings.path("隐患排查整改台账.csv");
    std::fs::write(&path, ledger).with_context(|| format!("{} 写入失败", path.display()))?;
    Ok(path.display().to_string())
}

/// Says what it came to. The last line is one JSON object.
pub(crate) async fn tell(
    stage: &Stage,
    desk: &Desk,
    camera: &Camera,
    counts: &Counts,
    ledger: &str,
) -> Result<()> {
    let figures = figures(stage, desk, camera, counts, ledger).await?;
    let say = |text: String| stage.show.say(&text);
    let number = |key: &str| figures[key].as_u64().unwrap_or_default();
    let mib = |key: &str| number(key) as f64 / (1024.0 * 1024.0);
    say(String::new());
    say("──── 小结（全部为演示时间、合成数据）────".to_owned());
    say(format!(
        "场所 {}；走访 {}；检查记录 {}；隐患 {}（当场整改 {}，通知书 {}）",
        number("premises"),
        number("visits"),
        number("inspections"),
        number("hazards"),
        number("fixed_on_spot"),
        number("notices"),
    ));
    say(format!(
        "审核通过 {}，退回 {}，更正后重交 {}，待审核 {}；复查 {}；销号 {}；移交派出所 {}",
        number("accepted"),
        number("returned"),
        number("corrected"),
        number("waiting"),
        number("rechecked"),
        number("closed"),
        number("with_police"),
    ));
    say(format!(
        "照片 {} 张，原图 {:.0} MiB；缩略图和浏览图全部上传，共 {:.1} MiB；原图已传 {} 张，其余等待 Wi-Fi",
        number("photos"),
        mib("photo_original_bytes"),
        mib("photo_bytes_up"),
        number("originals_sent"),
    ));
    say(format!(
        "记录 {} 个信封，内容 {:.2} MiB（JSON 计）；上行 {:.2} MiB，下行 {:.2} MiB（{} 行，含他人手机）",
        number("envelopes"),
        mib("record_raw_bytes"),
        mib("record_bytes_up"),
        mib("record_bytes_down"),
        number("rows_received"),
    ));
    say(format!(
        "线路共上行 {:.1} MiB、下行 {:.1} MiB（含加密和重传）；往返 {} 次，中断 {} 次，同步 {} 次",
        mib("line_bytes_up"),
        mib("line_bytes_down"),
        number("round_trips"),
        number("line_cuts"),
        number("syncs"),
    ));
    for (title, seconds) in stage.show.phase_seconds() {
        say(format!("  {seconds:>6.1} 秒  {title}"));
    }
    say(format!(
        "共 {:.0} 秒；内存峰值 手机合计 {} MiB、中继 {} MiB；磁盘 {:.2} GiB",
        stage.show.seconds(),
        number("peak_memory_mib_phones"),
        number("peak_memory_mib_relay"),
        mib("disk_bytes") / 1024.0,
    ));
    say(format!("台账: {ledger}"));
    say(format!("数据目录: {}", stage.settings.folder.display()));
    say(figures.to_string());
    Ok(())
}

async fn figures(
    stage: &Stage,
    desk: &Desk,
    camera: &Camera,
    counts: &Counts,
    ledger: &str,
) -> Result<Value> {
    let relay = desk.read("/api/v1/summary").await?;
    let mut figures = Map::new();
    for part in [
        counted(stage, counts, &relay["counts"]),
        travelled(stage, camera, counts),
        spent(stage)?,
        json!({"ledger": ledger, "relay": stage.relay.address}),
    ] {
        if let Value::Object(part) = part {
            figures.extend(part);
        }
    }
    Ok(Value::Object(figures))
}

/// Records and what became of them; `relay` counts by kind and status.
fn counted(stage: &Stage, counts: &Counts, relay: &Value) -> Value {
    let all = |kind: &str| {
        let by_status = relay[kind].as_object();
        by_status.map_or(0, |it| it.values().filter_map(Value::as_u64).sum::<u64>())
    };
    let hazards = |status: &str| relay["rectification"][status].as_u64().unwrap_or(0);
    let fixed = counts
        .cases
        .iter()
        .filter(|case| case.days.is_none())
        .count();
    json!({
        "demo": stage.township.name,
        "demo_time": stage.clock.now().to_string(),
        "phones": counts.phones,
        "premises": all("premises"),
        "visits": counts.visits,
        "inspections": all("inspection"),
        "hazards": all("rectification"),
        "fixed_on_spot": fixed,
        "notices": counts.cases.len() - fixed,
        "accepted": counts.reviewed.accepted,
        "returned": counts.reviewed.returned,
        "corrected": counts.corrected,
        "waiting": counts.waiting,
        "rechecked": counts.rechecked,
        "closed": hazards("closed"),
        "with_police": hazards("escalated") + hazards("enforcement"),
    })
}

/// Photos, bytes and round trips.
fn travelled(stage: &Stage, camera: &Camera, counts: &Counts) -> Value {
    let (figures, lines) = stage.tally.read();
    json!({
        "photos": camera.shots(),
        "photo_original_bytes": camera.bytes(),
        "photo_files_held": counts.photo_files_held,
        "photo_bytes_up": figures.photo_bytes_up,
        "photo_bytes_down": figures.photo_bytes_down,
        "originals_sent": counts.originals,
        "record_raw_bytes": figures.raw_bytes,
        "record_bytes_up": figures.record_bytes_up,
        "record_bytes_down": figures.record_bytes_down,
        "bytes_up": figures.record_bytes_up + figures.photo_bytes_up,
        "bytes_down": figures.record_bytes_down + figures.photo_bytes_down,
        "envelopes": figures.envelopes,
        "rows_received": figures.rows,
        "round_trips": figures.round_trips,
        "syncs": figures.syncs,
        "syncs_interrupted": figures.interrupted,
        "line_bytes_up": lines.bytes_up,
        "line_bytes_down": lines.bytes_down,
        "line_connections": lines.connections,
        "line_cuts": lines.cuts,
    })
}

/// Time, memory and disk.
fn spent(stage: &Stage) -> Result<Value> {
    let mib = |usage: ProcessUsage| usage.peak_memory_kib.map(|kib| kib / 1024);
    let own = ProcessUsage::of_self();
    let relay = stage.relay.process().map(ProcessUsage::of);
    let seconds: Map<String, Value> = stage
        .show
        .phase_seconds()
        .into_iter()
        .map(|(title, seconds)| (title, json!(tenths(seconds))))
        .collect();
    Ok(json!({
        "seconds": seconds,
        "seconds_total": tenths(stage.show.seconds()),
        "cpu_seconds_phones": own.cpu_seconds,
        "cpu_seconds_relay": relay.and_then(|usage| usage.cpu_seconds),
        "peak_memory_mib_phones": mib(own),
        "peak_memory_mib_relay": relay.and_then(mib),
        "disk_bytes": folder_bytes(&stage.settings.folder)?,
    }))
}

fn tenths(seconds: f64) -> f64 {
    (seconds * 10.0).round() / 10.0
}
