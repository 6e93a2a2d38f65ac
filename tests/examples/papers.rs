//! Makes every paper from made-up cases, writes the PDFs into a folder and prints how long each
//! took and how large it is: `cargo run --example papers -- FOLDER`.

#[path = "papers/cases.rs"]
mod cases;
#[path = "papers/folding.rs"]
mod folding;
#[path = "papers/registers.rs"]
mod registers;

use std::path::PathBuf;
use std::time::Instant;

use chrono::NaiveDate;
use wangge_domain::control::ControlState;
use wangge_domain::policy::default_pack;
use wangge_domain::record::RecordKind;
use wangge_report::papers::{
    Commitment, Letter, ResponsibilityLetter, ZoneCard, ZonePremises, commitment_paper,
    dossier_paper, inspection_record_paper, major_notice_paper, notice_paper, order_of, promise_of,
    recheck_opinion_paper, responsibility_paper, supervision_order_paper, transfer_paper,
    zone_card_paper,
};
use wangge_report::{
    FontSet, LedgerSheet, Office, Paper, PaperError, Pictures, ledger_xlsx, render,
};
use wangge_tests::process_usage::{ProcessUsage, reset_peak_memory};

fn main() -> anyhow::Result<()> {
    let folder = PathBuf::from(
        std::env::args()
            .nth(1)
            .unwrap_or_else(|| "papers".to_owned()),
    );
    std::fs::create_dir_all(&folder)?;
    let policy = default_pack();
    let control = cases::control();
    let office = cases::office(&policy, &control);
    let started = Instant::now();
    let fonts = FontSet::built_in();
    report(&format!(
        "font {:.0} ms",
        started.elapsed().as_secs_f64() * 1e3
    ));

    for (name, hazards, photos) in [
        ("notice", 5, 2),
        ("notice-plain", 1, 0),
        ("notice-60", 60, 0),
        ("notice-40-photos", 4, 10),
    ] {
        let (case, pictures) = cases::case(1, hazards, photos);
        let ids: Vec<_> = case.hazards.iter().map(|one| one.record).collect();
        write(
            &folder,
            name,
            notice_paper(&office, &case, &ids),
            &fonts,
            &pictures,
        )?;
    }
    let (mut case, pictures) = cases::case(1, 2, 2);
    let first = case.hazards[0].record;
    case.cases.push(cases::filed(first));
    case.hazards[0].state.major_notice = true;
    let major = major_notice_paper(&office, &case, &[first]);
    write(&folder, "major", major, &fonts, &pictures)?;
    case.cases.clear();
    case.hazards[0].state.major_notice = false;
    let record = inspection_record_paper(&office, &case, case.inspections[0].record);
    write(&folder, "inspection", record, &fonts, &pictures)?;
    let recheck = recheck_opinion_paper(&office, &case, first);
    write(&folder, "recheck", recheck, &fonts, &pictures)?;
    let letter = letter(&control);
    let by = NaiveDate::from_ymd_opt(2026, 9, 30).unwrap_or_default();
    let order = supervision_order_paper(&office, &case, &letter, "逾期未整改", by);
    write(&folder, "supervision", order, &fonts, &pictures)?;
    let transfer = transfer_paper(&office, &case, &letter, "经复查仍未整改");
    write(&folder, "transfer", transfer, &fonts, &pictures)?;
    write(
        &folder,
        "dossier",
        Ok(dossier_paper(&office, &case)),
        &fonts,
        &pictures,
    )?;
    let commitment = Commitment {
        breaches: vec![
            "灭火器压力不足1具".to_owned(),
            "疏散指示标志被遮挡".to_owned(),
        ],
        promises: vec![("更换灭火器".to_owned(), by), ("移走遮挡物".to_owned(), by)],
        promiser: "王𬭎".to_owned(),
        signature: None,
    };
    let commitment = commitment_paper(&office, &letter, &commitment);
    write(&folder, "commitment", commitment, &fonts, &Pictures::new())?;
    let content = ResponsibilityLetter {
        drive: "2026年度责任书".to_owned(),
        level: "村(社区)与场所".to_owned(),
        year: 2026,
        place: "青峰镇青峰路1号底层门面".to_owned(),
        responsible: "王𬭎".to_owned(),
        duties: [
            "保持疏散通道、安全出口畅通，不锁闭、不占用。",
            "规范用火用电用气，不私拉乱接电线。",
            "电动自行车不进楼入户停放、充电。",
            "经营场所内不违规住人。",
            "按要求配置灭火器材，定期检查。",
            "每月自查不少于一次，发现隐患及时消除。",
        ]
        .map(str::to_owned)
        .to_vec(),
        signature: None,
    };
    let responsibility = responsibility_paper(&office, &letter, &content);
    write(
        &folder,
        "responsibility",
        responsibility,
        &fonts,
        &Pictures::new(),
    )?;
    let card = ZoneCard {
        grid: letter.grid,
        premises: (0..70)
            .map(|place: i64| ZonePremises {
                name: format!("青峰路{place}号便利店"),
                category: "small_shop".to_owned(),
                address: format!("青峰路{place}号"),
                position: (place < 40).then_some(wangge_domain::premises::Position {
                    latitude: 29_100_000 + (place * 7919) % 9_000,
                    longitude: 106_100_000 + (place * 104_729) % 12_000,
                    accuracy_m: None,
                }),
            })
            .collect(),
        show_phones: true,
    };
    write(
        &folder,
        "zone",
        zone_card_paper(&office, &card),
        &fonts,
        &Pictures::new(),
    )?;
    registers_of(&folder, &office, &fonts)?;
    let (judged, folded) = folding::measure(&policy, 1_000);
    report(&format!(
        "1,000 events of one record: judged {judged:.1} ms, folded {folded:.2} ms"
    ));
    let (case, pictures) = cases::case(100, 40, 1);
    write(
        &folder,
        "dossier-100",
        Ok(dossier_paper(&office, &case)),
        &fonts,
        &pictures,
    )?;
    ledger(&folder)
}

/// Papers out of registers.
fn registers_of(
    folder: &std::path::Path,
    office: &Office<'_>,
    fonts: &FontSet,
) -> anyhow::Result<()> {
    let (case, _) = cases::case(1, 20, 0);
    let order = registers::register(
        &case,
        RecordKind::Order,
        "order.issue_monthly",
        &[("month", "2026年9月"), ("unit", "青峰镇场镇社区居民委员会")],
        "青消督字〔2026〕第0007号",
    );
    write(
        folder,
        "order",
        order_of(office, &order),
        fonts,
        &Pictures::new(),
    )?;
    let promise = registers::register(
        &case,
        RecordKind::Letter,
        "letter.doorstep",
        &[("household", "3幢2单元501室")],
        "青村消诺字〔2026〕第0012号",
    );
    write(
        folder,
        "promise",
        promise_of(office, &promise),
        fonts,
        &Pictures::new(),
    )
}

/// A ledger of 100,000 hazards as a spreadsheet, with the memory that it takes beyond what was
/// used before.
fn ledger(folder: &std::path::Path) -> anyhow::Result<()> {
    let _not_here = reset_peak_memory(std::process::id());
    let before = ProcessUsage::of_self().peak_memory_kib.unwrap_or(0);
    let started = Instant::now();
    let mut file = std::io::BufWriter::new(std::fs::File::create(folder.join("ledger.xlsx"))?);
    let sheet = LedgerSheet {
        keeper: "青峰镇应急消防管理站".to_owned(),
        made_at: wangge_domain::Timestamp(1_788_500_000_000),
        demo: true,
    };
    let mut steps = 0;
    let mut told = |_: u64| steps += 1;
    let rows = (0..100_000).map(cases::ledger_row);
    let count = ledger_xlsx(rows, &sheet, &mut told, &mut file)?;
    let peak = ProcessUsage::of_self().peak_memory_kib.unwrap_or(0);
    report(&format!(
        "ledger: {count} rows, {:.1} s, {} KiB, peak memory {} MiB (before {} MiB), {steps} steps told",
        started.elapsed().as_secs_f64(),
        std::fs::metadata(folder.join("ledger.xlsx"))?.len() / 1024,
        peak / 1024,
        before / 1024,
    ));
    Ok(())
}

fn letter(control: &ControlState) -> Letter {
    let grid = control
        .grids
        .keys()
        .last()
        .copied()
        .expect("the made-up township has grids");
    Letter {
        record: wangge_domain::RecordId(uuid_of(77)),
        issuer: "station".to_owned(),
        grid,
        number: "青消督字〔2026〕第0007号".to_owned(),
        dated: NaiveDate::from_ymd_opt(2026, 9, 20).unwrap_or_default(),
        to: "青峰镇场镇社区居民委员会".to_owned(),
    }
}

fn uuid_of(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

fn write(
    folder: &std::path::Path,
    name: &str,
    paper: Result<Paper, PaperError>,
    fonts: &FontSet,
    pictures: &Pictures,
) -> anyhow::Result<()> {
    let paper = match paper {
        Ok(paper) => paper,
        Err(error) => {
            report(&format!("{name}: {error}"));
            return Ok(());
        }
    };
    let started = Instant::now();
    let made = render(&paper, None, fonts, pictures)?;
    let ms = started.elapsed().as_secs_f64() * 1e3;
    let (pages, kib) = (made.pages, made.pdf.len() / 1024);
    report(&format!(
        "{name}: {pages} pages, {ms:.0} ms, {kib} KiB, missing {:?}",
        made.missing
    ));
    std::fs::write(folder.join(format!("{name}.pdf")), &made.pdf)?;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "figures are what this program is for")]
fn report(line: &str) {
    println!("{line}");
}
