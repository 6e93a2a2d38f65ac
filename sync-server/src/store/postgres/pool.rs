use std::cell::Cell;
use std::ops::Deref;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use wangge_sync_engine::store::StoreError;

use super::convert::failed;
use super::session::Session;
use super::target::Target;

/// Connections that one relay has open at the same time, but for those that a thread takes beside
/// one it holds already.
const LIMIT: usize = 12;
/// Idle connections kept open.
const KEPT: usize = 12;
/// How long somebody waits for a connection before it is said that there is none.
const PATIENCE: Duration = Duration::from_secs(10);

thread_local! {
    /// Connections that this thread holds. One that holds a turn and asks for more must not wait
    /// for the others to let go: they may wait for it.
    static HELD: Cell<usize> = const { Cell::new(0) };
}

#[derive(Default)]
struct Shelf {
    idle: Vec<Session>,
    in_use: usize,
}

/// Connections to the server（连接池）.
pub(super) struct Pool {
    target: Target,
    runtime: Handle,
    shelf: Mutex<Shelf>,
    freed: Condvar,
}

impl Pool {
    pub(super) fn new(target: Target, runtime: Handle) -> Arc<Self> {
        Arc::new(Self {
            target,
            runtime,
            shelf: Mutex::new(Shelf::default()),
            freed: Condvar::new(),
        })
    }

    /// A connection on loan; it goes back when it is dropped.
    pub(super) fn get(self: &Arc<Self>) -> Result<Loan, StoreError> {
        let idle = self.wait_for_one()?;
        let mut loan = Loan {
            session: None,
            pool: Arc::clone(self),
        };
        HELD.set(HELD.get() + 1);
        loan.session = Some(match idle {
            Some(session) => session,
            None => self.connect()?,
        });
        Ok(loan)
    }

    fn wait_for_one(&self) -> Result<Option<Session>, StoreError> {
        let shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let may_wait = HELD.get() == 0;
        let (mut shelf, waited) = self
            .freed
            .wait_timeout_while(shelf, PATIENCE, |shelf| may_wait && shelf.in_use >= LIMIT)
            .unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return Err(StoreError::Failed(
                "all connections to the database are in use".to_owned(),
            ));
        }
        shelf.in_use += 1;
        while let Some(session) = shelf.idle.pop() {
            if !session.is_broken() {
                return Ok(Some(session));
            }
        }
        Ok(None)
    }

    /// A new connection: to the first host of the list that answers and, if the list asks for it,
    /// takes writes.
    fn connect(&self) -> Result<Session, StoreError> {
        let target = self.target.clone();
        let (answer, answered) = std::sync::mpsc::channel();
        self.runtime.spawn(async move {
            match target.connect().await {
                Ok((client, connection)) => {
                    // Nobody waits any more: then the connection ends with its client.
                    let _heard = answer.send(Ok(client));
                    if let Err(error) = connection.await {
                        tracing::warn!(error = %error, "a connection to the database ended");
                    }
                }
                Err(error) => {
                    let _heard = answer.send(Err(error));
                }
            }
        });
        let client = answered
            .recv()
            .map_err(|_| StoreError::Closed)?
            .map_err(failed)?;
        let session = Session::new(client);
        // What is acknowledged is on the disk, and on the synchronous standby if there is one,
        // whatever the server's own default says.
        session.batch(
            "SELECT set_config('synchronous_commit', 'on', false)
             WHERE current_setting('synchronous_commit') IN ('off', 'local')",
        )?;
        Ok(session)
    }

    fn put_back(&self, session: Option<Session>) {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.in_use = shelf.in_use.saturating_sub(1);
        if session.is_none() {
            // What broke one connection has most likely broken those beside it, too; they may not
            // have noticed yet.
            shelf.idle.clear();
        }
        if let Some(session) = session
            && shelf.idle.len() < KEPT
        {
            shelf.idle.push(session);
        }
        drop(shelf);
        self.freed.notify_one();
    }
}

/// A connection on loan.
pub(super) struct Loan {
    session: Option<Session>,
    pool: Arc<Pool>,
}

impl Deref for Loan {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.session
            .as_ref()
            .expect("the connection is taken only when the loan is dropped")
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        HELD.set(HELD.get().saturating_sub(1));
        let session = self.session.take().filter(|session| {
            let is_clean = !session.is_open() || session.roll_back().is_ok();
            is_clean && !session.is_broken()
        });
        self.pool.put_back(session);
    }
}
