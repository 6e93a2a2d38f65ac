mod backup;
mod retention;
mod s3;
mod serve;
mod sign_on;
mod webhooks;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::Configuration;
use super::error::ConfigurationError;
use super::key::{KEYS, Key, Kind};
use crate::blob_choice::BlobChoice;
use crate::disk::DiskLimits;
use crate::store_choice::StoreChoice;

/// Values that were checked, by the names of their keys.
struct Values<'a> {
    given: BTreeMap<&'static str, Value>,
    beside: &'a Path,
}

/// Reads the text of a file that lies in the folder `beside`.
pub(super) fn parse(text: &str, beside: &Path) -> Result<Configuration, ConfigurationError> {
    let mut table: Table =
        toml::from_str(text).map_err(|error| ConfigurationError::Syntax(error.to_string()))?;
    let receivers = table.remove(webhooks::TABLE);
    let periods = table.remove(retention::TABLE);
    let mut given = BTreeMap::new();
    collect("", table, &mut given)?;
    let values = Values { given, beside };
    let defaults = Configuration::default();
    let disk = DiskLimits {
        photos: values.mebibytes("disk.photos_stop_at_mib", defaults.disk.photos),
        pushes: values.mebibytes("disk.pushes_stop_at_mib", defaults.disk.pushes),
    };
    if disk.photos < disk.pushes {
        return Err(values.wrong(
            "disk.photos_stop_at_mib",
            "须不小于 disk.pushes_stop_at_mib：先停照片",
            "must not be below disk.pushes_stop_at_mib: photos stop first",
        ));
    }
    Ok(Configuration {
        data: values.path("data"),
        listen: values.text("listen").unwrap_or(defaults.listen),
        serve: values.serve(defaults.serve)?,
        intake: values.intake(defaults.intake),
        audit_copy: values.path("audit_copy"),
        store: values.store()?,
        blobs: values.blobs()?,
        backup: values.backup()?,
        backup_schedule: values.backup_schedule(defaults.backup_schedule),
        sign_on: values.sign_on()?,
        quotas: values.quotas(defaults.quotas),
        disk,
        announce_days: values.count("tls.announce_days", defaults.announce_days),
        webhooks: webhooks::read(receivers, beside)?,
        retention: retention::read(periods, beside)?,
    })
}

/// The tables of a list, each with its values checked; a single table is one of them.
fn list<'a>(
    name: &str,
    found: Option<Value>,
    beside: &'a Path,
) -> Result<Vec<Values<'a>>, ConfigurationError> {
    let tables = match found {
        None => Vec::new(),
        Some(Value::Array(tables)) => tables,
        Some(one) => vec![one],
    };
    let mut all = Vec::new();
    for table in tables {
        // As a file with this one table, so that its keys are checked as all others are.
        let mut file = Table::new();
        file.insert(name.to_owned(), table);
        let mut given = BTreeMap::new();
        collect("", file, &mut given)?;
        all.push(Values { given, beside });
    }
    Ok(all)
}

fn collect(
    within: &str,
    table: Table,
    given: &mut BTreeMap<&'static str, Value>,
) -> Result<(), ConfigurationError> {
    for (name, value) in table {
        let name = if within.is_empty() {
            name
        } else {
            format!("{within}.{name}")
        };
        let is_table = KEYS.iter().any(|key| {
            key.name
                .split_once('.')
                .is_some_and(|(table, _)| table == name)
        });
        if is_table && let Value::Table(inner) = value {
            collect(&name, inner, given)?;
            continue;
        }
        let Some(key) = KEYS.iter().find(|key| key.name == name) else {
            return Err(unknown(name, &value));
        };
        check(key, &value)?;
        given.insert(key.name, value);
    }
    Ok(())
}

fn unknown(key: String, value: &Value) -> ConfigurationError {
    // The key with most letters in common at both ends.
    let alike = |other: &str| {
        let from_start = key.chars().zip(other.chars()).take_while(|(a, b)| a == b);
        let from_end = key.chars().rev().zip(other.chars().rev());
        from_start.count() + from_end.take_while(|(a, b)| a == b).count()
    };
    let nearest = KEYS.iter().max_by_key(|known| alike(known.name));
    ConfigurationError::UnknownKey {
        example: nearest.map(Key::line).unwrap_or_default(),
        value: shown(&key, value),
        key,
    }
}

/// A value as an error shows it. What may be a secret in the wrong place is not repeated.
fn shown(key: &str, value: &Value) -> String {
    let is_secret = ["secret", "password", "token", "url"]
        .iter()
        .any(|word| key.contains(word));
    match value {
        _ if is_secret => "\"…\"".to_owned(),
        Value::String(text) => format!("\"{text}\""),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Datetime(at) => at.to_string(),
        Value::Array(_) => "[…]".to_owned(),
        Value::Table(_) => "{…}".to_owned(),
    }
}

fn problem(key: &Key, value: String, zh: &str, en: &str) -> ConfigurationError {
    ConfigurationError::Value {
        key: key.name.to_owned(),
        value,
        problem_zh: zh.to_owned(),
        problem: en.to_owned(),
        example: key.line(),
    }
}

fn check(key: &Key, value: &Value) -> Result<(), ConfigurationError> {
    let wrong = |zh: &str, en: &str| Err(problem(key, shown(key.name, value), zh, en));
    let text = value.as_str();
    match key.kind {
        Kind::Number(least, most) => match value.as_integer() {
            Some(number) if (least..=most).contains(&number) => Ok(()),
            _ => wrong(
                &format!("须为 {least} 到 {most} 的整数"),
                &format!("has to be a whole number from {least} to {most}"),
            ),
        },
        Kind::Flag => match value {
            Value::Boolean(_) => Ok(()),
            _ => wrong("须为 true 或 false", "has to be true or false"),
        },
        Kind::Word(words) => match text {
            Some(text) if words.contains(&text) => Ok(()),
            _ => {
                let words = words.join(", ");
                wrong(
                    &format!("须为其中之一: {words}"),
                    &format!("has to be one of: {words}"),
                )
            }
        },
        Kind::Words(words) => {
            let is_one = |one: &Value| one.as_str().is_some_and(|one| words.contains(&one));
            match value.as_array() {
                Some(list) if !list.is_empty() && list.iter().all(is_one) => Ok(()),
                _ => {
                    let words = words.join(", ");
                    wrong(
                        &format!("须为列表，每项为其中之一: {words}"),
                        &format!("has to be a list, each one of: {words}"),
                    )
                }
            }
        }
        Kind::Host => match text.map(str::parse::<IpAddr>) {
            Some(Ok(_)) => Ok(()),
            _ => wrong("须为地址，不带端口", "has to be an address, without a port"),
        },
        Kind::Hosts => {
            let is_one = |one: &Value| {
                one.as_str()
                    .is_some_and(|one| one.parse::<IpAddr>().is_ok())
            };
            match value.as_array() {
                Some(list) if list.iter().all(is_one) => Ok(()),
                _ => wrong(
                    "须为地址列表，不带端口",
                    "has to be a list of addresses, without ports",
                ),
            }
        }
        Kind::Text => match text {
            Some(_) => Ok(()),
            None => wrong("须为文字", "has to be text"),
        },
        Kind::Path => match text {
            Some(text) if !text.is_empty() => Ok(()),
            _ => wrong("须为路径", "has to be a path"),
        },
        Kind::Address => match text.and_then(|text| text.rsplit_once(':')) {
            Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => Ok(()),
            _ => wrong("须为 地址:端口", "has to be address:port"),
        },
        Kind::Url => match text {
            Some(text) if text.starts_with("https://") || text.starts_with("http://") => Ok(()),
            _ => wrong("须为网址", "has to be a URL"),
        },
        Kind::Connection => match text {
            Some(text) if crate::store::is_without_password(text) => Ok(()),
            _ => wrong(
                "不得含密码：把整个连接写进 store.url_file 所指的文件，或环境变量 WANGGE_POSTGRES",
                "must be a connection string without a password: keep that in a file or the environment",
            ),
        },
    }
}

impl Values<'_> {
    fn text(&self, name: &str) -> Option<String> {
        self.given.get(name)?.as_str().map(str::to_owned)
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        self.text(name).map(|text| self.beside.join(text))
    }

    fn count(&self, name: &str, default: u32) -> u32 {
        let number = self.given.get(name).and_then(Value::as_integer);
        number
            .and_then(|number| u32::try_from(number).ok())
            .unwrap_or(default)
    }

    fn mebibytes(&self, name: &str, default: u64) -> u64 {
        let number = self.given.get(name).and_then(Value::as_integer);
        number
            .and_then(|number| u64::try_from(number).ok())
            .map_or(default, |number| number << 20)
    }

    /// An error about a key that `KEYS` knows.
    fn wrong(&self, name: &str, zh: &str, en: &str) -> ConfigurationError {
        let value = self.given.get(name).map(|value| shown(name, value));
        let value = value.unwrap_or_else(|| "（缺失 missing）".to_owned());
        match KEYS.iter().find(|key| key.name == name) {
            Some(key) => problem(key, value, zh, en),
            None => ConfigurationError::Syntax(en.to_owned()),
        }
    }

    fn needed(&self, name: &str) -> Result<String, ConfigurationError> {
        self.text(name)
            .filter(|text| !text.is_empty())
            .ok_or_else(|| self.wrong(name, "必须填写", "is needed"))
    }

    fn store(&self) -> Result<StoreChoice, ConfigurationError> {
        if self.text("store.kind").as_deref() != Some("postgresql") {
            for name in ["store.url", "store.url_file"] {
                if self.given.contains_key(name) {
                    return Err(self.wrong(
                        name,
                        "仅当 store.kind = \"postgresql\" 时可写",
                        "goes with store.kind = \"postgresql\" alone",
                    ));
                }
            }
            return Ok(StoreChoice::Sqlite);
        }
        if let Some(path) = self.path("store.url_file") {
            let text = std::fs::read_to_string(&path).map_err(|error| {
                self.wrong(
                    "store.url_file",
                    &format!("无法读取: {error}"),
                    &format!("cannot be read: {error}"),
                )
            })?;
            return Ok(StoreChoice::Postgres(text.trim().to_owned()));
        }
        // The environment may name it.
        Ok(StoreChoice::Postgres(
            self.text("store.url").unwrap_or_default(),
        ))
    }

    fn blobs(&self) -> Result<BlobChoice, ConfigurationError> {
        if self.text("blobs.kind").as_deref() != Some("s3") {
            let mut others = self.given.keys().filter(|name| name.starts_with("blobs."));
            return match others.find(|name| **name != "blobs.kind") {
                Some(name) => Err(self.wrong(
                    name,
                    "仅当 blobs.kind = \"s3\" 时可写",
                    "goes with blobs.kind = \"s3\" alone",
                )),
                None => Ok(BlobChoice::Folder),
            };
        }
        Ok(BlobChoice::S3(self.s3("blobs")?))
    }
}
