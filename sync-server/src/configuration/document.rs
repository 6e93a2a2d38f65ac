use std::fmt::Write as _;

use super::key::{KEYS, Kind};

/// `docs/CONFIGURATION.md`, from the table of keys.
#[must_use]
pub fn configuration_document() -> String {
    let mut text = String::from(
        "# Configuration of the relay（中继配置）\n\n\
         One TOML file. `wangge-relay serve --config FILE` names it; every other command takes it from the environment \
         variable `WANGGE_CONFIG`. Without either it is `relay.toml` in the data folder, which `init` writes. \
         A folder of an earlier release has `relay.json` instead, which is read as before. \
         Relative paths begin at the folder of the file. A key that is not listed here is refused; an error names the \
         key, the value and a valid example.\n\n\
         Secrets stand in no key: they come from files that the configuration names, or from the environment \
         (`WANGGE_POSTGRES`, `WANGGE_S3_SECRET_KEY`, `WANGGE_BACKUP_SECRET_KEY`), and are never logged.\n\n\
         This page is printed by `wangge-relay configuration`; a test compares.\n",
    );
    let mut table = None;
    for key in KEYS {
        let (within, name) = key.name.split_once('.').unwrap_or(("", key.name));
        if table != Some(within) {
            table = Some(within);
            let title = match within {
                "" => "Top of the file".to_owned(),
                "webhook" => "`[[webhook]]`, once for each receiver".to_owned(),
                "retention" => "`[[retention]]`, once for each kind".to_owned(),
                within => format!("`[{within}]`"),
            };
            let _infallible = write!(
                text,
                "\n## {title}\n\n| key | value | default | example | meaning |\n|---|---|---|---|---|\n"
            );
        }
        let kind = match key.kind {
            Kind::Text => "text".to_owned(),
            Kind::Path => "path".to_owned(),
            Kind::Address => "address:port".to_owned(),
            Kind::Url => "URL".to_owned(),
            Kind::Connection => "connection string".to_owned(),
            Kind::Number(least, most) => format!("{least} to {most}"),
            Kind::Flag => "`true` or `false`".to_owned(),
            Kind::Word(words) => format!("`{}`", words.join("` or `")),
            Kind::Host => "address".to_owned(),
            Kind::Hosts => "list of addresses".to_owned(),
            Kind::Words(words) => format!("list of `{}`", words.join("`, `")),
        };
        let default = match key.default {
            "" => "–".to_owned(),
            default => format!("`{default}`"),
        };
        let _infallible = writeln!(
            text,
            "| `{name}` | {kind} | {default} | `{}` | {}。{} |",
            key.example, key.zh, key.en
        );
    }
    text
}
