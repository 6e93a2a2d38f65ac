use serde::{Deserialize, Serialize};

/// Something a person may do now（可用操作）: the phone and the console offer exactly these.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Action(
    /// The event name ([`super::Event::name`]) this action produces.
    pub String,
);
