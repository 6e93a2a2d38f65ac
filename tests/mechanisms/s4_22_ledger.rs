//! S4-22 排查登记, 建立台账和档案: the ledger as a spreadsheet reads it.

use reqwest::StatusCode;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::Responsible;
use wangge_domain::people::Role;
use wangge_mobile_core::RecheckInput;

use crate::quick_hazard::quick_hazard;
use crate::support::{api_refusal, feedback, responsible, serve, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_22_the_ledger_is_whole_and_harmless() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    let premises = shop(&worker, grid, "=cmd|' /C calc'!A0", &[]);
    let closed = quick_hazard(&worker, premises, "@SUM(1+1)");
    let open = quick_hazard(&worker, premises, "灭火器\"过期\",\n未更换");
    serve(&worker, closed, 7);
    feedback(&worker, closed);
    worker.sync().await;
    officer.sync().await;
    let photo = officer.photo(closed, "", PhotoStage::Recheck);
    let second = world.person(Role::StationOfficer, 1);
    let passed = RecheckInput::Passed {
        with: vec![second],
        photos: vec![photo],
    };
    officer
        .core
        .recheck(closed, passed)
        .expect("two officers may close it");
    officer.sync().await;
    let state = officer.core.get_record(closed).expect("it is here").state;
    let number = state.close_out_number.expect("销号 has its number");

    let desk = world.officer_desk(0).await;
    let (status, sheet) = desk.get("/api/v1/ledger.csv").await;
    assert_eq!(status, StatusCode::OK);
    let sheet = sheet.as_str().expect("a table is text");
    assert!(
        sheet.starts_with('\u{feff}'),
        "spreadsheets ask for a byte order mark"
    );
    let lines: Vec<&str> = sheet
        .split("\r\n")
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(lines.len(), 3, "a head and two hazards: {sheet}");
    for head in [
        "序号",
        "编号",
        "单位/场所",
        "隐患描述",
        "整改期限",
        "复查人",
        "销号编号",
        "状态",
    ] {
        assert!(lines[0].contains(&format!("\"{head}\"")), "{head}");
    }
    assert!(
        lines[0].ends_with("\"演示时间\""),
        "a made-up clock says so"
    );

    let columns = lines[0].matches("\",\"").count();
    let row = |words: &str| {
        let found = lines.iter().skip(1).find(|line| line.contains(words));
        *found.unwrap_or_else(|| panic!("{words} is missing: {sheet}"))
    };
    let done = row(&number);
    assert!(
        done.contains("\"'=cmd|' /C calc'!A0\""),
        "a formula is text: {done}"
    );
    assert!(done.contains("\"'@SUM(1+1)\""), "a formula is text: {done}");
    assert!(
        done.contains("\"已销号\"") && done.contains("〔2026〕第0001号"),
        "{done}"
    );
    assert_eq!(
        done.matches(",\"").count(),
        columns,
        "every column is there: {done}"
    );
    let other = row("灭火器");
    assert!(
        other.contains("\"灭火器\"\"过期\"\",\n未更换\""),
        "it stays one cell: {other}"
    );
    assert!(!other.contains(&number), "{open} is not closed");

    // The same in its printed layout: a spreadsheet is a zip whose cells hold text, no formulas.
    let (status, _, book) = desk.file("/api/v1/ledger.xlsx").await;
    assert_eq!(status, StatusCode::OK);
    assert!(book.starts_with(b"PK"), "a spreadsheet");
    let page = unzipped(&book, "xl/worksheets/sheet1.xml");
    for words in [
        "隐患排查整改台账",
        "演示时间",
        number.as_str(),
        "=cmd|",
        "未更换",
    ] {
        assert!(page.contains(words), "{words} is missing");
    }
    assert!(!page.contains("<f>"), "nothing in it is a formula");
    assert!(
        page.contains("orientation=\"landscape\""),
        "as it is printed"
    );
    let (_, _, again) = desk.file("/api/v1/ledger.xlsx").await;
    assert_eq!(book, again, "the same ledger, the same bytes");

    // Not everybody takes the ledger away, in whatever form.
    let police = world.desk(world.person(Role::Police, 0)).await;
    for path in ["/api/v1/ledger.xlsx", "/api/v1/ledger.csv"] {
        let taken = police.get(path).await;
        assert_eq!(api_refusal(taken), "403 forbidden", "{path}");
    }
}

/// S0-25: what was put right on the spot has no notice, and its line is whole all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_22_a_hazard_fixed_on_the_spot_names_who_is_answerable() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    let premises = shop(&worker, grid, "桥头便民超市", &[]);
    let open = quick_hazard(&worker, premises, "灭火器过期");
    let fixed = quick_hazard(&worker, premises, "通道堆物");
    let before = worker.photo(fixed, "", PhotoStage::Before);
    let after = worker.photo(fixed, "", PhotoStage::After);
    worker
        .core
        .fix_on_spot(fixed, before, after)
        .expect("it was cleared at once");
    worker.sync().await;
    officer.sync().await;
    let desk = world.officer_desk(0).await;
    let line = async |words: &str| {
        let (_, sheet) = desk.get("/api/v1/ledger.csv").await;
        let sheet = sheet.as_str().expect("a table is text").to_owned();
        let mut lines = sheet.split("\r\n");
        let found = lines.find(|line| line.contains(words));
        found.expect("it is in the ledger").to_owned()
    };
    // The columns stand side by side: unit, leader, person.
    let waits = line("通道堆物").await;
    assert!(
        waits.contains("\"桥头便民超市\",\"未指定\",\"王小二\"") && waits.contains("\"当场整改\""),
        "nobody has verified it yet: {waits}"
    );
    officer
        .core
        .verify_fix(fixed, Some("station"), "属实")
        .expect("by somebody else");
    officer.sync().await;
    let closed = line("通道堆物").await;
    let township = &world.township;
    let village = township.grid(grid).and_then(|small| small.parent);
    let head = village.and_then(|village| township.grid(village)?.head);
    let mut people = township.people.iter();
    let head = people.find(|person| Some(person.user) == head);
    let name = &head.expect("the village has a head").name;
    assert!(
        closed.contains(&format!("\"桥头便民超市\",\"{name}\",\"王小二\"")),
        "{closed}"
    );
    assert!(closed.contains("\"当场整改\""), "{closed}");
    // Who verified it, and when, stands where the recheck of a notice does.
    let mut people = township.people.iter();
    let verifier = people.find(|person| person.user == officer.user);
    let verifier = &verifier.expect("the officer is entered").name;
    let day = world.clock.now().china_date();
    let verified = format!("\"当场整改，已核实：属实\",\"按期\",\"{day} ");
    assert!(closed.contains(&verified), "{verified}: {closed}");
    assert!(
        closed.contains(&format!("\",\"{verifier}\",\"")),
        "{closed}"
    );
    let other = line("灭火器过期").await;
    assert!(
        !other.contains("当场整改") && !other.contains("王小二"),
        "{open} has no notice yet: {other}"
    );
}

/// S0-25: who is named after the service stands beside whom the notice went to.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_22_the_ledger_names_whom_the_notice_went_to() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "桥头便民超市", &[]);
    let hazard = quick_hazard(&worker, premises, "灭火器过期");
    serve(&worker, hazard, 7);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let ledger = async || {
        let (_, sheet) = desk.get("/api/v1/ledger.csv").await;
        sheet.as_str().expect("a table is text").to_owned()
    };
    let before = ledger().await;
    assert!(before.contains("\"李站长\",\"王老板\""), "{before}");
    let named = Responsible {
        person: "新租户".to_owned(),
        ..responsible()
    };
    worker
        .core
        .set_responsible(hazard, named)
        .expect("the tenant has changed");
    worker.sync().await;
    let after = ledger().await;
    assert!(
        after.contains("\"李站长\",\"王老板（现：新租户）\""),
        "{after}"
    );
}

/// A part of a zip as text.
fn unzipped(book: &[u8], name: &str) -> String {
    use std::io::Read as _;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a whole zip");
    let mut text = String::new();
    let mut part = zip.by_name(name).expect("the part is there");
    part.read_to_string(&mut text).expect("it is text");
    text
}
