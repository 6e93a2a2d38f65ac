use tokio_util::sync::CancellationToken;
use wangge_domain::StreamId;

use crate::error::CoreError;
use crate::facade::Core;
use crate::http::wake;

impl Core {
    /// Listens for news while the app is open（唤醒）: `on_news` is told that a stream has grown, and
    /// the app then syncs. Ends when the relay closes the connection or the caller gives up.
    ///
    /// # Errors
    /// [`CoreError::Cancelled`] and the failures of the network: call again after a while.
    pub async fn listen(
        &self,
        on_news: &(dyn Fn(StreamId, u64) + Sync),
        cancel: &CancellationToken,
    ) -> Result<(), CoreError> {
        let session = self.session()?;
        let client = self.relay_client(&session)?;
        self.inner
            .life
            .while_awake(async { Ok(wake(&client, cancel, on_news).await?) })
            .await
    }
}
