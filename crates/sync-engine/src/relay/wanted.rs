use wangge_protocol::{AheadClaim, Capabilities};

/// What a device wants of the logs, and which app reads it（下行需求）.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Bytes of rows to give, about.
    pub bytes: u32,
    /// The newest records ahead of the log, if the app asks for them.
    pub ahead: Option<&'a AheadClaim>,
    /// What its app can do, and its generation: a row that it cannot work out is not for it.
    pub capabilities: Capabilities,
}
