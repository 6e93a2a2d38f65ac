use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use futures_util::StreamExt as _;
use futures_util::future::join_all;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, Row, Statement};
use wangge_sync_engine::store::StoreError;

use super::convert::failed;
use super::park::wait;

/// A value of a query.
pub(super) type Param<'a> = &'a (dyn ToSql + Sync);

/// Work across tenants: only the tables that open to it show anything.
pub(super) const ACROSS: i64 = 0;

/// Statements kept prepared per connection.
const STATEMENTS: usize = 256;

/// One connection（连接）, with its prepared statements and the tenant it speaks for.
pub(super) struct Session {
    client: Client,
    statements: RefCell<HashMap<String, Statement>>,
    tenant: Cell<Option<i64>>,
    is_open: Cell<bool>,
    /// The server has said that this connection ends. The driver notices that a moment later, and a
    /// connection given back in between would fail whoever takes it next.
    is_ending: Cell<bool>,
}

impl Session {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            statements: RefCell::new(HashMap::new()),
            tenant: Cell::new(None),
            is_open: Cell::new(false),
            is_ending: Cell::new(false),
        }
    }

    /// The server hung up, or the network did.
    pub(super) fn is_broken(&self) -> bool {
        self.is_ending.get() || self.client.is_closed()
    }

    /// Passes an answer on, and hears in it that the connection ends.
    fn heard<T>(&self, answer: Result<T, Error>) -> Result<T, Error> {
        if let Err(error) = &answer {
            let ends = [
                SqlState::ADMIN_SHUTDOWN,
                SqlState::CRASH_SHUTDOWN,
                SqlState::CANNOT_CONNECT_NOW,
            ];
            let is_ended = error.code().is_some_and(|code| ends.contains(code));
            if is_ended || error.is_closed() {
                self.is_ending.set(true);
            }
        }
        answer
    }

    /// A transaction is under way.
    pub(super) fn is_open(&self) -> bool {
        self.is_open.get()
    }

    /// Says for which tenant the next statements are. Row-level security shows nothing else.
    pub(super) fn speak_for(&self, tenant: i64) -> Result<(), StoreError> {
        if self.tenant.get() == Some(tenant) {
            return Ok(());
        }
        self.tenant.set(None);
        self.batch(&format!("SET app.tenant = '{tenant}'"))?;
        self.tenant.set(Some(tenant));
        Ok(())
    }

    /// Runs statements without values.
    pub(super) fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.heard(wait(self.client.batch_execute(sql)))
            .map_err(failed)
    }

    /// Begins a transaction: `READ COMMITTED` to write under locks, `REPEATABLE READ` to see one
    /// moment.
    pub(super) fn begin(&self, isolation: &str) -> Result<(), StoreError> {
        // One that only looked ends here, in the same word to the server.
        let end = if self.is_open.get() { "ROLLBACK; " } else { "" };
        self.batch(&format!("{end}BEGIN ISOLATION LEVEL {isolation}"))?;
        self.is_open.set(true);
        Ok(())
    }

    pub(super) fn commit(&self) -> Result<(), StoreError> {
        // Whatever comes of it, the transaction is over.
        self.is_open.set(false);
        self.batch("COMMIT")
    }

    pub(super) fn roll_back(&self) -> Result<(), StoreError> {
        self.is_open.set(false);
        self.batch("ROLLBACK")
    }

    /// All or nothing: `work` in one transaction.
    pub(super) fn transaction<T>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.begin("READ COMMITTED")?;
        match work(self) {
            Ok(value) => self.commit().map(|()| value),
            Err(error) => {
                // The first failure says more than one of the way back.
                let _rolled_back = self.roll_back();
                Err(error)
            }
        }
    }

    fn prepared(&self, sql: &str) -> Result<Statement, Error> {
        if let Some(known) = self.statements.borrow().get(sql) {
            return Ok(known.clone());
        }
        let statement = self.heard(wait(self.client.prepare(sql)))?;
        let mut statements = self.statements.borrow_mut();
        if statements.len() >= STATEMENTS {
            // Dropped statements are closed on the server; the few in use are prepared again.
            statements.clear();
        }
        statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(super) fn query(&self, sql: &str, values: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        self.raw_query(sql, values).map_err(failed)
    }

    /// The same with the driver's error, for callers to whom some of them mean something.
    pub(super) fn raw_query(&self, sql: &str, values: &[Param<'_>]) -> Result<Vec<Row>, Error> {
        let statement = self.prepared(sql)?;
        self.heard(wait(self.client.query(&statement, values)))
    }

    pub(super) fn first(&self, sql: &str, values: &[Param<'_>]) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, values)?.into_iter().next())
    }

    pub(super) fn execute(&self, sql: &str, values: &[Param<'_>]) -> Result<u64, StoreError> {
        let statement = self.prepared(sql).map_err(failed)?;
        self.heard(wait(self.client.execute(&statement, values)))
            .map_err(failed)
    }

    /// Tells every row of an answer as it comes: they are never all held at the same time.
    pub(super) fn each_row(
        &self,
        sql: &str,
        values: &[Param<'_>],
        mut tell: impl FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let statement = self.prepared(sql).map_err(failed)?;
        let asked = wait(self.client.query_raw(&statement, values.iter().copied()));
        let mut rows = Box::pin(self.heard(asked).map_err(failed)?);
        while let Some(row) = wait(rows.next()) {
            tell(&self.heard(row).map_err(failed)?)?;
        }
        Ok(())
    }

    /// One statement for many sets of values, sent without waiting for each answer: the network
    /// is crossed once.
    pub(super) fn query_many(
        &self,
        sql: &str,
        sets: &[Vec<Param<'_>>],
    ) -> Result<Vec<Vec<Row>>, Error> {
        if sets.is_empty() {
            return Ok(Vec::new());
        }
        let statement = self.prepared(sql)?;
        let asked = sets.iter().map(|values| {
            let statement = &statement;
            async move { self.client.query(statement, values).await }
        });
        wait(join_all(asked))
            .into_iter()
            .map(|answer| self.heard(answer))
            .collect()
    }
}

/// A column of a row, by its place.
pub(super) fn column<'a, T: tokio_postgres::types::FromSql<'a>>(
    row: &'a Row,
    index: usize,
) -> Result<T, StoreError> {
    row.try_get(index).map_err(failed)
}
