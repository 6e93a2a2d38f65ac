//! Lists of premises from a workbook (S3-12), over HTTP and by the command.

use reqwest::header::COOKIE;
use serde_json::Value;

use super::world::{OFFICER, World, answer, user};
use crate::admin::PremisesImport;
use crate::premises_import::tests::workbook;

const HEAD: &[&str] = &[
    "网格",
    "名称",
    "类别",
    "详细地址",
    "建筑面积（平方米）",
    "自建房",
    "负责人电话",
    "颜色",
];

pub(super) async fn send(world: &World, cookie: &str, path: &str, body: Vec<u8>) -> (u16, Value) {
    let request = world
        .http
        .post(world.url(path))
        .header(COOKIE, cookie)
        .header("wangge-csrf", "1")
        .body(body);
    answer(request.send().await.unwrap()).await
}

fn good() -> Vec<u8> {
    workbook(&[
        (
            "名单",
            &[
                HEAD,
                &[
                    "500118-10",
                    "张记小吃",
                    "small_shop",
                    "三组12号",
                    "45.5",
                    "是",
                    "13900000001",
                    "红",
                ],
                &[
                    "一村第1网格",
                    "便民超市",
                    "small_shop",
                    "三组14号",
                    "",
                    "否",
                    "",
                    "",
                ],
                &[
                    "500118-11",
                    "李家旅馆",
                    "small_shop",
                    "一组3号",
                    "",
                    "",
                    "",
                    "",
                ],
            ],
        ),
        (
            "汇总",
            &[
                &["村", "数量"],
                &["一村", "2"],
                &["二村", "1"],
                &["合计", "3"],
            ],
        ),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_names_every_problem_and_changes_nothing() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let before = world.admin().status().unwrap();
    let list = workbook(&[
        (
            "名单",
            &[
                HEAD,
                &[
                    "500118-10",
                    "张记小吃",
                    "small_shop",
                    "三组12号",
                    "45.5",
                    "是",
                    "",
                    "",
                ],
                &["无此网格", "", "huge_shop", "", "很大", "也许", "", ""],
                &[
                    "500118-10",
                    "张记 小吃",
                    "small_shop",
                    "３组１２号",
                    "",
                    "",
                    "",
                    "",
                ],
                &["", "无网格店", "small_shop", "五组1号", "", "", "", ""],
            ],
        ),
        ("汇总", &[&["一村", "70"], &["三村", "18"]]),
    ]);
    let (status, report) = send(&world, &officer, "/api/v1/premises-imports", list.clone()).await;
    assert_eq!(status, 200, "{report}");
    assert_eq!(
        [&report["rows"], &report["new"], &report["bad"]],
        [4, 1, 3],
        "{report}"
    );
    assert_eq!(report["unknown_headings"][0], "颜色");
    let codes = |line: u64| -> Vec<String> {
        let rows = report["findings"].as_array().unwrap();
        let row = rows.iter().find(|row| row["line"] == line).unwrap();
        let findings = row["findings"].as_array().unwrap().iter();
        findings
            .filter(|one| one["level"] == "blocking")
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect()
    };
    let second = codes(3);
    for code in [
        "value_wrong_type",
        "grid_unknown",
        "value_missing",
        "category_unknown",
    ] {
        assert!(second.iter().any(|one| one == code), "{code}: {second:?}");
    }
    assert_eq!(codes(4), ["listed_twice"]);
    assert_eq!(codes(5), ["grid_missing"]);
    let villages = report["villages"].as_array().unwrap();
    let one = villages.iter().find(|it| it["name"] == "一村").unwrap();
    assert_eq!((&one["stated"], &one["in_file"]), (&70.into(), &1.into()));
    assert_eq!(one["agrees"], false);
    assert!(
        villages
            .iter()
            .any(|it| it["name"] == "三村" && it["grid"] == "")
    );
    // Rows without a grid have a line of their own, and of them nothing was stated.
    let unknown = villages.iter().find(|it| it["name"] == "网格不明").unwrap();
    assert_eq!(
        [&unknown["grid"], &unknown["bad"], &unknown["in_file"]],
        [&Value::from(""), &Value::from(2), &Value::from(0)]
    );
    assert!(unknown["stated"].is_null() && unknown["agrees"].is_null());
    // Nobody said to skip or to accept: nothing is entered.
    let path = format!(
        "/api/v1/premises-imports/{}/confirm",
        report["import"].as_str().unwrap()
    );
    let (status, refused) = send(&world, &officer, &path, list.clone()).await;
    assert_eq!(
        (status, refused["code"].as_str()),
        (422, Some("import_has_problems"))
    );
    let skip = format!("{path}?skip_bad=true");
    let (status, refused) = send(&world, &officer, &skip, list).await;
    assert_eq!(
        (status, refused["code"].as_str()),
        (422, Some("import_differs"))
    );
    let (status, refused) = send(&world, &officer, &skip, good()).await;
    assert_eq!(
        (status, refused["code"].as_str()),
        (409, Some("import_changed"))
    );
    let after = world.admin().status().unwrap();
    assert_eq!((before.rows, before.records), (after.rows, after.records));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_that_cannot_be_compared_holds_the_list_up() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let list = |summary: &[&[&str]]| {
        let row: &[&str] = &["500118-10", "张记小吃", "small_shop", "三组12号"];
        workbook(&[("名单", &[&HEAD[..4], row]), ("汇总", summary)])
    };
    let path = "/api/v1/premises-imports";
    for (summary, code) in [
        (&[&["一村", "1户"][..]][..], "summary_number_unreadable"),
        (&[&["一村", "-1"][..]][..], "summary_number_unreadable"),
        (
            &[&["一村", "3"][..], &["一村", "1"][..]][..],
            "summary_village_twice",
        ),
        (
            &[&["一村", "1"][..], &["合计", "2"][..]][..],
            "summary_total_differs",
        ),
    ] {
        let (status, report) = send(&world, &officer, path, list(summary)).await;
        assert_eq!(status, 200, "{report}");
        let found = &report["summary_findings"][0]["findings"][0];
        assert_eq!(found["code"], code, "{report}");
        let confirm = format!("{path}/{}/confirm", report["import"].as_str().unwrap());
        let (status, refused) = send(&world, &officer, &confirm, list(summary)).await;
        assert_eq!(
            (status, refused["code"].as_str()),
            (422, Some("import_differs")),
            "{code}"
        );
    }
    // As people write numbers: nothing to be found, and it is entered.
    let fine: &[&[&str]] = &[&["村", "数量"], &["一村", "１"], &["合 计", "1"]];
    let (_, report) = send(&world, &officer, path, list(fine)).await;
    assert_eq!(report["summary_findings"].as_array().unwrap().len(), 0);
    let confirm = format!("{path}/{}/confirm", report["import"].as_str().unwrap());
    let (status, entered) = send(&world, &officer, &confirm, list(fine)).await;
    assert_eq!(status, 200, "{entered}");
    assert_eq!(entered["entered"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmed_list_is_on_file_once() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let (_, report) = send(&world, &officer, "/api/v1/premises-imports", good()).await;
    assert_eq!(
        (&report["new"], &report["bad"]),
        (&3.into(), &0.into()),
        "{report}"
    );
    let path = format!(
        "/api/v1/premises-imports/{}/confirm",
        report["import"].as_str().unwrap()
    );
    let (status, entered) = send(&world, &officer, &path, good()).await;
    assert_eq!(status, 200, "{entered}");
    assert_eq!(entered["entered"].as_array().unwrap().len(), 3, "{entered}");
    let record = entered["entered"][0]["record"].as_str().unwrap();
    let (_, shown) = world
        .get(&officer, &format!("/api/v1/records/{record}"))
        .await;
    assert_eq!(shown["content"]["area_square_decimeters"], 4550, "{shown}");
    let (_, again) = send(&world, &officer, &path, good()).await;
    assert_eq!(
        (
            &again["already"],
            again["entered"].as_array().unwrap().len()
        ),
        (&3.into(), 0)
    );
    let (_, report) = send(&world, &officer, "/api/v1/premises-imports", good()).await;
    let one = &report["villages"].as_array().unwrap()[0];
    assert_eq!(
        (&one["on_file"], &one["after"], &one["agrees"]),
        (&2.into(), &2.into(), &true.into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_village_enters_no_mark_that_plans_follow() {
    let world = World::start().await;
    let list = workbook(&[(
        "名单",
        &[
            &["网格", "名称", "类别", "详细地址", "信用等级", "派出所列管"],
            &["500118-10", "甲店", "small_shop", "三组1号", "A", "否"],
            &["500118-10", "乙店", "small_shop", "三组2号", "", "是"],
            &["500118-10", "丙店", "small_shop", "三组3号", "", "否"],
        ],
    )]);
    for (who, bad) in [("village1", 2), ("officer", 0)] {
        let cookie = world.cookie(who).await;
        let path = "/api/v1/premises-imports";
        let (status, report) = send(&world, &cookie, path, list.clone()).await;
        assert_eq!((status, &report["bad"]), (200, &bad.into()), "{report}");
        let rows = report["findings"].as_array().unwrap().iter();
        let marks = rows
            .flat_map(|row| row["findings"].as_array().unwrap())
            .filter(|finding| finding["code"] == "mark_not_yours");
        assert_eq!(marks.count(), bad, "{report}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_imports_into_another_village() {
    let world = World::start().await;
    let village = world.cookie("village1").await;
    let (status, report) = send(&world, &village, "/api/v1/premises-imports", good()).await;
    assert_eq!((status, &report["bad"]), (200, &1.into()), "{report}");
    let rows = report["findings"].as_array().unwrap().iter();
    let codes: Vec<&str> = rows
        .flat_map(|row| row["findings"].as_array().unwrap())
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    assert!(codes.contains(&"grid_out_of_reach"), "{codes:?}");
    let department = world.cookie("department").await;
    let (status, _) = send(&world, &department, "/api/v1/premises-imports", good()).await;
    assert_eq!(status, 403);
    let (status, refused) =
        send(&world, &village, "/api/v1/premises-imports", b"no".to_vec()).await;
    assert_eq!(
        (status, refused["code"].as_str()),
        (422, Some("not_a_workbook"))
    );
    let path = "/api/v1/premises-imports?grid=none";
    assert_eq!(send(&world, &village, path, good()).await.0, 400);
    let large = vec![0; 9 * 1024 * 1024];
    let (status, refused) = send(&world, &village, "/api/v1/premises-imports", large).await;
    assert_eq!((status, refused["code"].as_str()), (413, Some("too_large")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_does_the_same() {
    let world = World::start().await;
    let admin = world.admin();
    let dry = admin
        .import_premises(user(OFFICER), &good(), &PremisesImport::default())
        .unwrap();
    assert_eq!(dry["new"], 3);
    let confirm = PremisesImport {
        confirm: true,
        ..PremisesImport::default()
    };
    let entered = admin
        .import_premises(user(OFFICER), &good(), &confirm)
        .unwrap();
    assert_eq!(entered["entered"].as_array().unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_thousand_rows_each_bad_one_is_named_and_nothing_is_entered() {
    const ROWS: usize = 10_000;
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let before = world.admin().status().unwrap();
    let texts: Vec<[String; 4]> = (0..ROWS)
        .map(|row| {
            // Every other row is of a category that the pack does not know.
            let category = if row % 2 == 0 {
                "small_shop"
            } else {
                "huge_shop"
            };
            let name = format!("第{row}家");
            let address = format!("{row}组{row}号");
            ["500118-10".to_owned(), name, category.to_owned(), address]
        })
        .collect();
    let cells: Vec<[&str; 4]> = texts
        .iter()
        .map(|row| row.each_ref().map(String::as_str))
        .collect();
    let mut rows: Vec<&[&str]> = vec![&HEAD[..4]];
    rows.extend(cells.iter().map(<[&str; 4]>::as_slice));
    let list = workbook(&[("名单", &rows)]);
    let path = "/api/v1/premises-imports";
    let (status, report) = send(&world, &officer, path, list.clone()).await;
    assert_eq!(status, 200, "{report}");
    assert_eq!(
        (report["rows"].as_u64(), report["bad"].as_u64()),
        (Some(10_000), Some(5_000))
    );
    let bad = report["findings"].as_array().unwrap().iter();
    let lines: Vec<u64> = bad
        .filter(|row| row["is_bad"] == true)
        .map(|row| row["line"].as_u64().unwrap())
        .collect();
    let expected: Vec<u64> = (0..5_000).map(|row| 3 + 2 * row).collect();
    assert_eq!(lines, expected);
    let id = report["import"].as_str().unwrap();
    let (status, refused) = send(&world, &officer, &format!("{path}/{id}/confirm"), list).await;
    assert_eq!(
        (status, refused["code"].as_str()),
        (422, Some("import_has_problems"))
    );
    assert_eq!(world.admin().status().unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_without_a_summary_agrees_with_nothing_and_is_entered() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let rows: &[&[&str]] = &[
        &["网格", "名称", "类别", "详细地址", "村"],
        &["500118-10", "张记小吃", "small_shop", "三组12号", "一村"],
        &["无此网格", "李记小吃", "small_shop", "三组13号", "一村"],
        &["", "王记小吃", "small_shop", "三组15号", "二村"],
    ];
    let path = "/api/v1/premises-imports";
    let list = workbook(&[("名单", rows)]);
    let (status, report) = send(&world, &officer, path, list.clone()).await;
    assert_eq!(status, 200, "{report}");
    let villages = report["villages"].as_array().unwrap();
    let names: Vec<&str> = villages
        .iter()
        .filter_map(|it| it["name"].as_str())
        .collect();
    // No village stands there twice.
    assert_eq!(names, ["一村", "网格不明"], "{report}");
    assert!(
        villages
            .iter()
            .all(|it| it.get("agrees").is_none() && it.get("stated").is_none()),
        "{report}"
    );
    let import = report["import"].as_str().unwrap();
    let confirm = format!("{path}/{import}/confirm?skip_bad=true");
    let (status, entered) = send(&world, &officer, &confirm, list).await;
    assert_eq!(status, 200, "{entered}");
    assert_eq!(entered["entered"].as_array().unwrap().len(), 1);
}
