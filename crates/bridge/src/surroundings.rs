use std::pin::Pin;

use wangge_mobile_core::SyncOptions;

/// What the host knows of network and battery（网络与电量）: by it a sync runs of which the page says
/// nothing else.
pub trait Surroundings: std::fmt::Debug + Send + Sync {
    /// How a sync is to run now. Asked before each; must answer within seconds.
    fn options(&self) -> Pin<Box<dyn Future<Output = SyncOptions> + Send>>;
}
