//! What a phone does without any network: save an answer, open, search.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use serde_json::json;
use wangge_domain::GridId;
use wangge_domain::checklist::AnswerResult;
use wangge_domain::inspection::InspectionMode;
use wangge_mobile_core::{AnswerInput, Core, StartInspection};
use wangge_tests::process_usage::folder_bytes;
use wangge_tests::workload::Workload;

use super::phone::{BenchPhone, open};
use super::relay::BenchRelay;
use super::report::{Aim, Report};
use super::sizes::Sizes;
use super::statistics::{quantile, rounded};
use super::workshop;

/// Measured runs of opening, and of each query.
const RUNS: usize = 9;
/// How long premises are put on file for a search before it takes those there are.
const PATIENCE: Duration = Duration::from_secs(300);
/// Rows of a list's first page.
const PAGE: usize = 50;

/// All of it; the relay only enrolls.
pub(crate) async fn measure(sizes: &Sizes, report: &mut Report) -> Result<()> {
    let relay = BenchRelay::start(12).await?;
    let (user, grid) = relay.worker(0)?;
    let phone = relay.phone(user, relay.path("answers")).await?;
    save_answers(&phone.core, &relay, grid, sizes, report)?;
    drop(phone);

    let workshop = workshop::open()?;
    let maker = relay.phone(user, workshop.path().join("phone")).await?;
    let fields: Vec<_> = relay
        .township
        .premises
        .iter()
        .map(|it| it.filed())
        .collect();
    let opened = enter_premises(&maker.core, grid, &fields, 0..sizes.opened)?;
    anyhow::ensure!(
        opened == sizes.opened,
        "this machine is too slow to fill a phone"
    );
    let maker = open_many(maker, relay.path("opened"), sizes, report)?;
    let more = enter_premises(&maker.core, grid, &fields, sizes.opened..sizes.searched)?;
    search(
        maker,
        relay.path("searched"),
        sizes.opened + more,
        sizes,
        report,
    )
}

fn save_answers(
    core: &Core,
    relay: &BenchRelay,
    grid: GridId,
    sizes: &Sizes,
    report: &mut Report,
) -> Result<()> {
    let listed = relay.township.premises.first().context("a premises")?;
    let premises = core.create_premises(grid, &listed.filed())?;
    let input = StartInspection {
        mode: InspectionMode::Regular,
        checklist: None,
        position: None,
        inspectors: String::new(),
    };
    let inspection = core.start_inspection(premises, &input)?;
    let record = core.get_record(inspection)?;
    let code = record
        .content
        .text("checklist")
        .context("a checklist is pinned")?
        .to_owned();
    let policy = core.policy()?;
    let list = policy
        .checklists
        .by_code(&code)
        .context("it is in the pack")?;
    let notes = Workload::fresh_documents(5, "notes", sizes.answers.div_ceil(25));
    let notes = notes
        .iter()
        .flat_map(|it| &it.answers)
        .map(|it| it.note.clone());
    let mut milliseconds = Vec::with_capacity(sizes.answers);
    for (note, item) in notes.zip(list.items.iter().cycle()).take(sizes.answers) {
        let input = AnswerInput {
            item: item.id.clone(),
            result: Some(AnswerResult::Pass),
            value: None,
            note,
            part: None,
        };
        let begun = Instant::now();
        core.answer(inspection, &input)?;
        milliseconds.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    let disk = disk_sync_milliseconds(&relay.path("disk-probe"))?;
    let p50 = quantile(&mut milliseconds, 0.5);
    let p99 = quantile(&mut milliseconds, 0.99);
    report.section(
        "save_answer",
        json!({
            "count": milliseconds.len(),
            "p50_ms": rounded(p50, 2),
            "p99_ms": rounded(p99, 2),
            "max_ms": rounded(quantile(&mut milliseconds, 1.0), 2),
            // What this disk takes for 4 KiB alone: the floor of any durable save.
            "disk_sync_p50_ms": rounded(disk.0, 2),
            "disk_sync_p99_ms": rounded(disk.1, 2),
        }),
    )?;
    report.figure("save an answer, durable, p99", p99, "ms", Aim::AtMost(10.0));
    Ok(())
}

/// 4 KiB written and flushed, again and again: median and 99th percentile.
fn disk_sync_milliseconds(path: &Path) -> Result<(f64, f64)> {
    use std::io::Write as _;
    let mut file = std::fs::File::create(path)?;
    let mut times = Vec::new();
    for _ in 0..200 {
        let begun = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok((quantile(&mut times, 0.5), quantile(&mut times, 0.99)))
}

/// Puts premises on file until the patience ends; how many there are.
fn enter_premises(
    core: &Core,
    grid: GridId,
    fields: &[std::collections::BTreeMap<String, wangge_domain::record::Scalar>],
    numbers: std::ops::Range<usize>,
) -> Result<usize> {
    let begun = Instant::now();
    let mut entered = 0;
    for number in numbers {
        if begun.elapsed() > PATIENCE {
            break;
        }
        let mut fields = fields[number % fields.len()].clone();
        let key = wangge_domain::premises::keys::NAME;
        let name = fields
            .get(key)
            .and_then(|it| it.as_text())
            .unwrap_or("场所")
            .to_owned();
        fields.insert(key.to_owned(), format!("{name}{number}号").into());
        core.create_premises(grid, &fields)?;
        entered += 1;
    }
    Ok(entered)
}

/// Closes the phone, takes its folder to the disk, opens and lists there; the maker comes back.
fn open_many(
    maker: BenchPhone,
    folder: PathBuf,
    sizes: &Sizes,
    report: &mut Report,
) -> Result<BenchPhone> {
    let source = maker.close();
    workshop::copy_folder(&source, &folder)?;
    let mut milliseconds = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        let core = open(&folder)?;
        let status = core.status()?;
        let page = core.list_premises(None, None, PAGE)?;
        milliseconds.push(begun.elapsed().as_secs_f64() * 1000.0);
        anyhow::ensure!(page.len() == PAGE, "the list is there: {status:?}");
    }
    let median = quantile(&mut milliseconds, 0.5);
    let figures = json!({
        "what": "open the encrypted store, status, first page of the list",
        "records": sizes.opened,
        "median_ms": rounded(median, 1),
        "max_ms": rounded(quantile(&mut milliseconds, 1.0), 1),
        "folder_bytes": folder_bytes(&folder)?,
    });
    report.section("open", figures)?;
    let what = format!("open the app on {} records", sizes.opened);
    report.figure(&what, median, "ms", Aim::AtMost(300.0));
    BenchPhone::reopen(source)
}

fn search(
    maker: BenchPhone,
    folder: PathBuf,
    premises: usize,
    sizes: &Sizes,
    report: &mut Report,
) -> Result<()> {
    let source = maker.close();
    workshop::copy_folder(&source, &folder)?;
    let core = open(&folder)?;
    let mut queries = Vec::new();
    for query in ["店", "超市", "正街 出租房", "1000000003", "zjczf", "123号"] {
        let mut milliseconds = Vec::new();
        let mut hits = 0;
        for _ in 0..RUNS {
            let begun = Instant::now();
            hits = core.search_premises(query, PAGE)?.len();
            milliseconds.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        queries.push(json!({
            "query": query,
            "hits": hits,
            "median_ms": rounded(quantile(&mut milliseconds, 0.5), 2),
            "max_ms": rounded(quantile(&mut milliseconds, 1.0), 2),
        }));
    }
    let figures = json!({
        "premises": premises,
        "premises_wanted": sizes.searched,
        "queries": queries,
        "folder_bytes": folder_bytes(&folder)?,
    });
    report.section("search", figures)
}
