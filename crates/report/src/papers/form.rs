use chrono::NaiveDate;
use wangge_domain::{GridId, RecordId};

use crate::case_file::Office;
use crate::paper::{Block, Cell, Paper, Span, Table, TableRow, TextStyle};

/// What every paper begins with（文书要素）.
pub(super) struct Form<'a> {
    pub(super) kind: &'a str,
    pub(super) record: RecordId,
    /// Code of the issuing body in the pack; empty for a paper of no body.
    pub(super) issuer: &'a str,
    pub(super) grid: GridId,
    pub(super) title: &'a str,
    pub(super) number: &'a str,
    pub(super) dated: NaiveDate,
    pub(super) goes_out: bool,
    pub(super) foot: &'a str,
}

impl Form<'_> {
    /// The paper with these blocks.
    pub(super) fn paper(&self, office: &Office<'_>, blocks: Vec<Block>) -> Paper {
        Paper {
            kind: self.kind.to_owned(),
            record: self.record,
            issuer: if self.issuer.is_empty() {
                String::new()
            } else {
                office.issuer(self.issuer, self.grid)
            },
            title: self.title.to_owned(),
            number: self.number.to_owned(),
            dated: self.dated,
            goes_out: self.goes_out,
            blocks,
            foot: self.foot.to_owned(),
            address: office.address.to_owned(),
            banner: office.banner(),
            authority: None,
            quoted: None,
            made_at: None,
            laid_out_before: office.before,
        }
    }
}

/// Running text.
pub(super) fn body(text: impl Into<String>) -> Block {
    Block::Text(vec![Span::plain(text)], TextStyle::Body)
}

/// Running text of several spans.
pub(super) fn spans(spans: Vec<Span>) -> Block {
    Block::Text(spans, TextStyle::Body)
}

/// To whom a paper goes.
pub(super) fn addressee(name: &str) -> Block {
    Block::Text(
        vec![Span::filled(name), Span::plain("：")],
        TextStyle::Flush,
    )
}

/// Running text that is no part of the content: it may change after the paper was handed over.
pub(super) fn aside(text: impl Into<String>) -> Block {
    Block::Aside(vec![Span::plain(text)], TextStyle::Body)
}

/// Small print.
pub(super) fn small(text: impl Into<String>) -> Block {
    Block::Text(vec![Span::plain(text)], TextStyle::Small)
}

/// Labels with values, two pairs a row; a pair with a long value takes a row of its own.
pub(super) fn facts(pairs: &[(&str, String)]) -> Block {
    let mut rows = Vec::new();
    let mut open: Option<(&str, &String)> = None;
    let wide = |label: &str, value: &str| {
        TableRow::of(vec![Cell::label(label), Cell::value(value).over(3)])
    };
    for (label, value) in pairs {
        let is_long = value.chars().count() > 15;
        match open.take() {
            Some((first, text)) if !is_long => rows.push(TableRow::of(vec![
                Cell::label(first),
                Cell::value(text.as_str()),
                Cell::label(*label),
                Cell::value(value.as_str()),
            ])),
            before => {
                rows.extend(before.map(|(first, text)| wide(first, text)));
                if is_long {
                    rows.push(wide(label, value));
                } else {
                    open = Some((label, value));
                }
            }
        }
    }
    rows.extend(open.map(|(first, text)| wide(first, text)));
    Block::Table(Table {
        columns: vec![20, 33, 20, 33],
        head: Vec::new(),
        rows,
    })
}

/// A head row of labels.
pub(super) fn head(labels: &[&str]) -> Vec<TableRow> {
    vec![TableRow::of(
        labels.iter().map(|label| Cell::label(*label)).collect(),
    )]
}
