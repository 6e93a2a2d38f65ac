use std::path::Path;

use super::key::KEYS;
use super::read::parse;
use super::{Configuration, configuration_document};
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
                "blobs.region" | "blobs.prefix" | "blobs.allow_http" | "sign_on.claim"
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
    assert_eq!(backup.to, Path::new("/etc/wangge/links"));
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
