use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use wangge_sync_engine::store::StoreError;

use super::convert::failed;

/// Jobs that share one transaction, and so one wait for the disk, at most.
const GROUP: usize = 64;

type Answer = Result<(), StoreError>;
type Work = Box<dyn FnOnce(&Connection) -> Answer + Send>;

struct Job {
    work: Work,
    done: Sender<Answer>,
    /// It runs between transactions.
    is_outside: bool,
}

/// The one thread that writes. Jobs that wait at the same time are committed together, each in
/// its own savepoint: one that fails takes nothing of the others with it.
pub(super) struct Writer {
    jobs: Mutex<Option<Sender<Job>>>,
    thread: Mutex<Option<std::thread::JoinHandle<()>>>,
    stopped: AtomicBool,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> std::io::Result<Self> {
        let (sender, receiver) = channel();
        let thread = std::thread::Builder::new()
            .name("relay-writer".to_owned())
            .spawn(move || run(&connection, &receiver))?;
        Ok(Self {
            jobs: Mutex::new(Some(sender)),
            thread: Mutex::new(Some(thread)),
            stopped: AtomicBool::new(false),
        })
    }

    /// Takes no more jobs. What waits already is written.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
    }

    /// Runs one job and waits until it is durable.
    pub(super) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.run(work, false)
    }

    /// Runs one job between transactions, for what SQLite does within none. Writers wait meanwhile.
    pub(super) fn outside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.run(work, true)
    }

    fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
        is_outside: bool,
    ) -> Result<T, StoreError> {
        if self.stopped.load(Ordering::Acquire) {
            // As a full disk: what reads goes on without.
            return Err(StoreError::DiskFull);
        }
        let slot = Arc::new(Mutex::new(None));
        let filled = Arc::clone(&slot);
        let work: Work = Box::new(move |connection| {
            let value = work(connection)?;
            *filled.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
            Ok(())
        });
        let (done, answer) = channel();
        {
            let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
            let jobs = jobs.as_ref().ok_or(StoreError::Closed)?;
            let job = Job {
                work,
                done,
                is_outside,
            };
            jobs.send(job).map_err(|_| StoreError::Closed)?;
        }
        answer.recv().map_err(|_| StoreError::Closed)??;
        let value = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        value.ok_or(StoreError::Closed)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(
            self.jobs
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        if let Some(thread) = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
        {
            // The thread ends with the channel; if it panicked there is nothing left to do here.
            let _ended = thread.join();
        }
    }
}

fn run(connection: &Connection, jobs: &Receiver<Job>) {
    let mut waiting: Option<Job> = None;
    while let Some(first) = waiting.take().or_else(|| jobs.recv().ok()) {
        if first.is_outside {
            run_outside(connection, first);
            continue;
        }
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(next) = jobs.try_recv()
        {
            if next.is_outside {
                waiting = Some(next);
                break;
            }
            group.push(next);
        }
        commit_group(connection, group);
    }
}

fn run_outside(connection: &Connection, job: Job) {
    let work = job.work;
    let result = catch_unwind(AssertUnwindSafe(|| work(connection)))
        .unwrap_or_else(|_| Err(StoreError::Failed(UNEXPECTED.to_owned())));
    // A caller that no longer listens is no reason to stop.
    let _heard = job.done.send(result);
}

fn commit_group(connection: &Connection, group: Vec<Job>) {
    let mut answers: Vec<(Sender<Answer>, Answer)> = Vec::with_capacity(group.len());
    let begun = connection.execute_batch("BEGIN IMMEDIATE").map_err(failed);
    let alone = group.len() == 1;
    for job in group {
        let result = if connection.is_autocommit() {
            // The transaction did not begin, or a full disk ended it in the middle.
            Err(begun
                .as_ref()
                .map_or_else(again, |()| StoreError::Failed(ENDED.to_owned())))
        } else {
            run_one(connection, job.work, alone)
        };
        answers.push((job.done, result));
    }
    if connection.is_autocommit() {
        let reason = answers
            .iter()
            .find_map(|(_, result)| result.as_ref().err().map(again));
        for (_, result) in &mut answers {
            if result.is_ok() {
                *result = Err(reason
                    .as_ref()
                    .map_or(StoreError::Failed(ENDED.to_owned()), again));
            }
        }
    } else if alone && answers.iter().any(|(_, result)| result.is_err()) {
        // Its rollback failed: once more, since nothing of it may be committed.
        let _rolled_back = connection.execute_batch("ROLLBACK");
    } else if let Err(error) = connection.execute_batch("COMMIT").map_err(failed) {
        if !connection.is_autocommit() {
            // Nothing of the group may stay behind for the next one.
            let _rolled_back = connection.execute_batch("ROLLBACK");
        }
        for (_, result) in &mut answers {
            if result.is_ok() {
                *result = Err(again(&error));
            }
        }
    }
    for (done, result) in answers {
        // A caller that no longer listens is no reason to stop.
        let _heard = done.send(result);
    }
}

const UNEXPECTED: &str = "a write failed unexpectedly";
const ENDED: &str = "the transaction was ended by an earlier failure";

/// Runs a job within the group's transaction. One that is alone needs no savepoint, for which
/// SQLite would copy every page before it changes.
fn run_one(connection: &Connection, work: Work, alone: bool) -> Result<(), StoreError> {
    if !alone {
        connection.execute_batch("SAVEPOINT job").map_err(failed)?;
    }
    let result = catch_unwind(AssertUnwindSafe(|| work(connection)))
        .unwrap_or_else(|_| Err(StoreError::Failed(UNEXPECTED.to_owned())));
    if connection.is_autocommit() {
        return result;
    }
    if alone {
        if result.is_err() {
            connection.execute_batch("ROLLBACK").map_err(failed)?;
        }
        return result;
    }
    if result.is_err() {
        connection
            .execute_batch("ROLLBACK TO job")
            .map_err(failed)?;
    }
    connection.execute_batch("RELEASE job").map_err(failed)?;
    result
}

/// The same error once more, for each job of a group.
fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::DiskFull => StoreError::DiskFull,
        StoreError::HeadMoved => StoreError::HeadMoved,
        StoreError::Closed => StoreError::Closed,
        StoreError::Corrupt(text) => StoreError::Corrupt(text.clone()),
        StoreError::Failed(text) => StoreError::Failed(text.clone()),
    }
}
