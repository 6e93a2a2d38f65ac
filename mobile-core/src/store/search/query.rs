use rusqlite::Connection;
use wangge_domain::RecordId;

use super::rank::rank;
use super::tokens::{Run, WINDOW, initials_token, narrow_token, plain, runs, wide_token};
use crate::store::codec::record_id;
use crate::store::{Database, DbError};

/// Terms of one query.
const MOST_TERMS: usize = 8;
/// Characters of one query.
const MOST_CHARS: usize = 64;
/// Verified hits to rank; a query that has more is too common to be ranked as a whole.
const MOST_RANKED: usize = 256;

/// A premises found by a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SearchHit {
    /// The record.
    pub(crate) record: RecordId,
    /// The smaller the better.
    pub(crate) rank: u32,
}

impl Database {
    /// Premises that answer every term of a query, the best first; empty for an empty query.
    pub(crate) fn search(&self, query: &str, limit: usize) -> Result<Vec<SearchHit>, DbError> {
        let query: String = plain(query).chars().take(MOST_CHARS).collect();
        let terms: Vec<&str> = query.split(' ').filter(|term| !term.is_empty()).collect();
        let expressions: Vec<String> = terms
            .iter()
            .take(MOST_TERMS)
            .filter_map(|term| expression(term))
            .collect();
        if expressions.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|connection| find(connection, &expressions.join(" AND "), &terms, limit))
    }
}

fn find(
    connection: &Connection,
    expression: &str,
    terms: &[&str],
    limit: usize,
) -> Result<Vec<SearchHit>, DbError> {
    let mut statement = connection.prepare_cached(
        "SELECT n.id AS record, t.text FROM search_index i \
         JOIN search_text t ON t.number = i.rowid \
         JOIN record_number n ON n.number = i.rowid WHERE search_index MATCH ?1",
    )?;
    let mut candidates = statement.query([expression])?;
    let mut hits = Vec::new();
    while let Some(row) = candidates.next()? {
        let text: String = row.get("text")?;
        let ranks: Option<Vec<u32>> = terms.iter().map(|term| rank(&text, term)).collect();
        if let Some(ranks) = ranks {
            hits.push(SearchHit {
                record: record_id(row, "record")?,
                rank: ranks.iter().sum(),
            });
            if hits.len() >= MOST_RANKED.max(limit) {
                break;
            }
        }
    }
    // Equal ranks stand in the order of the index: as the records came.
    hits.sort_by_key(|hit| hit.rank);
    hits.truncate(limit);
    Ok(hits)
}

/// What the index must hold for a term; `None` if the term has nothing to search by.
fn expression(term: &str) -> Option<String> {
    let runs = runs(term);
    let only_narrow = matches!(runs.as_slice(), [Run::Narrow(_)]);
    let parts: Vec<String> = runs
        .iter()
        .map(|run| match run {
            Run::Wide(chars) if chars.len() == 1 => quoted(&wide_token(chars)),
            Run::Wide(chars) => {
                let pairs: Vec<String> = chars
                    .windows(2)
                    .map(|pair| quoted(&wide_token(pair)))
                    .collect();
                pairs.join(" AND ")
            }
            Run::Narrow(chars) => {
                let letters = windows(chars, narrow_token);
                if only_narrow {
                    format!("(({letters}) OR ({}))", windows(chars, initials_token))
                } else {
                    letters
                }
            }
        })
        .collect();
    (!parts.is_empty()).then(|| format!("({})", parts.join(" AND ")))
}

/// A short run is the beginning of some window; of a long one every whole window must be there.
fn windows(chars: &[char], token: fn(&[char]) -> String) -> String {
    if chars.len() <= WINDOW {
        return format!("{} *", quoted(&token(chars)));
    }
    let all: Vec<String> = chars
        .windows(WINDOW)
        .map(|window| quoted(&token(window)))
        .collect();
    all.join(" AND ")
}

/// Tokens hold ASCII letters and digits only: quoting them cannot be broken out of.
fn quoted(token: &str) -> String {
    format!("\"{token}\"")
}
