//! The rows that stand on one page, as SQLite's file format lays them out.

use rusqlite::types::Value;

use super::page_cipher::USABLE;
use super::pages::Pages;

/// A row longer than this was never written.
const MOST: usize = 64 << 20;

/// Values of one row, in the order of its columns.
pub(super) type Values = Vec<Value>;

/// Where the rows of a page belong.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tree {
    /// A table with a rowid.
    Table,
    /// An index, or a table without a rowid.
    Index,
}

/// The rows of a page, each with its rowid (0 in an index).
pub(super) struct Cells {
    pub(super) tree: Tree,
    pub(super) rows: Vec<(i64, Values)>,
    /// Rows whose continuation cannot be read.
    pub(super) lost: u32,
}

/// Reads the rows of a page; `None` if it holds none.
pub(super) fn cells(pages: &mut Pages, number: u32, page: &[u8]) -> Option<Cells> {
    let base = if number == 1 { 100 } else { 0 };
    let (tree, inner) = match page.get(base)? {
        2 => (Tree::Index, true),
        10 => (Tree::Index, false),
        13 => (Tree::Table, false),
        _ => return None,
    };
    let count = usize::from(half(page, base + 3)?);
    let pointers = base + if inner { 12 } else { 8 };
    let mut found = Cells {
        tree,
        rows: Vec::with_capacity(count.min(512)),
        lost: 0,
    };
    for place in 0..count {
        let at = usize::from(half(page, pointers + place * 2)?) + if inner { 4 } else { 0 };
        match row(pages, page, at, tree) {
            Some(row) => found.rows.push(row),
            None => found.lost += 1,
        }
    }
    (count > 0).then_some(found)
}

fn row(pages: &mut Pages, page: &[u8], mut at: usize, tree: Tree) -> Option<(i64, Values)> {
    let length = usize::try_from(varint(page, &mut at)?).ok()?;
    let rowid = match tree {
        Tree::Table => varint(page, &mut at)?,
        Tree::Index => 0,
    };
    if length > MOST {
        return None;
    }
    let most = match tree {
        Tree::Table => USABLE - 35,
        Tree::Index => (USABLE - 12) * 64 / 255 - 23,
    };
    let payload = if length <= most {
        page.get(at..at + length)?.to_vec()
    } else {
        let least = (USABLE - 12) * 32 / 255 - 23;
        let local = least + (length.checked_sub(least)?) % (USABLE - 4);
        let local = if local <= most { local } else { least };
        let mut payload = page.get(at..at + local)?.to_vec();
        let mut next = word(page, at + local)?;
        while payload.len() < length {
            let more = pages.page(next).filter(|_| next != 0)?;
            let take = (length - payload.len()).min(USABLE - 4);
            payload.extend_from_slice(more.get(4..4 + take)?);
            next = word(&more, 0)?;
        }
        payload
    };
    Some((rowid, values(&payload)?))
}

fn values(payload: &[u8]) -> Option<Values> {
    let mut at = 0;
    let header = usize::try_from(varint(payload, &mut at)?).ok()?;
    let mut body = header;
    let mut values = Vec::new();
    while at < header {
        let kind = varint(payload, &mut at)?;
        let integer = |bytes: usize| -> Option<i64> {
            let raw = payload.get(body..body + bytes)?;
            let start = if raw.first()? & 0x80 == 0 { 0 } else { -1 };
            Some(
                raw.iter()
                    .fold(start, |sum: i64, byte| (sum << 8) | i64::from(*byte)),
            )
        };
        let (value, bytes) = match kind {
            0 => (Value::Null, 0),
            1..=4 => {
                let bytes = usize::try_from(kind).ok()?;
                (Value::Integer(integer(bytes)?), bytes)
            }
            5 => (Value::Integer(integer(6)?), 6),
            6 => (Value::Integer(integer(8)?), 8),
            7 => {
                let bits = integer(8)?.cast_unsigned();
                (Value::Real(f64::from_bits(bits)), 8)
            }
            8 | 9 => (Value::Integer(kind - 8), 0),
            12.. => {
                let bytes = usize::try_from((kind - 12) / 2).ok()?;
                let raw = payload.get(body..body + bytes)?.to_vec();
                if kind % 2 == 0 {
                    (Value::Blob(raw), bytes)
                } else {
                    (Value::Text(String::from_utf8(raw).ok()?), bytes)
                }
            }
            _ => return None,
        };
        values.push(value);
        body += bytes;
    }
    Some(values)
}

fn varint(bytes: &[u8], at: &mut usize) -> Option<i64> {
    let mut value = 0_u64;
    for place in 0..9 {
        let byte = *bytes.get(*at)?;
        *at += 1;
        if place == 8 {
            return Some(((value << 8) | u64::from(byte)).cast_signed());
        }
        value = (value << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(value.cast_signed())
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
