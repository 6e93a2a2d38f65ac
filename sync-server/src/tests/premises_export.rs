//! What is exported of premises: as people read it, and as the import takes it again.

use reqwest::header::COOKIE;
use serde_json::Value;

use super::premises_import::send;
use super::world::World;
use crate::premises_import::tests::workbook;

/// The cells of a CSV whose texts hold no quotation mark.
fn cells_of(csv: &str) -> Vec<Vec<String>> {
    let line = |line: &str| {
        let (mut cells, mut is_quoted) = (vec![String::new()], false);
        for letter in line.chars() {
            match letter {
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => cells.push(String::new()),
                letter => cells.last_mut().unwrap().push(letter),
            }
        }
        cells
    };
    csv.trim_start_matches('\u{feff}')
        .lines()
        .map(line)
        .collect()
}

async fn exported(world: &World, cookie: &str) -> Vec<Vec<String>> {
    let url = world.url("/api/v1/premises.csv?personal=true");
    let request = world.http.get(url).header(COOKIE, cookie);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let mut table = cells_of(&answer.text().await.unwrap());
    // By name: ids are those of the relay.
    table[1..].sort_by(|one, other| one[3].cmp(&other[3]));
    table
}

async fn entered(world: &World, cookie: &str, list: Vec<u8>) -> Value {
    let path = "/api/v1/premises-imports";
    let (status, report) = send(world, cookie, path, list.clone()).await;
    assert_eq!((status, &report["bad"]), (200, &0.into()), "{report}");
    let confirm = format!("{path}/{}/confirm", report["import"].as_str().unwrap());
    let (status, entered) = send(world, cookie, &confirm, list).await;
    assert_eq!(status, 200, "{entered}");
    report
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_exported_is_read_by_people_and_imported_again() {
    let (world, other) = (World::start().await, World::start().await);
    let officer = world.cookie("officer").await;
    let rows: &[&[&str]] = &[
        &[
            "网格",
            "名称",
            "类别",
            "详细地址",
            "建筑面积（平方米）",
            "纬度",
            "经度",
            "structure",
            "gas_kind",
            "fire_station_minutes",
            "自建房",
            "owner_phone",
            "定位时间（自1970年的毫秒数）",
        ],
        &[
            "500118-10",
            "甲店",
            "small_shop",
            "三组1号",
            "45.5",
            "29.166001",
            "105.951",
            "brick_wood",
            "none",
            "12",
            "是",
            "13900000001",
            "1788748205000",
        ],
        &[
            "500118-11",
            "乙店",
            "rental_housing",
            "三组2号",
            "",
            "",
            "",
            "",
            "",
            "",
            "否",
            "",
            "",
        ],
    ];
    entered(&world, &officer, workbook(&[("名单", rows)])).await;
    let table = exported(&world, &officer).await;
    let column = |name: &str| table[0].iter().position(|head| head == name).unwrap();
    // 乙 stands before 甲.
    let shop = &table[2];
    for (name, text) in [
        ("状态", "在册"),
        ("网格", "一村第1网格"),
        ("建筑面积（平方米）", "45.50"),
        ("纬度 WGS-84", "29.166001"),
        ("经度 WGS-84", "105.951000"),
        ("到最近消防站行车时间（分钟）", "12"),
        ("自建房", "是"),
        ("定位时间（北京时间）", "2026-09-07 10:30:05"),
    ] {
        assert_eq!(shop[column(name)], text, "{name}");
    }
    for code in ["small_shop", "brick_wood", "none", "active"] {
        assert!(!shop.iter().any(|cell| cell == code), "{code}: {shop:?}");
    }
    // Into another relay of the same grids: the same comes out again.
    let texts: Vec<Vec<&str>> = table
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    let slices: Vec<&[&str]> = texts.iter().map(Vec::as_slice).collect();
    let list = workbook(&[("名单", &slices)]);
    let far = other.cookie("officer").await;
    let report = entered(&other, &far, list.clone()).await;
    assert_eq!(report["new"], 2, "{report}");
    assert_eq!(
        report["unknown_headings"],
        serde_json::json!(["编号", "状态"])
    );
    let again = exported(&other, &far).await;
    let but_for_ids = |table: &[Vec<String>]| -> Vec<Vec<String>> {
        table.iter().map(|row| row[1..].to_vec()).collect()
    };
    assert_eq!(but_for_ids(&again), but_for_ids(&table));
    // And where it came from nothing is new.
    let report = entered(&world, &officer, list).await;
    assert_eq!((&report["new"], &report["already"]), (&0.into(), &2.into()));
}
