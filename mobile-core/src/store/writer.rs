use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, InterruptHandle, Transaction, TransactionBehavior};

use super::connection::{PAGE_BYTES, open_writer};
use super::reserve::{RESERVE_BYTES, Reserve};
use super::{DatabaseKey, DbError};

type Job = Box<dyn FnOnce(&mut WriterState) + Send>;

/// Where changes are carried out（写入执行器）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Executor {
    /// On a thread of their own, so that a caller may be gone while they run.
    #[default]
    Thread,
    /// On the caller's: a simulation runs in one thread, so that it can be repeated.
    #[cfg(any(test, feature = "testing"))]
    Inline,
}

/// The one connection that writes, on a thread of its own: commits queue up here, in order.
pub(super) struct Writer {
    works: Works,
    interrupt: Arc<Mutex<InterruptHandle>>,
    given_up: Arc<AtomicBool>,
}

enum Works {
    Thread {
        jobs: Mutex<Option<Sender<Job>>>,
        thread: Mutex<Option<(JoinHandle<()>, Receiver<()>)>>,
    },
    #[cfg(any(test, feature = "testing"))]
    Inline(Mutex<Option<WriterState>>),
}

/// From this length on the write-ahead log is folded into the database when nobody writes.
const LOG_LONG: u64 = 4 << 20;

/// At this length it is folded even between two writes.
const LOG_TOO_LONG: u64 = 16 << 20;

/// How long nobody writes before the log is folded: a person between two answers, not a sync
/// between two pages.
const IDLE: Duration = Duration::from_millis(100);

/// How long the last folding of the log waits for a reading that still runs: a pause does not wait
/// for it, and what stays behind is read again at the next start.
const LAST_FOLD: Duration = Duration::from_millis(100);

/// How often what goes on after its time is interrupted: it may be between two statements.
pub(super) const INTERRUPT_EVERY: Duration = Duration::from_millis(50);

struct WriterState {
    connection: Connection,
    path: PathBuf,
    key: DatabaseKey,
    interrupt: Arc<Mutex<InterruptHandle>>,
    reserve: Arc<Mutex<Reserve>>,
    log: PathBuf,
    /// What is queued is not begun any more.
    given_up: Arc<AtomicBool>,
}

impl Writer {
    /// Starts the thread, if there is to be one.
    pub(super) fn start(
        connection: Connection,
        (path, key): (&Path, &DatabaseKey),
        reserve: Arc<Mutex<Reserve>>,
        executor: Executor,
    ) -> std::io::Result<Self> {
        let interrupt = Arc::new(Mutex::new(connection.get_interrupt_handle()));
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        let given_up = Arc::new(AtomicBool::new(false));
        let state = WriterState {
            connection,
            path: path.to_owned(),
            key: key.clone(),
            interrupt: Arc::clone(&interrupt),
            reserve,
            log: PathBuf::from(log),
            given_up: Arc::clone(&given_up),
        };
        let works = match executor {
            Executor::Thread => on_a_thread(state)?,
            #[cfg(any(test, feature = "testing"))]
            Executor::Inline => Works::Inline(Mutex::new(Some(state))),
        };
        Ok(Self {
            works,
            interrupt,
            given_up,
        })
    }

    /// Runs a change in one transaction and waits until it is durable. If the disk is full, the
    /// reserve is given back and the change is tried once more.
    pub(super) fn write<T: Send + 'static>(
        &self,
        change: impl Fn(&Transaction<'_>) -> Result<T, DbError> + Send + 'static,
    ) -> Result<T, DbError> {
        self.run(move |state| state.write(&change))
    }

    /// Folds the write-ahead log into the database, as far as nobody reads in it.
    pub(super) fn fold_log(&self) -> Result<(), DbError> {
        self.run(|state| {
            fold_whole_log(state);
            Ok(())
        })
    }

    fn run<T: Send + 'static>(
        &self,
        task: impl FnOnce(&mut WriterState) -> Result<T, DbError> + Send + 'static,
    ) -> Result<T, DbError> {
        let jobs = match &self.works {
            Works::Thread { jobs, .. } => jobs,
            #[cfg(any(test, feature = "testing"))]
            Works::Inline(state) => {
                let mut state = state.lock().map_err(|_| DbError::Closed)?;
                return task(state.as_mut().ok_or(DbError::Closed)?);
            }
        };
        let (reply, answer) = channel();
        let job: Job = Box::new(move |state| {
            // The caller may be gone; the change stands all the same.
            let _nobody_waits = reply.send(task(state));
        });
        send(jobs, job)?;
        answer.recv().map_err(|_| DbError::Closed)?
    }

    /// Finishes what is queued, folds the write-ahead log into the database, closes. What still
    /// runs after `patience` is interrupted and rolled back, what is queued then is not begun. True:
    /// the connection is closed. False: something goes on after `grace` all the same; ask again.
    pub(super) fn close(&self, patience: Duration, grace: Duration) -> bool {
        let (jobs, thread) = match &self.works {
            Works::Thread { jobs, thread } => (jobs, thread),
            #[cfg(any(test, feature = "testing"))]
            Works::Inline(state) => {
                let state = state.lock().ok().and_then(|mut state| state.take());
                if let Some(state) = state {
                    fold_whole_log(&state);
                }
                return true;
            }
        };
        if let Ok(mut jobs) = jobs.lock() {
            jobs.take();
        }
        let mut running = thread.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((_, is_done)) = running.as_ref() else {
            return true;
        };
        if !self.has_ended(is_done, patience, grace) {
            return false;
        }
        if let Some((thread, _)) = running.take() {
            // A writer that panicked has nothing left to close.
            let _panicked = thread.join();
        }
        true
    }

    fn has_ended(&self, is_done: &Receiver<()>, patience: Duration, grace: Duration) -> bool {
        if has_told(is_done, patience) {
            return true;
        }
        self.given_up.store(true, Ordering::Release);
        let until = Instant::now() + grace;
        loop {
            if let Ok(interrupt) = self.interrupt.lock() {
                interrupt.interrupt();
            }
            let left = until.saturating_duration_since(Instant::now());
            if has_told(is_done, left.min(INTERRUPT_EVERY)) {
                return true;
            }
            if left.is_zero() {
                return false;
            }
        }
    }
}

/// Whether the thread has ended; one that panicked has, too.
fn has_told(is_done: &Receiver<()>, within: Duration) -> bool {
    !matches!(is_done.recv_timeout(within), Err(RecvTimeoutError::Timeout))
}

fn on_a_thread(state: WriterState) -> std::io::Result<Works> {
    // The thread folds the log itself, when nobody waits; if that cannot be said, commits do.
    let _as_it_was = state
        .connection
        .pragma_update(None, "wal_autocheckpoint", 0);
    let (sender, receiver) = channel::<Job>();
    let (done, is_done) = channel();
    let thread = std::thread::Builder::new()
        .name("wangge-writer".to_owned())
        .spawn(move || {
            work(state, &receiver);
            let _nobody_waits = done.send(());
        })?;
    Ok(Works::Thread {
        jobs: Mutex::new(Some(sender)),
        thread: Mutex::new(Some((thread, is_done))),
    })
}

fn send(jobs: &Mutex<Option<Sender<Job>>>, job: Job) -> Result<(), DbError> {
    let jobs = jobs.lock().map_err(|_| DbError::Closed)?;
    let sender = jobs.as_ref().ok_or(DbError::Closed)?;
    sender.send(job).map_err(|_| DbError::Closed)
}

fn work(mut state: WriterState, jobs: &Receiver<Job>) {
    // The connection closes before anybody is told that the writer is done.
    while let Some(job) = next(&state, jobs) {
        if state.given_up.load(Ordering::Acquire) {
            // Whoever waits for it is told that the database is closed.
            drop(job);
            continue;
        }
        job(&mut state);
        if state.log_bytes() >= LOG_TOO_LONG {
            state.fold_log();
        }
    }
    let _waits_longer = state.connection.busy_timeout(LAST_FOLD);
    fold_whole_log(&state);
}

/// Best effort: a log that stays behind is read again at the next start.
fn fold_whole_log(state: &WriterState) {
    let _left_behind: Result<i64, _> =
        state
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
}

/// The next change. Folding the log takes several syncs of the disk: nobody who saves an answer
/// is to wait for it, so it is done when nothing has come for a while.
fn next(state: &WriterState, jobs: &Receiver<Job>) -> Option<Job> {
    if state.log_bytes() >= LOG_LONG {
        match jobs.recv_timeout(IDLE) {
            Ok(job) => return Some(job),
            Err(RecvTimeoutError::Timeout) => state.fold_log(),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    jobs.recv().ok()
}

impl WriterState {
    fn log_bytes(&self) -> u64 {
        self.log.metadata().map_or(0, |log| log.len())
    }

    /// Folds what no reader still needs into the database, without waiting for anybody; the next
    /// change begins the log anew and cuts it. Best effort: what stays is folded another time.
    fn fold_log(&self) {
        let _later: Result<i64, _> =
            self.connection
                .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(0));
    }

    fn write<T>(
        &mut self,
        change: &impl Fn(&Transaction<'_>) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        let result = match self.attempt(change) {
            Err(error) if error.is_full() && self.release_reserve() => self.attempt(change),
            other => other,
        };
        if result.as_ref().is_err_and(DbError::spoils_connection) {
            self.renew();
        }
        result
    }

    /// Another connection in place of one that a failure has spoiled; if there is none to be had
    /// now, the next failure asks again.
    fn renew(&mut self) {
        let Ok(fresh) = open_writer(&self.path, &self.key) else {
            return;
        };
        let most: Result<i64, _> = self
            .connection
            .query_row("PRAGMA max_page_count", [], |row| row.get(0));
        if let Ok(most) = most {
            let set = format!("PRAGMA max_page_count = {most}");
            let _stays_without_limit: Result<i64, _> = fresh.query_row(&set, [], |row| row.get(0));
        }
        if let Ok(mut interrupt) = self.interrupt.lock() {
            *interrupt = fresh.get_interrupt_handle();
        }
        self.connection = fresh;
    }

    fn attempt<T>(
        &mut self,
        change: &impl Fn(&Transaction<'_>) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        let tx = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = change(&tx)?;
        tx.commit()?;
        Ok(value)
    }

    /// Gives the reserve back, and the pages that a quota held back with it.
    fn release_reserve(&mut self) -> bool {
        let released = self
            .reserve
            .lock()
            .is_ok_and(|mut reserve| reserve.release());
        if released {
            let most: Result<i64, _> =
                self.connection
                    .query_row("PRAGMA max_page_count", [], |row| row.get(0));
            if let Ok(most) = most {
                let more = (RESERVE_BYTES as u64 / PAGE_BYTES).cast_signed();
                let raised = most.saturating_add(more);
                let _stays_as_it_is = self.connection.query_row(
                    &format!("PRAGMA max_page_count = {raised}"),
                    [],
                    |row| row.get::<_, i64>(0),
                );
            }
        }
        released
    }
}
