use std::future::Future;
use std::pin::Pin;

use serde_json::Value;

use crate::bridge::Bridge;
use crate::failure::Failure;

/// What a method gives.
pub(crate) type Given = Result<Value, Failure>;

/// What is given once the relay has answered.
pub(crate) type Later = Pin<Box<dyn Future<Output = Given> + Send>>;

/// One method of the bridge（桥的方法）: its name, its shapes, and what it calls.
pub(crate) struct Method {
    /// `group.verb`.
    pub(crate) name: &'static str,
    /// What it does, Chinese first.
    pub(crate) what: &'static str,
    /// An example of its arguments, JSON.
    pub(crate) args: &'static str,
    /// An example of its answer, JSON; `…` stands for what the words beside it say.
    pub(crate) answer: &'static str,
    /// What it calls.
    pub(crate) run: Run,
}

/// How a method runs.
#[derive(Clone, Copy)]
pub(crate) enum Run {
    /// It touches this phone only: short and blocking.
    Here(fn(&Bridge, Value) -> Given),
    /// It talks to the relay.
    Relay(fn(Bridge, Value) -> Later),
}
