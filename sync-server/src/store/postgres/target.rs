use std::path::Path;

use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, Connection, Error, Socket};

use super::error::PostgresError;
use super::tls::{DatabaseTls, TlsStream};

/// Where a relay connects to（数据库连接）: what the driver takes, and by which certificates the server is
/// known.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) config: Config,
    tls: DatabaseTls,
}

impl Target {
    /// Reads a connection string.
    ///
    /// `sslmode=verify-full` and `sslmode=require` mean the same here: the certificate of the
    /// server has to be issued by one in the file of `sslrootcert`, and to bear the host's name.
    pub(super) fn read(url: &str) -> Result<Self, PostgresError> {
        let said = Said::of(url);
        let mut config: Config = said
            .rest
            .parse()
            .map_err(|error: Error| PostgresError::Url(why(&error)))?;
        let wants_tls = match said.mode.as_deref() {
            None | Some("disable" | "prefer") => false,
            Some("require" | "verify-full") => true,
            Some(other) => {
                return Err(PostgresError::Tls(format!(
                    "sslmode 只能是 disable、require 或 verify-full，不是 {other}（sslmode is disable, require or verify-full）"
                )));
            }
        };
        let tls = match (wants_tls, said.root) {
            (false, None) => DatabaseTls::none(),
            (true, Some(root)) => DatabaseTls::trusting(Path::new(&root))?,
            (false, Some(_)) => {
                return Err(PostgresError::Tls(
                    "写了 sslrootcert，须同时写 sslmode=verify-full，否则证书不起作用（sslrootcert goes with sslmode=verify-full）"
                        .to_owned(),
                ));
            }
            (true, None) => {
                return Err(PostgresError::Tls(
                    "须用 sslrootcert=/绝对路径.pem 写明签发数据库证书的根证书（sslrootcert has to name the certificates to trust, as PEM）"
                        .to_owned(),
                ));
            }
        };
        config.ssl_mode(if wants_tls {
            SslMode::Require
        } else {
            SslMode::Disable
        });
        Ok(Self { config, tls })
    }

    /// A new connection.
    pub(super) async fn connect(&self) -> Result<(Client, Connection<Socket, TlsStream>), Error> {
        self.config.connect(self.tls.clone()).await
    }
}

/// What the driver understands of a connection string.
pub(super) fn driver_config(url: &str) -> Result<Config, Error> {
    Said::of(url).rest.parse()
}

/// The reason within an error of the driver, without what was given to it.
fn why(error: &Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

/// A connection string taken apart: what is said of TLS is not the driver's to read.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    rest: String,
    mode: Option<String>,
    root: Option<String>,
}

impl Said {
    fn of(url: &str) -> Self {
        let is_url = ["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| url.starts_with(scheme));
        if is_url {
            Self::of_url(url)
        } else {
            Self::of_pairs(url)
        }
    }

    /// Keeps a value that is ours; says whether it is.
    fn takes(&mut self, key: &str, value: &dyn Fn() -> String) -> bool {
        match key {
            "sslmode" => self.mode = Some(value()),
            "sslrootcert" => self.root = Some(value()),
            _ => return false,
        }
        true
    }

    fn of_url(url: &str) -> Self {
        let mut said = Self::default();
        let Some((before, query)) = url.split_once('?') else {
            url.clone_into(&mut said.rest);
            return said;
        };
        let mut kept = Vec::new();
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if !said.takes(key, &|| percent_decoded(value)) {
                kept.push(pair);
            }
        }
        said.rest = if kept.is_empty() {
            before.to_owned()
        } else {
            format!("{before}?{}", kept.join("&"))
        };
        said
    }

    fn of_pairs(text: &str) -> Self {
        let mut said = Self::default();
        let mut kept = Vec::new();
        let mut left = text.trim_start();
        while !left.is_empty() {
            let (pair, after) = left.split_at(end_of_pair(left));
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if !said.takes(key.trim_end(), &|| unquoted(value.trim_start())) {
                kept.push(pair);
            }
            left = after.trim_start();
        }
        said.rest = kept.join(" ");
        said
    }
}

/// Where within `key = value` somebody reads.
#[derive(Clone, Copy)]
enum Place {
    Key,
    BeforeValue,
    Value,
    Quoted,
}

/// Where the first `key = value` of a text ends. A value may stand in single quotes; a backslash
/// takes away what the next character means.
fn end_of_pair(text: &str) -> usize {
    let mut place = Place::Key;
    let mut chars = text.char_indices();
    while let Some((at, next)) = chars.next() {
        place = match (place, next) {
            (Place::Key, '=') => Place::BeforeValue,
            (Place::Key, _) => Place::Key,
            (Place::Quoted, '\'') => return at + 1,
            (Place::Quoted, '\\') => {
                let _taken = chars.next();
                Place::Quoted
            }
            (Place::Quoted, _) | (Place::BeforeValue, '\'') => Place::Quoted,
            (Place::BeforeValue, space) if space.is_whitespace() => Place::BeforeValue,
            (Place::Value, space) if space.is_whitespace() => return at,
            (Place::BeforeValue | Place::Value, '\\') => {
                let _taken = chars.next();
                Place::Value
            }
            (Place::BeforeValue | Place::Value, _) => Place::Value,
        };
    }
    text.len()
}

fn unquoted(value: &str) -> String {
    let inner = value
        .strip_prefix('\'')
        .and_then(|value| value.strip_suffix('\''));
    let mut chars = inner.unwrap_or(value).chars();
    let mut plain = String::new();
    while let Some(next) = chars.next() {
        if next == '\\' {
            plain.extend(chars.next());
        } else {
            plain.push(next);
        }
    }
    plain
}

fn percent_decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut plain = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let code = part
            .split_at_checked(2)
            .and_then(|(code, rest)| Some((hex::decode(code).ok()?, rest)));
        match code {
            Some((byte, rest)) => {
                plain.extend(byte);
                plain.extend_from_slice(rest.as_bytes());
            }
            None => {
                plain.push(b'%');
                plain.extend_from_slice(part.as_bytes());
            }
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(rest: &str, mode: &str, root: &str) -> Said {
        Said {
            rest: rest.to_owned(),
            mode: Some(mode.to_owned()),
            root: Some(root.to_owned()),
        }
    }

    #[test]
    fn what_is_said_of_tls_is_taken_out_in_either_form() {
        let url = "postgresql://w:a%3Fb@db1,db2/wangge?sslmode=verify-full&target_session_attrs=read-write&sslrootcert=/etc/county%20ca.pem";
        let rest = "postgresql://w:a%3Fb@db1,db2/wangge?target_session_attrs=read-write";
        assert_eq!(
            Said::of(url),
            said(rest, "verify-full", "/etc/county ca.pem")
        );
        let url = "postgres://w@db/wangge?sslmode=require&sslrootcert=/ca.pem";
        assert_eq!(
            Said::of(url),
            said("postgres://w@db/wangge", "require", "/ca.pem")
        );
        let pairs = r"host=db  sslmode = require password='a b\' sslmode=disable' sslrootcert='/etc/county ca.pem' user=w";
        let rest = r"host=db password='a b\' sslmode=disable' user=w";
        assert_eq!(Said::of(pairs), said(rest, "require", "/etc/county ca.pem"));
        let plain = "host=db user=wangge dbname=relay0";
        assert_eq!(Said::of(plain).rest, plain);
    }

    #[test]
    fn tls_is_whole_or_refused_in_words() {
        for (url, words) in [
            ("host=db sslmode=require", "sslrootcert="),
            ("host=db sslmode=verify-full", "sslrootcert="),
            ("host=db sslmode=verify-ca sslrootcert=/ca.pem", "verify-ca"),
            ("host=db sslrootcert=/ca.pem", "sslmode=verify-full"),
            ("host=db sslmode=require sslrootcert=ca.pem", "绝对路径"),
            (
                "host=db sslmode=require sslrootcert=/nowhere/ca.pem",
                "/nowhere/ca.pem",
            ),
        ] {
            let refused = Target::read(url).err().map(|error| error.to_string());
            assert!(
                refused.as_ref().is_some_and(|said| said.contains(words)),
                "{url}: {refused:?}"
            );
        }
        let open = Target::read("host=db user=w").ok().unwrap();
        assert_eq!(open.config.get_ssl_mode(), SslMode::Disable);
    }
}
