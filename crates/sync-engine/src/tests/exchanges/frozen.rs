use std::fmt::Write as _;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wangge_protocol::{decode, encode};

/// One file of a frozen version（冻结文件）: a name and the CBOR under it to a line, `name = hexadecimal`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Frozen {
    values: Vec<(String, Vec<u8>)>,
}

impl Frozen {
    pub(super) fn put<T: Serialize>(&mut self, name: &str, value: &T) {
        self.values.push((name.to_owned(), encode(value)));
    }

    /// Adds what another one holds.
    pub(super) fn append(&mut self, other: Self) {
        self.values.extend(other.values);
    }

    pub(super) fn holds(&self, name: &str) -> bool {
        self.values.iter().any(|(held, _)| held == name)
    }

    /// A value, as the types of today read it.
    pub(super) fn get<T: DeserializeOwned>(&self, name: &str) -> T {
        let found = self.values.iter().find(|(held, _)| held == name);
        let (_, bytes) = found.unwrap_or_else(|| panic!("there is no {name}"));
        decode(bytes).unwrap_or_else(|error| panic!("{name} cannot be read: {error}"))
    }

    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        for (name, bytes) in &self.values {
            write!(text, "{name} = ").unwrap();
            for byte in bytes {
                write!(text, "{byte:02x}").unwrap();
            }
            text.push('\n');
        }
        text
    }

    pub(super) fn of_text(text: &str) -> Self {
        let lines = text.lines().filter_map(|line| line.split_once(" = "));
        Self {
            values: lines
                .map(|(name, hex)| (name.to_owned(), bytes_of(hex)))
                .collect(),
        }
    }
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| {
            let text = std::str::from_utf8(pair).unwrap();
            u8::from_str_radix(text, 16).expect("hexadecimal digits")
        })
        .collect()
}
