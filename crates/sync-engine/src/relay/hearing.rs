use wangge_protocol::{StreamUpdate, SyncResponse};

/// What an answer to a pull tells of the device that asked（回灌听讯）, while a relay is being healed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hearing {
    /// The device holds rows that this relay does not know.
    Owes,
    /// Nothing: its places were not named one by one.
    Unclear,
    /// Every place that it named is known, and rows follow. A device that owes rows may have named
    /// an earlier place, only to find out where the logs part: it still owes them.
    Follows,
    /// It stands where the logs end, and holds nothing beyond.
    Level,
}

/// Reads it off an answer to a request that asked for rows.
#[must_use]
pub fn hearing(response: &SyncResponse) -> Hearing {
    let any = |is: fn(&StreamUpdate) -> bool| response.streams.iter().any(is);
    if any(|update| matches!(update, StreamUpdate::UnknownPoint { .. })) {
        Hearing::Owes
    } else if response.need_vector {
        Hearing::Unclear
    } else if response.more
        || any(|update| matches!(update, StreamUpdate::Page(_) | StreamUpdate::Records(_)))
    {
        Hearing::Follows
    } else {
        Hearing::Level
    }
}
