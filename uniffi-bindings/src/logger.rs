use std::fmt::Write as _;
use std::sync::Arc;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

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

/// Takes the core's log（日志）. It holds codes and counts, never what a person wrote. Called from
/// any thread.
#[uniffi::export(with_foreign)]
pub trait Logger: Send + Sync {
    /// One line.
    fn log(&self, level: LogLevel, target: String, message: String) -> Result<(), CallbackError>;
}

/// Sends the log to `logger`, for the life of the process. False: one was set before, and stays.
#[uniffi::export]
pub fn set_logger(logger: Arc<dyn Logger>) -> bool {
    tracing::subscriber::set_global_default(Lines { logger }).is_ok()
}

struct Lines {
    logger: Arc<dyn Logger>,
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
        // A logger that throws has nowhere to be told of.
        let target = event.metadata().target().to_owned();
        let _lost = self.logger.log(level, target, line.0);
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
