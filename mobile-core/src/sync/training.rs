use tokio_util::sync::CancellationToken;

use crate::error::CoreError;
use crate::facade::Core;
use crate::http::{HttpFailure, RelayClient};

impl Core {
    /// Sends the quizzes that wait（上传测验）, before the records, so that their rows come back in the same
    /// sync. One that the relay refuses stays here with the reason; a network that fails leaves
    /// all of them for the next time.
    pub(super) async fn send_quizzes(
        &self,
        client: &RelayClient,
        cancel: &CancellationToken,
    ) -> Result<(), CoreError> {
        let waiting = self.waiting_quizzes()?;
        for quiz in waiting.iter().filter(|quiz| quiz.refused.is_none()) {
            let body = serde_json::to_vec(&serde_json::json!({
                "on": quiz.on,
                "record": quiz.record,
            }))
            .map_err(|error| CoreError::Internal(error.to_string()))?;
            let refused = match client.post_json("api/v1/training", &body, cancel).await {
                Ok(()) => None,
                Err(HttpFailure::Refused { code, .. }) => Some(code),
                Err(error) => {
                    tracing::warn!(%error, "a quiz waits for the next sync");
                    return Ok(());
                }
            };
            // Read again: another quiz may have been taken meanwhile.
            let mut now = self.waiting_quizzes()?;
            match refused {
                // It stands at the relay already: it was sent before and the answer was lost.
                None => now.retain(|one| one != quiz),
                Some(code) if code == "record_stands" => now.retain(|one| one != quiz),
                Some(code) => now
                    .iter_mut()
                    .filter(|one| *one == quiz)
                    .for_each(|one| one.refused = Some(code.clone())),
            }
            self.keep_waiting(&now)?;
        }
        Ok(())
    }
}
