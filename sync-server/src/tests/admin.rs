use std::sync::Arc;

use tempfile::TempDir;
use wangge_domain::people::{Role, Scope};

use super::world::{DAY_MS, OFFICER, START, WORKER, World, grid, user};
use crate::admin::{ImportFile, ImportPerson, InitRequest, NewUser, init};
use crate::clock::ManualClock;
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::relay::{ClockChoice, Relay, RelayConfig};

/// A password as a file has it, and one that its owner has chosen since.
const IMPORTED: &str = "imported with the file";
const CHOSEN: &str = "chosen by its owner";

fn request(folder: &TempDir) -> InitRequest {
    InitRequest {
        data: folder.path().join("relay"),
        tenant_name: "青峰镇".to_owned(),
        demo: false,
        listen: "127.0.0.1:0".to_owned(),
        address: "https://192.168.1.5:7443".to_owned(),
        clock: ClockChoice::Given(Arc::new(ManualClock::new(START))),
        store: crate::store_choice::StoreChoice::default(),
    }
}

#[test]
fn init_makes_a_relay_once() {
    let folder = TempDir::new().unwrap();
    let report = init(request(&folder)).unwrap();
    let text = std::fs::read_to_string(&report.root_key_file).unwrap();
    assert!(text.contains(&report.root_key.to_hex()));
    assert!(
        init(request(&folder)).is_err(),
        "never over an existing one"
    );
}

#[test]
fn a_name_that_no_paper_can_print_makes_no_relay() {
    for name in ["", "  ", "青峰\u{202e}镇", "青峰镇\n", &"镇".repeat(101)] {
        let folder = TempDir::new().unwrap();
        let asked = InitRequest {
            tenant_name: name.to_owned(),
            ..request(&folder)
        };
        let refused = init(asked);
        assert!(
            matches!(refused, Err(RelayStartError::Invalid(_))),
            "{name:?}"
        );
        assert!(!folder.path().join("relay").exists(), "nothing is begun");
    }
}

#[test]
fn a_relay_whose_database_is_gone_is_not_begun_anew() {
    let folder = TempDir::new().unwrap();
    let report = init(request(&folder)).unwrap();
    let root = std::fs::read(&report.root_key_file).unwrap();
    for entry in std::fs::read_dir(folder.path().join("relay")).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().contains("relay.sqlite") {
            std::fs::remove_file(path).unwrap();
        }
    }
    // Phones pin the keys that are there: neither a new root nor the advice to make one.
    let again = init(request(&folder));
    assert!(matches!(again, Err(RelayStartError::DatabaseGone(_))));
    assert_eq!(std::fs::read(&report.root_key_file).unwrap(), root);
    let opened = DataFolder::new(folder.path().join("relay")).require_initialized();
    assert!(matches!(opened, Err(RelayStartError::DatabaseGone(_))));
}

#[cfg(unix)]
#[test]
fn secrets_are_for_the_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    init(request(&folder)).unwrap();
    let data = folder.path().join("relay");
    for secret in [
        "root-key.txt",
        "keys/service-keys.json",
        "keys/policy.key",
        "keys/token.key",
        "tls/key.pem",
    ] {
        let mode = std::fs::metadata(data.join(secret))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{secret}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_file_is_for_demonstrations_only() {
    let folder = TempDir::new().unwrap();
    init(request(&folder)).unwrap();
    let file = folder.path().join("clock");
    std::fs::write(&file, "1788220800000").unwrap();
    let refused = Relay::start(RelayConfig {
        clock: ClockChoice::File(file),
        ..RelayConfig::new(folder.path().join("relay"))
    });
    assert!(refused.await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_all_or_nothing_and_can_be_repeated() {
    let world = World::start().await;
    let before = world.admin().control().unwrap().seq;
    let mut file = ImportFile::default();
    let control = world.admin().control().unwrap();
    file.grids.push(control.grids[&grid(10)].clone());
    let again = world.admin().import(&file).unwrap();
    assert_eq!((again.rows, again.unchanged), (0, 1));
    let mut moved = control.grids[&grid(10)].clone();
    moved.name = "改名".to_owned();
    let mut orphan = moved.clone();
    orphan.parent = Some(grid(50));
    file.grids = vec![moved, orphan];
    assert!(world.admin().import(&file).is_err());
    let after = world.admin().control().unwrap();
    assert_eq!(after.seq, before);
    assert_eq!(after.grids[&grid(10)].name, "一村第1网格");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_repeated_undoes_nothing_that_was_decided_since() {
    let world = World::start().await;
    let admin = world.admin();
    let worker = user(WORKER);
    let control = admin.control().unwrap();
    let grant = control
        .grants
        .iter()
        .find(|it| it.user == worker && it.role == Role::GridWorker)
        .unwrap()
        .clone();
    let person = control.people[&worker].clone();
    let file = ImportFile {
        people: vec![ImportPerson {
            person,
            account: Some("imported".to_owned()),
            password: Some(IMPORTED.to_owned()),
        }],
        grants: vec![grant],
        ..ImportFile::default()
    };
    assert_eq!(admin.import(&file).unwrap().accounts, 1);
    admin.revoke(worker, Role::GridWorker, "离职").unwrap();
    let who = worker.to_string();
    admin.set_password(&who, Some("imported"), CHOSEN).unwrap();
    let ended = admin.control().unwrap().grants.clone();
    let again = admin.import(&file).unwrap();
    assert_eq!((again.rows, again.accounts), (0, 0), "{again:?}");
    let held = admin.control().unwrap().grants.clone();
    assert_eq!(held, ended, "the role stays ended");
    let old = world.login_as("imported", IMPORTED).await;
    let chosen = world.login_as("imported", CHOSEN).await;
    assert_eq!(
        (old.status().as_u16(), chosen.status().as_u16()),
        (401, 200)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_found_by_account_name_or_id_and_names_are_not_shared() {
    let world = World::start().await;
    let admin = world.admin();
    assert_eq!(admin.find_user("officer").unwrap(), user(OFFICER));
    assert_eq!(admin.find_user("周大山").unwrap(), user(WORKER));
    assert_eq!(
        admin.find_user(&user(WORKER).to_string()).unwrap(),
        user(WORKER)
    );
    assert!(admin.find_user("没有").is_err());
    let new = |account: &str, password: &str| NewUser {
        name: "周大山".to_owned(),
        account: Some(account.to_owned()),
        password: Some(password.to_owned()),
        ..NewUser::default()
    };
    assert!(
        admin.add_user(&new("officer", "another password")).is_err(),
        "account is taken"
    );
    assert!(admin.add_user(&new("fresh", "short")).is_err());
    for (name, account) in [
        ("周\u{1b}[2J", "fresh"),
        ("周大山", "fr\u{7}esh"),
        (" ", "fresh"),
    ] {
        let hidden = NewUser {
            name: name.to_owned(),
            ..new(account, "long enough")
        };
        assert!(admin.add_user(&hidden).is_err(), "{name:?} {account:?}");
    }
    admin.add_user(&new("fresh", "long enough")).unwrap();
    assert!(admin.find_user("周大山").is_err(), "two have this name");
    admin
        .grant(
            user(WORKER),
            Role::GridWorker,
            Scope::Subtree(grid(11)),
            None,
            None,
        )
        .unwrap();
    assert!(
        admin
            .grant(user(WORKER), Role::System, Scope::Tenant, None, None)
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_policy_pack_comes_into_force_and_the_same_revision_cannot_change() {
    let world = World::start().await;
    let admin = world.admin();
    let mut pack = wangge_domain::policy::default_pack();
    assert!(admin.activate_policy(b"{}", None).is_err());
    pack.name = "另一个".to_owned();
    assert!(
        admin
            .activate_policy(pack.to_json().as_bytes(), None)
            .is_err(),
        "same revision"
    );
    pack.revision += 1;
    let revision = admin
        .activate_policy(pack.to_json().as_bytes(), None)
        .unwrap();
    assert_eq!(admin.status().unwrap().policy_revision, revision);
    let cookie = world.cookie("officer").await;
    let (_, me) = world.get(&cookie, "/api/v1/me").await;
    assert_eq!(me["policy_revision"], revision);
}

#[test]
fn the_link_of_a_code_says_where_whom_and_what_to_trust() {
    let folder = TempDir::new().unwrap();
    let report = init(request(&folder)).unwrap();
    let clock = ClockChoice::Given(Arc::new(ManualClock::new(START)));
    let admin = crate::admin::Admin::open(&folder.path().join("relay"), clock).unwrap();
    let new = NewUser {
        name: "周大山".to_owned(),
        ..NewUser::default()
    };
    let user = admin.add_user(&new).unwrap();
    let code = admin.enroll_code(user, DAY_MS).unwrap();
    let expected = format!(
        "wangge://enroll?relay=https%3A%2F%2F192.168.1.5%3A7443&pin={}&root={}&code={}",
        report.pin,
        report.root_key.to_hex(),
        code.code
    );
    assert_eq!(code.link, expected);
}

#[test]
fn a_code_valid_for_years_a_grid_without_a_name_and_endless_telephones_are_refused() {
    let folder = TempDir::new().unwrap();
    init(request(&folder)).unwrap();
    let clock = ClockChoice::Given(Arc::new(ManualClock::new(START)));
    let admin = crate::admin::Admin::open(&folder.path().join("relay"), clock).unwrap();
    let person = |name: &str, phone: String| NewUser {
        name: name.to_owned(),
        phone,
        ..NewUser::default()
    };
    let user = admin.add_user(&person("周大山", String::new())).unwrap();
    let said = |valid_ms: i64| admin.enroll_code(user, valid_ms).unwrap_err().to_string();
    for hours in [0, 73, 99_999_999] {
        let text = said(hours * 3_600_000);
        assert!(text.contains("1 至 72 小时"), "{text}");
    }
    assert!(admin.enroll_code(user, 72 * 3_600_000).is_ok());
    let grid = |code: &str, name: &str| {
        admin.add_grid(&crate::admin::NewGrid {
            level: wangge_domain::control::GridLevel::Large,
            parent: None,
            code: code.to_owned(),
            name: name.to_owned(),
        })
    };
    assert!(
        grid("G1", " ")
            .unwrap_err()
            .to_string()
            .contains("网格名称")
    );
    assert!(
        grid("", "青峰镇")
            .unwrap_err()
            .to_string()
            .contains("网格代码")
    );
    assert!(grid("G1", "青峰\u{202e}镇").is_err());
    assert!(admin.grids().unwrap().is_empty(), "nothing was changed");
    assert!(grid("G1", "青峰镇").is_ok());
    let endless = admin.add_user(&person("李四", "1".repeat(600)));
    assert!(endless.unwrap_err().to_string().contains("电话太长"));
}

#[test]
fn more_service_keys_are_certified_by_the_right_root_key_only() {
    let folder = TempDir::new().unwrap();
    let report = init(request(&folder)).unwrap();
    let other = TempDir::new().unwrap();
    let stranger = init(request(&other)).unwrap();
    let clock = ClockChoice::Given(Arc::new(ManualClock::new(START)));
    let admin = crate::admin::Admin::open(&folder.path().join("relay"), clock).unwrap();
    let before = admin.status().unwrap().service_keys_left;
    assert!(admin.certify(&stranger.root_key_file, 5).is_err());
    assert_eq!(admin.certify(&report.root_key_file, 5).unwrap(), before + 5);
}
