use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::boundary::short;
use crate::error::FieldError;
use crate::lane::Lane;
use crate::platform::CallbackError;

/// How much a line of the log matters（日志级别）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevel {
    /// Something failed.
    Error,
    /// Something to look at.
    Warning,
    /// What happened.
    Info,
}

/// Takes the core's log（日志）. It holds codes and counts, never what a person wrote. Called from a
/// thread of its own: one that blocks stops nothing, and misses lines.
#[uniffi::export(with_foreign)]
pub trait Logger: Send + Sync {
    /// One line.
    fn log(&self, level: LogLevel, target: String, message: String) -> Result<(), CallbackError>;
}

/// Sends the log to `logger`, for the life of the process. False: one was set before, and stays.
#[uniffi::export]
pub fn set_logger(logger: Arc<dyn Logger>) -> Result<bool, FieldError> {
    short(|| {
        let set = tracing::subscriber::set_global_default(Lines::to(logger));
        Ok::<_, FieldError>(set.is_ok())
    })
}

struct Lines {
    lane: Lane<(LogLevel, String, String)>,
    missed: Arc<AtomicU64>,
}

impl Lines {
    fn to(logger: Arc<dyn Logger>) -> Self {
        let missed = Arc::new(AtomicU64::new(0));
        let to_tell = Arc::clone(&missed);
        let take = move |(level, target, message)| {
            // A logger that throws has nowhere to be told of.
            let _lost = logger.log(level, target, message);
            let missed = to_tell.swap(0, Ordering::AcqRel);
            if missed > 0 {
                let target = env!("CARGO_CRATE_NAME").to_owned();
                let _lost = logger.log(LogLevel::Warning, target, format!("missed lines={missed}"));
            }
        };
        Self {
            lane: Lane::open(take, || ()),
            missed,
        }
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO && metadata.target().starts_with("wangge")
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let level = match *event.metadata().level() {
            Level::ERROR => LogLevel::Error,
            Level::WARN => LogLevel::Warning,
            _ => LogLevel::Info,
        };
        let mut line = Line(String::new());
        event.record(&mut line);
        let target = event.metadata().target().to_owned();
        if !self.lane.give((level, target, line.0)) {
            self.missed.fetch_add(1, Ordering::AcqRel);
        }
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let space = if self.0.is_empty() { "" } else { " " };
        let written = if field.name() == "message" {
            write!(self.0, "{space}{value:?}")
        } else {
            write!(self.0, "{space}{}={value:?}", field.name())
        };
        // Writing to a string does not fail.
        let _always = written;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    struct Blocked {
        told: Mutex<Sender<String>>,
        let_go: Mutex<Receiver<()>>,
    }

    impl Logger for Blocked {
        fn log(&self, _: LogLevel, _: String, message: String) -> Result<(), CallbackError> {
            self.told.lock().unwrap().send(message).unwrap();
            let _let_go = self.let_go.lock().unwrap().recv();
            Ok(())
        }
    }

    #[test]
    fn a_logger_that_blocks_stops_nothing_and_is_told_what_it_missed() {
        let (told, lines) = channel();
        let (release, let_go) = channel();
        let logger = Blocked {
            told: Mutex::new(told),
            let_go: Mutex::new(let_go),
        };
        let subscriber = Lines::to(Arc::new(logger));
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(target: "wangge_test", number = 0, "第一行");
            assert!(lines.recv().unwrap().contains("第一行"));
            for number in 1..1000 {
                tracing::info!(target: "wangge_test", number, "later");
            }
        });
        drop(release);
        let rest: Vec<String> = lines.iter().collect();
        let missed = 999 - Lane::<(LogLevel, String, String)>::LAG;
        assert_eq!(rest.first(), Some(&format!("missed lines={missed}")));
        assert_eq!(rest.len(), 1 + Lane::<(LogLevel, String, String)>::LAG);
    }
}
