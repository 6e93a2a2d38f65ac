use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::Value;

use super::cells::{Cells, Tree, Values, cells};
use super::page_cipher::SALT;
use super::pages::Pages;
use crate::store::DatabaseKey;

/// The tables that are worth keeping, told by the shape of their rows（按行形状认表）: which page
/// belongs to which table stands on pages that may themselves be damaged.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) identity: Vec<Values>,
    pub(super) service_keys: Vec<Values>,
    /// By place in the order of sealing.
    pub(super) own_envelopes: BTreeMap<i64, Values>,
    /// By number of the stream.
    pub(super) chain_tips: BTreeMap<i64, Values>,
    pub(super) leases: Vec<Values>,
    pub(super) settings: Vec<Values>,
    /// By number of the record.
    pub(super) drafts: BTreeMap<i64, Values>,
    pub(super) draft_edits: Vec<Values>,
    pub(super) salvaged_edits: Vec<Values>,
    pub(super) blobs: Vec<Values>,
    /// Pages that give numbers to streams or to records: which of both is told by what stands in
    /// the headers of envelopes.
    pub(super) numbers: Vec<BTreeMap<i64, [u8; 16]>>,
    pub(super) pages: u32,
    pub(super) damaged_pages: Vec<u32>,
    pub(super) damaged_frames: u32,
    pub(super) lost_rows: u32,
}

impl Tables {
    /// Reads every page that can be read.
    pub(super) fn read(path: &Path, key: &DatabaseKey, salt: Option<[u8; SALT]>) -> Option<Self> {
        let mut pages = Pages::open(path, key, salt)?;
        let mut tables = Self {
            pages: pages.count(),
            damaged_frames: pages.damaged_frames,
            ..Self::default()
        };
        let free = pages.free();
        for number in 1..=pages.count() {
            let Some(page) = pages.page(number) else {
                tables.damaged_pages.push(number);
                continue;
            };
            if free.contains(&number) {
                continue;
            }
            if let Some(cells) = cells(&mut pages, number, &page) {
                tables.take(cells);
            }
        }
        Some(tables)
    }

    fn take(&mut self, cells: Cells) {
        let Some((_, first)) = cells.rows.first() else {
            self.lost_rows += cells.lost;
            return;
        };
        let shape: String = first.iter().map(letter).collect();
        let rows = cells.rows;
        let lost = cells.lost;
        let keep = |list: &mut Vec<Values>, rows: Vec<(i64, Values)>| {
            list.extend(rows.into_iter().map(|(_, values)| values));
        };
        match (cells.tree, shape.as_str()) {
            (Tree::Table, "nhhhibH") => keep(&mut self.identity, rows),
            (Tree::Index, "H") => keep(&mut self.service_keys, rows),
            (Tree::Table, "Hb" | "HH" | "Hh") => keep(&mut self.leases, rows),
            (Tree::Table, "niH") => self.chain_tips.extend(rows),
            (Tree::Index, "tb" | "th" | "tH") => keep(&mut self.settings, rows),
            (Tree::Table, "nitb" | "nith" | "nitH") => self.drafts.extend(rows),
            (Tree::Index, "itb" | "ith" | "itH") => keep(&mut self.draft_edits, rows),
            (Tree::Index, "hhttb" | "hhtth" | "hhttH") => keep(&mut self.salvaged_edits, rows),
            (Tree::Table, shape) if shape.len() == 12 && shape.starts_with("nHii") => {
                self.own_envelopes.extend(rows);
            }
            (Tree::Table, shape) if shape.len() == 11 && shape.starts_with("Hthhi") => {
                keep(&mut self.blobs, rows);
            }
            (Tree::Table, "nh") => {
                let numbers: Option<BTreeMap<i64, [u8; 16]>> = rows
                    .into_iter()
                    .map(|(number, values)| match values.get(1) {
                        Some(Value::Blob(id)) => Some((number, id.as_slice().try_into().ok()?)),
                        _ => None,
                    })
                    .collect();
                self.numbers.extend(numbers);
            }
            _ => return,
        }
        self.lost_rows += lost;
    }
}

/// One letter for the kind of a value: ids (16 bytes) and digests (32 bytes) have their own.
fn letter(value: &Value) -> char {
    match value {
        Value::Null => 'n',
        Value::Integer(_) => 'i',
        Value::Real(_) => 'r',
        Value::Text(_) => 't',
        Value::Blob(bytes) => match bytes.len() {
            16 => 'h',
            32 => 'H',
            _ => 'b',
        },
    }
}
