//! Where the records on this phone live, beside where their logs lie.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rusqlite::types::Value;
use wangge_domain::control::ControlState;
use wangge_domain::people::{RoleGrant, Scope};
use wangge_domain::{GridId, RecordId, StreamId};
use wangge_protocol::Lease;

/// Which records on this phone are this person's, by the home of their premises（归属）. Nothing is
/// moved or left out of the store: lists ask it, single records are shown whoever looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Homes {
    /// Every premises that has moved: the grid of its log, and where it lives now.
    moved: BTreeMap<RecordId, (GridId, GridId)>,
    /// Moved premises that live where this person has charge.
    mine: BTreeSet<RecordId>,
    /// Logs that are here only for the premises that have moved out of them.
    lent: BTreeSet<GridId>,
}

impl Homes {
    /// As lease and control stream tell it.
    pub(crate) fn of(lease: &Lease, control: &ControlState) -> Self {
        let moved: BTreeMap<_, _> = control
            .moved
            .iter()
            .filter_map(|(premises, home)| {
                let log = control.log_of_moved(*premises)?;
                Some((*premises, (log, *home)))
            })
            .collect();
        let mine = moved
            .iter()
            .filter(|(premises, (_, home))| {
                let path = control.path(*home);
                let mut grants = lease.grants.iter();
                grants.any(|grant| grant.covers(&path, Some(**premises)))
            })
            .map(|(premises, _)| *premises)
            .collect();
        let logs: BTreeSet<GridId> = moved.values().map(|(log, _)| *log).collect();
        let lent = logs
            .into_iter()
            .filter(|log| !lease.grants.iter().any(|it| leads_to(it, *log, control)))
            .collect();
        Self { moved, mine, lent }
    }

    /// The grid in which a record lives that hangs on this premises and lies in the log of this grid.
    pub(super) fn home(&self, premises: Option<RecordId>, lies_in: GridId) -> GridId {
        let moved = premises.and_then(|premises| self.moved.get(&premises));
        match moved {
            Some((log, home)) if *log == lies_in => *home,
            _ => lies_in,
        }
    }

    /// Whether the log of a grid is here only for the premises that have moved out of it.
    pub(crate) fn is_lent(&self, grid: GridId) -> bool {
        self.lent.contains(&grid)
    }

    /// The condition under which a row is this person's, with its values: `premises` and `stream` are
    /// columns, `from` the number of the first value.
    pub(super) fn mine(&self, premises: &str, stream: &str, from: usize) -> (String, Vec<Value>) {
        if self.moved.is_empty() {
            return ("1".to_owned(), Vec::new());
        }
        let away = self.moved.keys().filter(|it| !self.mine.contains(*it));
        let values = vec![
            hex_list(away.map(RecordId::as_bytes)),
            hex_list(self.mine.iter().map(RecordId::as_bytes)),
            hex_list(self.lent.iter().map(GridId::as_bytes)),
        ];
        let (away, mine, lent) = (from, from + 1, from + 2);
        let condition = format!(
            "(coalesce(hex({premises}), '') NOT IN (SELECT value FROM json_each(?{away})) \
             AND (coalesce(hex({premises}), '') IN (SELECT value FROM json_each(?{mine})) \
             OR hex({stream}) NOT IN (SELECT value FROM json_each(?{lent}))))"
        );
        (condition, values)
    }

    /// The condition under which a row lives in a grid, with its values; as [`Homes::mine`].
    pub(super) fn in_grid(
        &self,
        grid: StreamId,
        (premises, stream): (&str, &str),
        from: usize,
    ) -> (String, Vec<Value>) {
        let own = Value::Blob(grid.as_bytes().to_vec());
        if self.moved.is_empty() {
            return (format!("{stream} = ?{from}"), vec![own]);
        }
        let grid = grid.grid();
        let picked = |wanted: fn(GridId, (GridId, GridId)) -> bool| {
            let places = self.moved.iter();
            hex_list(places.filter_map(|(premises, places)| {
                wanted(grid, *places).then_some(premises.as_bytes())
            }))
        };
        let gone = picked(|grid, (log, home)| log == grid && home != grid);
        let came = picked(|grid, (log, home)| log != grid && home == grid);
        let (own_at, gone_at, came_at) = (from, from + 1, from + 2);
        let condition = format!(
            "(({stream} = ?{own_at} \
             AND hex({premises}) NOT IN (SELECT value FROM json_each(?{gone_at}))) \
             OR hex({premises}) IN (SELECT value FROM json_each(?{came_at})))"
        );
        (condition, vec![own, gone, came])
    }
}

/// Whether a grant by itself leads to the log of a grid. Where a premises that never moved was
/// registered, a grant over it does not say: what is here is taken for its log.
fn leads_to(grant: &RoleGrant, log: GridId, control: &ControlState) -> bool {
    match &grant.scope {
        Scope::Tenant => true,
        Scope::Subtree(top) => control.is_within(log, *top),
        Scope::Premises(premises) => control
            .log_of_moved(*premises)
            .is_none_or(|its_log| its_log == log),
    }
}

/// Ids as a JSON list of hexadecimal texts, the way SQL writes them.
fn hex_list<'a>(ids: impl Iterator<Item = &'a [u8; 16]>) -> Value {
    let mut list = String::from("[");
    for id in ids {
        if list.len() > 1 {
            list.push(',');
        }
        list.push('"');
        for byte in id {
            // Writing into a text cannot fail.
            let _written = write!(list, "{byte:02X}");
        }
        list.push('"');
    }
    list.push(']');
    Value::Text(list)
}
