use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, InterruptHandle};

use super::connection::open_reader;
use super::writer::INTERRUPT_EVERY;
use super::{DatabaseKey, DbError, OpenError};

/// Connections that read the last commit while the writer writes. Opened as they are needed.
pub(super) struct ReadPool {
    path: PathBuf,
    key: DatabaseKey,
    most: usize,
    inner: Mutex<Inner>,
    returned: Condvar,
}

#[derive(Default)]
struct Inner {
    idle: Vec<Connection>,
    open: usize,
    closed: bool,
    interrupts: Vec<InterruptHandle>,
}

impl ReadPool {
    /// A pool of at most `most` connections, the first of them opened now.
    pub(super) fn open(path: &Path, key: &DatabaseKey, most: usize) -> Result<Self, OpenError> {
        let first = open_reader(path, key)?;
        let interrupts = vec![first.get_interrupt_handle()];
        Ok(Self {
            path: path.to_owned(),
            key: key.clone(),
            most,
            inner: Mutex::new(Inner {
                idle: vec![first],
                open: 1,
                closed: false,
                interrupts,
            }),
            returned: Condvar::new(),
        })
    }

    /// Runs a reading in one transaction, so that it sees one commit throughout.
    pub(super) fn read<T>(
        &self,
        reading: impl FnOnce(&Connection) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        self.lend(|connection| read_in_one(connection, reading))
    }

    /// Runs a reading of a single statement, which needs no transaction around it.
    pub(super) fn read_one<T>(
        &self,
        reading: impl FnOnce(&Connection) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        self.lend(|connection| reading(connection))
    }

    fn lend<T>(
        &self,
        reading: impl FnOnce(&mut Connection) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        let mut borrowed = Borrowed {
            pool: self,
            connection: Some(self.take()?),
            is_spoiled: false,
        };
        let connection = borrowed.connection.as_mut().ok_or(DbError::Closed)?;
        let result = reading(connection);
        borrowed.is_spoiled = result.as_ref().is_err_and(DbError::spoils_connection);
        result
    }

    fn take(&self) -> Result<Connection, DbError> {
        let mut inner = self.inner.lock().map_err(|_| DbError::Closed)?;
        loop {
            if inner.closed {
                return Err(DbError::Closed);
            }
            if let Some(connection) = inner.idle.pop() {
                return Ok(connection);
            }
            if inner.open < self.most {
                let connection = open_reader(&self.path, &self.key)
                    .map_err(|error| DbError::Open(Box::new(error)))?;
                inner.open += 1;
                inner.interrupts.push(connection.get_interrupt_handle());
                return Ok(connection);
            }
            inner = self.returned.wait(inner).map_err(|_| DbError::Closed)?;
        }
    }

    fn give_back(&self, connection: Connection, is_spoiled: bool) {
        if let Ok(mut inner) = self.inner.lock() {
            if inner.closed || is_spoiled {
                // A spoiled one is replaced when the next reader comes.
                inner.open -= 1;
                drop(connection);
            } else {
                inner.idle.push(connection);
            }
            self.returned.notify_all();
        }
    }

    /// Closes the connections that nobody uses.
    pub(super) fn trim(&self) {
        if let Ok(mut inner) = self.inner.lock() {
            inner.open -= inner.idle.len();
            inner.idle.clear();
        }
    }

    /// Closes every connection; readings that still run after `patience` are interrupted. True:
    /// all are closed. False: a reading goes on after `grace` all the same, and its connection is
    /// closed when it ends.
    pub(super) fn close(&self, patience: Duration, grace: Duration) -> bool {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.closed = true;
        inner.open -= inner.idle.len();
        inner.idle.clear();
        self.returned.notify_all();
        let begun = Instant::now();
        while inner.open > 0 {
            let passed = begun.elapsed();
            if passed >= patience + grace {
                return false;
            }
            let wait = if passed < patience {
                patience - passed
            } else {
                inner.interrupts.iter().for_each(InterruptHandle::interrupt);
                INTERRUPT_EVERY.min(patience + grace - passed)
            };
            let waited = self.returned.wait_timeout(inner, wait);
            inner = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}

fn read_in_one<T>(
    connection: &mut Connection,
    reading: impl FnOnce(&Connection) -> Result<T, DbError>,
) -> Result<T, DbError> {
    let tx = connection.transaction()?;
    let value = reading(&tx)?;
    tx.finish()?;
    Ok(value)
}

/// Gives its connection back whatever happens.
struct Borrowed<'a> {
    pool: &'a ReadPool,
    connection: Option<Connection>,
    is_spoiled: bool,
}

impl Drop for Borrowed<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.pool.give_back(connection, self.is_spoiled);
        }
    }
}
