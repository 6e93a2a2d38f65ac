use std::path::{Path, PathBuf};

use super::key::KEYS;
use super::read::parse;
use super::{Configuration, configuration_document};
use crate::backup_place::BackupPlace;
use crate::blob_choice::BlobChoice;
use crate::data_folder::DataFolder;
use crate::store_choice::StoreChoice;

fn read(text: &str) -> Result<Configuration, String> {
    parse(text, Path::new("/etc/wangge")).map_err(|error| error.to_string())
}

const S3: &str = "[blobs]\nkind = \"s3\"\nendpoint = \"https://s3.county\"\nbucket = \"photos\"\n\
                  access_key = \"relay\"\nsecret_key_file = \"s3-secret\"\n";

#[test]
fn the_documentation_is_that_of_this_build() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/CONFIGURATION.md");
    let written = std::fs::read_to_string(path).unwrap();
    assert_eq!(
        written.trim_end(),
        configuration_document().trim_end(),
        "print it anew: wangge-relay configuration > docs/CONFIGURATION.md"
    );
}

#[test]
fn every_example_is_valid_and_every_default_is_what_holds() {
    assert_eq!(read("").unwrap(), Configuration::default());
    let mut defaults = String::new();
    for key in KEYS {
        let (table, name) = key.name.split_once('.').unwrap_or(("", key.name));
        let value: toml::Table = toml::from_str(&format!("x = {}", key.example)).unwrap();
        assert!(value.contains_key("x"));
        let head = if table.is_empty() {
            String::new()
        } else {
            format!("[{table}]\n")
        };
        // By itself a key may lack its companions; its value is never what is wrong with it.
        if let Err(error) = read(&format!("{head}{name} = {}", key.example)) {
            let alone = ["missing", "alone", "cannot be read", "no such key"];
            assert!(alone.iter().any(|word| error.contains(word)), "{error}");
            assert!(!error.contains("no such key"), "{error}");
        }
        if !key.default.is_empty()
            && !matches!(
                key.name,
                "blobs.region"
                    | "blobs.prefix"
                    | "blobs.allow_http"
                    | "backup.kind"
                    | "backup.region"
                    | "backup.prefix"
                    | "backup.allow_http"
                    | "sign_on.claim"
                    | "webhook.events"
                    | "webhook.allow_private"
                    | "retention.then"
            )
        {
            defaults.push_str(&format!("{} = {}\n", key.name, key.default));
        }
    }
    assert_eq!(read(&defaults).unwrap(), Configuration::default());
}

#[test]
fn a_folder_of_an_earlier_release_is_read_and_two_files_are_one_too_many() {
    let folder = tempfile::TempDir::new().unwrap();
    let data = DataFolder::new(folder.path());
    assert_eq!(Configuration::of(&data).unwrap(), Configuration::default());
    let earlier = r#"{ "listen": "127.0.0.1:9", "store": { "postgres": "host=db" } }"#;
    std::fs::write(folder.path().join("relay.json"), earlier).unwrap();
    let read = Configuration::of(&data).unwrap();
    assert_eq!(read.listen, "127.0.0.1:9");
    assert_eq!(read.store, StoreChoice::Postgres("host=db".to_owned()));
    std::fs::write(data.configuration(), "listen = \"127.0.0.1:10\"").unwrap();
    assert_eq!(Configuration::of(&data).unwrap().listen, "127.0.0.1:10");
    let elsewhere = folder.path().join("elsewhere.toml");
    std::fs::write(&elsewhere, "listen = \"127.0.0.1:11\"").unwrap();
    let named = data.clone().configured_by(Some(elsewhere));
    let refused = Configuration::of(&named).unwrap_err().to_string();
    assert!(refused.contains("relay.toml"), "{refused}");
    std::fs::remove_file(data.configuration()).unwrap();
    assert_eq!(Configuration::of(&named).unwrap().listen, "127.0.0.1:11");
}

#[test]
fn a_connection_of_init_lies_in_a_file_of_its_own() {
    let folder = tempfile::TempDir::new().unwrap();
    let data = DataFolder::new(folder.path());
    let store = StoreChoice::Postgres("postgresql://wangge:hush@db/wangge".to_owned());
    super::write_configuration(&data, "0.0.0.0:7443", &store).unwrap();
    let text = std::fs::read_to_string(data.configuration()).unwrap();
    assert!(!text.contains("hush"), "{text}");
    let read = Configuration::of(&data).unwrap();
    assert_eq!((read.listen.as_str(), read.store), ("0.0.0.0:7443", store));
}

#[test]
fn a_full_file_is_read() {
    let read = read(&format!(
        "listen = \"127.0.0.1:7443\"\naudit_copy = \"/mnt/audit\"\n{S3}\n\
         [store]\nkind = \"postgresql\"\nurl = \"postgresql://wangge@db/wangge\"\n\
         [disk]\nphotos_stop_at_mib = 64\npushes_stop_at_mib = 32\n\
         [backup]\nto = \"links\"\nrecipient = \"age1x\"\n"
    ))
    .unwrap();
    let backup = read.backup.unwrap();
    let links = BackupPlace::Folder(PathBuf::from("/etc/wangge/links"));
    assert_eq!(backup.to, links);
    assert_eq!(backup.recipient, "age1x");
    assert_eq!(read.listen, "127.0.0.1:7443");
    assert_eq!(read.audit_copy.as_deref(), Some(Path::new("/mnt/audit")));
    assert_eq!(
        read.store,
        StoreChoice::Postgres("postgresql://wangge@db/wangge".to_owned())
    );
    assert_eq!((read.disk.photos, read.disk.pushes), (64 << 20, 32 << 20));
    let BlobChoice::S3(s3) = read.blobs else {
        panic!("not S3");
    };
    assert_eq!(s3.bucket, "photos");
    assert_eq!(s3.region, "us-east-1");
    assert_eq!(
        s3.secret_key_file.as_deref(),
        Some(Path::new("/etc/wangge/s3-secret"))
    );
}

#[test]
fn backups_go_into_a_bucket_and_are_kept_by_a_schedule() {
    let bucket = S3.replace("[blobs]", "[backup]").replace("photos", "away");
    let read_back = read(&format!(
        "{bucket}recipient = \"age1x\"\nkeep_all_days = 3\nkeep_monthly = 0\n{S3}"
    ))
    .unwrap();
    let BackupPlace::S3(away) = read_back.backup.unwrap().to else {
        panic!("not S3");
    };
    assert_eq!(
        (away.bucket.as_str(), away.region.as_str()),
        ("away", "us-east-1")
    );
    assert!(matches!(read_back.blobs, BlobChoice::S3(photos) if photos.bucket == "photos"));
    let schedule = read_back.backup_schedule;
    assert_eq!(
        (schedule.all_days, schedule.daily, schedule.monthly),
        (3, 30, 0)
    );
    // How long may be said while the place stands on the command line.
    let alone = read("[backup]\nkeep_daily = 9\n").unwrap();
    assert_eq!((alone.backup, alone.backup_schedule.daily), (None, 9));
    let no_tls = bucket.replace("https", "http");
    let refused = read(&format!("{no_tls}recipient = \"age1x\"\n")).unwrap_err();
    assert!(refused.contains("backup.allow_http = true"), "{refused}");
}

#[test]
fn an_error_names_the_key_the_value_and_a_valid_example() {
    let cases: &[(&str, [&str; 3])] = &[
        (
            "listne = \"0.0.0.0:1\"",
            ["listne", "\"0.0.0.0:1\"", "listen = \"0.0.0.0:7443\""],
        ),
        (
            "listen = \"7443\"",
            ["listen", "\"7443\"", "\"0.0.0.0:7443\""],
        ),
        ("listen = 7443", ["listen", "7443", "\"0.0.0.0:7443\""]),
        (
            "[store]\nkind = \"mysql\"",
            ["store.kind", "\"mysql\"", "\"postgresql\""],
        ),
        (
            "[blobs]\nbukket = \"a\"",
            ["blobs.bukket", "\"a\"", "bucket = \"wangge-photos\""],
        ),
        (
            "[blobs]\nkind = \"s3\"",
            ["blobs.endpoint", "missing", "https://"],
        ),
        (
            "[blobs]\nbucket = \"a\"",
            ["blobs.bucket", "\"a\"", "wangge-photos"],
        ),
        (
            "[disk]\nphotos_stop_at_mib = 1",
            ["disk.photos_stop_at_mib", "= 1", "1024"],
        ),
        (
            "[disk]\nphotos_stop_at_mib = 20",
            ["disk.photos_stop_at_mib", "= 20", "1024"],
        ),
        (
            "[blobs]\nallow_http = \"yes\"",
            ["blobs.allow_http", "\"yes\"", "false"],
        ),
        (
            "[store]\nurl_file = \"x\"",
            ["store.url_file", "kind", "/etc/wangge/postgres-url"],
        ),
        (
            "[backup]\nto = \"links\"",
            ["backup.recipient", "missing", "age1"],
        ),
        (
            "[backup]\nkind = \"s3\"\nto = \"links\"",
            ["backup.to", "\"links\"", "kind = \"folder\""],
        ),
        (
            "[backup]\nto = \"links\"\nbucket = \"a\"",
            ["backup.bucket", "\"a\"", "kind = \"s3\""],
        ),
        (
            "[backup]\nkind = \"s3\"",
            ["backup.endpoint", "missing", "https://"],
        ),
        (
            "[backup]\nkeep_all_days = 0",
            ["backup.keep_all_days", "= 0", "30"],
        ),
        (
            "[serve]\nproxy = [\"balancer\"]",
            ["serve.proxy", "[…]", "10.0.0.9"],
        ),
        (
            "[serve]\nplain_listen = \"0.0.0.0:7444\"",
            ["serve.plain_listen", "0.0.0.0:7444", "127.0.0.1:7444"],
        ),
        (
            "[serve]\ndrain_seconds = 900",
            ["serve.drain_seconds", "= 900", "20"],
        ),
        (
            "[intake]\nproxy = \"127.0.0.1:80\"",
            ["intake.proxy", "127.0.0.1:80", "\"127.0.0.1\""],
        ),
        ("blobs = 3", ["blobs", "3", "[blobs]"]),
        ("[webhooks]\na = 1", ["webhooks", "{…}", "="]),
    ];
    for (text, words) in cases {
        let error = read(text).unwrap_err();
        for word in words {
            assert!(
                error.contains(word),
                "{text:?}: {word:?} is not in {error:?}"
            );
        }
    }
    let no_tls = S3.replace("https", "http");
    assert!(
        read(&no_tls)
            .unwrap_err()
            .contains("blobs.allow_http = true")
    );
    assert!(read(&format!("{no_tls}allow_http = true\n")).is_ok());
    assert!(read("listen = ").unwrap_err().contains("TOML"));
}

#[test]
fn a_secret_in_the_wrong_place_is_refused_and_not_repeated() {
    for text in [
        "[store]\nkind = \"postgresql\"\nurl = \"postgresql://wangge:hush@db/wangge\"".to_owned(),
        format!("{S3}secret_key = \"hush\"\n"),
        "[store]\npassword = \"hush\"".to_owned(),
    ] {
        let error = read(&text).unwrap_err();
        assert!(!error.contains("hush"), "{error}");
    }
}

#[test]
fn receivers_of_webhooks_are_read_one_by_one() {
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::write(folder.path().join("secret"), "0123456789abcdef").unwrap();
    let read = |text: &str| parse(text, folder.path()).map_err(|error| error.to_string());
    let one = "[[webhook]]\nurl = \"https://a.example/hook\"\nsecret_file = \"secret\"\n";
    let other = "[[webhook]]\nurl = \"http://10.0.0.1/hook\"\nsecret_file = \"secret\"\n\
                 events = [\"major_case\"]\nallow_private = true\n";
    let webhooks = read(&format!("{one}{other}")).unwrap().webhooks;
    assert_eq!(webhooks.len(), 2);
    assert_eq!(
        (webhooks[0].events.len(), webhooks[0].allow_private),
        (2, false)
    );
    assert_eq!(webhooks[0].secret_file, folder.path().join("secret"));
    assert_eq!(
        (webhooks[1].events.len(), webhooks[1].allow_private),
        (1, true)
    );
    for (text, words) in [
        (format!("{one}{one}"), "webhook.url"),
        (one.replace("https", "http"), "allow_private"),
        (one.replace("\"secret\"", "\"gone\""), "cannot be read"),
        (format!("{one}events = [\"premises\"]\n"), "major_case"),
        (format!("{one}events = []\n"), "webhook.events"),
        (format!("{one}retries = 3\n"), "webhook.retries"),
        (
            "[[webhook]]\nsecret_file = \"secret\"\n".to_owned(),
            "missing",
        ),
        ("webhook = 3\n".to_owned(), "webhook"),
    ] {
        let refused = read(&text).unwrap_err();
        assert!(refused.contains(words), "{text}: {refused}");
    }
}

#[test]
fn periods_of_keeping_are_read_one_for_each_kind() {
    let one = "[[retention]]\nkind = \"inspection\"\nmonths = 60\n";
    let other = "[[retention]]\nkind = \"call\"\nmonths = 36\nthen = \"anonymise\"\n";
    let rules = read(&format!("{one}{other}")).unwrap().retention;
    let words: Vec<_> = rules
        .iter()
        .map(|rule| (rule.kind.as_str(), rule.months, rule.then.word()))
        .collect();
    assert_eq!(
        words,
        [("inspection", 60, "review"), ("call", 36, "anonymise")]
    );
    for (text, words) in [
        (format!("{one}{one}"), "retention.kind"),
        (one.replace("60", "0"), "retention.months"),
        (one.replace("months = 60\n", ""), "missing"),
        (one.replace("inspection", "premises"), "retention.kind"),
        (format!("{one}then = \"delete\"\n"), "anonymise"),
    ] {
        let refused = read(&text).unwrap_err();
        assert!(refused.contains(words), "{text}: {refused}");
    }
}

#[test]
fn how_callers_are_met_is_read() {
    let read = read(
        "[serve]\nproxy = [\"10.0.0.9\", \"fd00::1\"]\nplain_listen = \"[::1]:7444\"\n\
         drain_seconds = 20\nconnections_per_address = 50\ntls12 = true\n\
         [intake]\nfolder = \"intake\"\nlisten = \"127.0.0.1:81\"\nproxy = \"127.0.0.1\"\n",
    )
    .unwrap();
    let serve = read.serve;
    assert_eq!(serve.proxies.len(), 2);
    assert_eq!(serve.plain_listen.as_deref(), Some("[::1]:7444"));
    assert_eq!((serve.drain.as_secs(), serve.per_address), (20, 50));
    assert!(serve.tls12);
    let intake = read.intake;
    let folder = Path::new("/etc/wangge/intake");
    assert_eq!(intake.folder.as_deref(), Some(folder));
    assert_eq!(intake.listen, "127.0.0.1:81");
    assert!(intake.proxy.is_some_and(|proxy| proxy.is_loopback()));
}
