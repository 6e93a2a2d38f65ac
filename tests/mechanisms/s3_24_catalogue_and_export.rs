//! S3-24 消防信息纳入综合采集目录: a data dictionary, and an export in its order.

use reqwest::StatusCode;
use wangge_domain::people::Role;
use wangge_domain::premises::{catalogue, keys};

use crate::support::{api_refusal, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_24_catalogue_and_export() {
    let world = World::start().await;
    let (_, grid) = world.worker(0);
    let officer = world.officer_phone(0).await;
    let fields = [(keys::FLOORS, 3.into()), (keys::POLICE_LISTED, true.into())];
    shop(&officer, grid, "=1+1", &fields);
    officer.sync().await;
    let desk = world.officer_desk(0).await;

    let dictionary = desk.read("/api/v1/dictionary").await;
    let entries = dictionary.as_array().expect("a dictionary");
    assert_eq!(entries.len(), catalogue().len());
    for (index, entry) in entries.iter().enumerate() {
        assert_eq!(entry["number"], index + 1);
        let (key, name) = (entry["key"].as_str(), entry["name"].as_str());
        assert!(
            key.is_some() && name.is_some_and(|name| !name.starts_with("field.")),
            "{entry}"
        );
    }
    let personal: Vec<&str> = entries
        .iter()
        .filter(|entry| entry["personal"] == true)
        .filter_map(|entry| entry["key"].as_str())
        .collect();
    assert!(personal.contains(&keys::OWNER_NAME) && personal.contains(&keys::OWNER_PHONE));
    assert!(!personal.contains(&keys::NAME));

    let (status, sheet) = desk.get("/api/v1/premises.csv").await;
    assert_eq!(status, StatusCode::OK);
    let sheet = sheet.as_str().expect("a table").to_owned();
    let lines: Vec<&str> = sheet.trim_start_matches('\u{feff}').split("\r\n").collect();
    let heads: Vec<&str> = lines[0]
        .split("\",\"")
        .map(|it| it.trim_matches('"'))
        .collect();
    let open = entries.iter().filter(|entry| entry["personal"] == false);
    let names: Vec<&str> = open.filter_map(|entry| entry["name"].as_str()).collect();
    assert_eq!(heads.len(), names.len() + 3, "{heads:?}");
    for (head, name) in heads[3..].iter().zip(&names) {
        // Some say their unit behind the name.
        let unit = head.strip_prefix(*name);
        let is_named = unit.is_some_and(|unit| unit.is_empty() || unit.starts_with('（'));
        assert!(is_named, "columns stand in catalogue order: {head}, {name}");
    }
    assert!(heads.contains(&"建筑面积（平方米）"), "{heads:?}");
    assert!(lines[1].contains("\"在册\""), "{}", lines[1]);
    assert!(
        lines[1].contains("\"'=1+1\""),
        "a formula is text: {}",
        lines[1]
    );
    assert!(
        !sheet.contains("王老板"),
        "nobody's name without asking for it"
    );
    let whole = desk.get("/api/v1/premises.csv?personal=true").await.1;
    assert!(whole.as_str().is_some_and(|it| it.contains("王老板")));

    let police = world.desk(world.person(Role::Police, 0)).await;
    let taken = police.get("/api/v1/premises.csv").await;
    assert_eq!(api_refusal(taken), "403 forbidden");
    let manager = world.desk(world.person(Role::VillageAdmin, 3)).await;
    let other = manager.get("/api/v1/premises.csv").await.1;
    assert!(
        !other.as_str().expect("a table").contains("1+1"),
        "another village's"
    );
}
