//! S3-18 火灾隐患“吹哨人”, 12345 举报: a file of the hotline is entered once, located, matched to open hazards, and
//! reconciled: what is bad, what was there before, what the file does not know.

use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::people::{Role, Scope};
use wangge_mobile_core::CoreError;

use crate::officials::{desk_of, official, say};
use crate::quick_hazard::quick_hazard;
use crate::support::shop;
use crate::world::{Desk, World, WorldClock, lies_plain};

async fn send(desk: &Desk, town: &str, file: &str) -> (u16, Value) {
    let path = format!("/api/v1/complaints/import?grid={town}&source=hotline_12345");
    let (status, answer) = desk.send(&path, "text/csv", file.to_owned()).await;
    (status.as_u16(), answer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_18_complaints_imported() {
    let world = World::start().await;
    let town = world.township.grids[0].grid.to_string();
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "便民超市", &[]);
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    worker.sync().await;
    let desk = world.officer_desk(0).await;

    let (status, refused) = send(&desk, &town, "地址,来电人\n青峰路1号,某\n").await;
    assert_eq!((status, &refused["code"]), (400, &json!("column_missing")));
    let why = refused["message"].as_str().expect("words");
    assert!(why.contains("工单编号"), "{why}");
    let file = "\u{feff}工单编号,诉求内容,地址\n\
                Z1,\"楼道堆物,晚上充电\",便民超市门口\n\
                Z2,电动车进电梯,不知道哪里\n\
                ,没有编号,便民超市\n\
                Z1,重复的一行,便民超市\n";
    let (status, report) = send(&desk, &town, file).await;
    assert_eq!(status, 200, "{report}");
    let entered = report["entered"].as_array().expect("a list");
    assert_eq!(entered.len(), 2, "{report}");
    assert_eq!(entered[0]["premises"], "便民超市");
    assert_eq!(entered[0]["open_hazards"], json!([hazard.to_string()]));
    assert_eq!(entered[1]["premises"], "");
    let lines: Vec<_> = report["bad"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|bad| bad["line"].as_u64())
        .collect();
    assert_eq!(lines, [4, 5], "{report}");

    // The same file again enters nothing; a later one is reconciled.
    let (_, again) = send(&desk, &town, file).await;
    assert_eq!(again["entered"], json!([]));
    assert_eq!(again["already"], json!(["Z1", "Z2"]));
    assert_eq!(again["differs"], json!([]), "{again}");
    // The same number with another text, or another place, is told as such.
    for row in ["Z2,完全另一件事,", "Z2,电动车进电梯,南门"] {
        let (_, other) = send(&desk, &town, &format!("编号,内容,地址\n{row}\n")).await;
        assert_eq!(other["already"], json!(["Z2"]));
        assert_eq!(other["differs"][0]["number"], "Z2", "{other}");
        assert_eq!(other["differs"][0]["record"], entered[1]["record"]);
    }
    let (_, later) = send(&desk, &town, "编号,内容\nZ2,电动车进电梯\nZ3,灭火器丢失\n").await;
    assert_eq!(
        later["not_in_file"],
        json!(["Z1"]),
        "the platform has closed it"
    );

    // What was located is with the worker of the grid; the rest waits at the township.
    let id = |entry: &Value| -> RecordId {
        let id = entry["record"].as_str().and_then(|id| id.parse().ok());
        id.expect("an id")
    };
    worker.sync().await;
    let located = worker.core.get_record(id(&entered[0])).expect("it is here");
    assert_eq!(located.state.case.field("external_number"), "Z1");
    assert_eq!(
        worker.core.get_record(id(&entered[1])).err(),
        Some(CoreError::UnknownRecord),
        "it is not on the worker's phone"
    );
    let first = id(&entered[0]);
    desk.step_ok(first, say("report.triage", json!({"severity": "general"})))
        .await;
    let matched = say("report.match", json!({"hazard": hazard.to_string()}));
    desk.step_ok(first, matched).await;
    let nothing = say("report.match", json!({"hazard": premises.to_string()}));
    assert_eq!(
        desk.step_refused(first, nothing).await,
        "linked_record_wrong"
    );
    let reply = json!({"reply": "已下发整改通知", "channel": "platform"});
    desk.step_ok(first, say("report.reply_verified", reply))
        .await;

    // A rehearsal enters nothing and names the columns that nobody knows.
    let rehearsal =
        format!("/api/v1/complaints/import?grid={town}&source=hotline_12345&dry_run=true");
    let odd = "编号,内容,地点,时间,联系人,联系电话,满意度\n\
               Z9,楼道堆物,便民超市,2026年9月1日7时30分,某,0,好\n\
               Z10,<script>alert(1)</script>,,,,,\n";
    let (status, planned) = desk.send(&rehearsal, "text/csv", odd.to_owned()).await;
    assert_eq!(status.as_u16(), 200, "{planned}");
    assert_eq!(planned["unknown_columns"], json!(["满意度"]), "{planned}");
    assert_eq!(planned["entered"][0]["premises"], "便民超市", "{planned}");
    assert_eq!(planned["bad"][0]["line"], 3, "{planned}");
    assert_eq!(
        planned["bad"][0]["reason"],
        "含有网页代码（the row holds markup）"
    );
    // It asks what the entry asks: whoever may not receive complaints of the township is told before.
    let clerk = official(&world, "县审计兼网格员", Role::Auditor, None);
    let own = Scope::Subtree(grid);
    let admin = world.admin();
    admin
        .grant(clerk, Role::GridWorker, own, None, None)
        .expect("a role");
    let clerk = desk_of(&world, "县审计兼网格员").await;
    let mut told = Vec::new();
    for path in [rehearsal.clone(), rehearsal.replace("&dry_run=true", "")] {
        let file = "编号,内容\nZ20,楼道堆物\n".to_owned();
        let (status, answer) = clerk.send(&path, "text/csv", file).await;
        assert_eq!(status.as_u16(), 200, "{answer}");
        assert_eq!(answer["entered"], json!([]), "{answer}");
        told.push(answer["bad"].clone());
    }
    assert_eq!(told[0][0]["line"], 2, "{told:?}");
    assert_eq!(told[0], told[1], "the rehearsal says what the entry says");
    let (_, entered) = send(&desk, &town, odd).await;
    assert_eq!(
        entered["entered"].as_array().map(Vec::len),
        Some(1),
        "the rehearsal had entered nothing: {entered}"
    );
    let told = entered["entered"][0]["record"].as_str();
    let told: RecordId = told.and_then(|id| id.parse().ok()).expect("an id");
    worker.sync().await;
    let told = worker.core.get_record(told).expect("it is here");
    let words = told.state.case.field("text");
    assert!(words.contains("来电时间：2026-09-01 07:30"), "{words}");
    let half_past_seven = WorldClock::at_china(2026, 9, 1, 7)
        .now()
        .plus_ms(30 * 60_000);
    assert_eq!(told.content.int("called_at_ms"), Some(half_past_seven.0));
    // What says no time, or one that is to come, stays as it was said.
    let said = "编号,内容,地点,时间\n\
                Z30,楼道堆物,便民超市,昨晚八点\n\
                Z31,楼道堆物,便民超市,2026/9/2 8:00\n\
                Z32,楼道堆物,便民超市,2026-13-45 99:00\n";
    let (_, entered) = send(&desk, &town, said).await;
    let odd = entered["odd_times"].as_array().expect("a list");
    let lines: Vec<_> = odd.iter().filter_map(|row| row["line"].as_u64()).collect();
    assert_eq!(lines, [2, 3, 4], "{entered}");
    let reason = |place: usize| odd[place]["reason"].as_str().expect("words");
    assert!(reason(1).starts_with("来电时间晚于现在"), "{entered}");
    assert!(reason(2).starts_with("来电时间无法识别"), "{entered}");
    worker.sync().await;
    for (entry, words) in [(0_usize, "昨晚八点"), (1, "2026/9/2 8:00")] {
        let said = worker.core.get_record(id(&entered["entered"][entry]));
        let said = said.expect("it is here");
        let text = said.state.case.field("text");
        assert!(text.contains(&format!("来电时间：{words}）")), "{text}");
        assert_eq!(said.content.int("called_at_ms"), None, "{words}");
    }

    // Who complained is kept by a later import, where the first could not; and never replaced.
    let (_, first) = send(&desk, &town, "编号,内容\nZ20,楼道堆物\n").await;
    let subject = first["entered"][0]["record"].as_str().expect("an id");
    let look = format!("/api/v1/reporter-identities/{subject}");
    for (caller, kept) in [("赵六", "赵六"), ("钱七", "赵六")] {
        let (_, again) = send(
            &desk,
            &town,
            &format!("编号,内容,来电人\nZ20,楼道堆物,{caller}\n"),
        )
        .await;
        assert_eq!(again["already"], json!(["Z20"]));
        let why = json!({"reason": "电话回访"}).to_string();
        let (_, who) = desk.send(&look, "application/json", why).await;
        assert_eq!(who["name"], kept);
    }

    // What names the caller in the words of the complaint stays behind: marks go to the phone, and the
    // result says so. The file again reads as what was entered.
    let file = "编号,内容,地点,来电人,联系电话\n\
                Z40,商铺占道李四独本人投诉 电话13955556666,便民超市（找王某13700007777）,李四独,13955556666\n\
                Z41,灭火器丢失,便民超市,李四独,13955556666\n";
    let (_, marked) = send(&desk, &town, file).await;
    let rows = marked["marked"].as_array().expect("a list");
    assert_eq!(rows.len(), 1, "{marked}");
    assert_eq!(rows[0]["line"], 2);
    let why = rows[0]["reason"].as_str().expect("words");
    assert!(
        why.starts_with("内容中的来电人姓名、电话已隐去；地点中的电话已隐去"),
        "{why}"
    );
    worker.sync().await;
    let shown = worker.core.get_record(id(&marked["entered"][0]));
    let shown = shown.expect("it is here");
    assert_eq!(
        shown.state.case.field("text"),
        "商铺占道〔来电人〕本人投诉 电话〔电话〕"
    );
    let everything = format!("{shown:?}");
    for secret in ["李四独", "13955556666", "13700007777"] {
        assert!(!everything.contains(secret), "{secret}: {everything}");
        assert!(
            !lies_plain(worker.folder(), secret),
            "{secret} lies on the phone"
        );
    }
    let (_, again) = send(&desk, &town, file).await;
    assert_eq!(again["already"], json!(["Z40", "Z41"]), "{again}");
    assert_eq!(again["differs"], json!([]), "{again}");
}
