use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use wangge_domain::Timestamp;

use crate::audit::{AuditLog, copy_to_second_place};
use crate::tenant::Tenant;

/// A checkpoint is signed whenever the relay's clock has moved on by this.
const EVERY_MS: i64 = 3_600_000;
/// What failed is tried again after so long.
const AGAIN_MS: i64 = 60_000;

/// Signs checkpoints of the audit log and keeps its copy in a second place（审计检查点）.
#[derive(Clone)]
pub(crate) struct AuditDuty {
    log: Arc<AuditLog>,
    copy: Option<PathBuf>,
    state: Arc<Mutex<State>>,
}

/// What was done, and when it was last tried.
#[derive(Clone, Copy, Default)]
struct State {
    signed_at: Option<Timestamp>,
    copied_at: Option<Timestamp>,
    tried_at: Option<Timestamp>,
}

impl State {
    /// Whether a checkpoint is due, and whether the copy is.
    fn due(&self, now: Timestamp) -> (bool, bool) {
        let passed =
            |at: Option<Timestamp>, every: i64| at.is_none_or(|at| (now.0 - at.0).abs() >= every);
        let due = (
            passed(self.signed_at, EVERY_MS),
            passed(self.copied_at, EVERY_MS),
        );
        if passed(self.tried_at, AGAIN_MS) {
            due
        } else {
            (false, false)
        }
    }
}

impl AuditDuty {
    pub(crate) fn new(log: Arc<AuditLog>, copy: Option<PathBuf>) -> Self {
        Self {
            log,
            copy,
            state: Arc::default(),
        }
    }

    /// Does what is due. A failure is tried again a minute later, and holds up nothing else: a checkpoint that
    /// was signed is not signed again because the second place is away.
    pub(super) async fn tick(&self, tenant: &Arc<Tenant>) {
        let now = tenant.now();
        let (sign, copy) = self.state().due(now);
        let copy = copy && self.copy.is_some();
        if !sign && !copy {
            return;
        }
        self.state().tried_at = Some(now);
        let (duty, tenant) = (self.clone(), Arc::clone(tenant));
        let done = tokio::task::spawn_blocking(move || {
            if sign {
                duty.sign(&tenant)?;
                duty.state().signed_at = Some(now);
            }
            if copy {
                duty.copy()?;
                duty.state().copied_at = Some(now);
            }
            // Nothing failed: the next is due by its own time.
            duty.state().tried_at = None;
            Ok::<_, String>(())
        })
        .await;
        match done {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(
                    error,
                    "the audit log has no checkpoint or no copy; tried again"
                );
            }
            Err(error) => tracing::error!(error = %error, "the audit checkpoint failed"),
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sign(&self, tenant: &Tenant) -> Result<(), String> {
        let (seq, hash) = self.log.head().map_err(|error| error.to_string())?;
        if seq == 0 {
            return Ok(());
        }
        let checkpoint = tenant.audit_checkpoint(seq, hash);
        let checkpoint = checkpoint.map_err(|error| error.to_string())?;
        let appended = self.log.append_checkpoint(&checkpoint);
        appended.map_err(|error| error.to_string())
    }

    fn copy(&self) -> Result<(), String> {
        let Some(copy) = &self.copy else {
            return Ok(());
        };
        let begun = copy_to_second_place(self.log.folder(), copy);
        if let Some(history) = begun.map_err(|error| error.to_string())? {
            tracing::error!(
                history,
                "the audit log does not go on from its copy: after a restore this is as it should be, \
                 otherwise lines were cut off or changed here; the copy of before stays as it is"
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_place_that_fails_has_nothing_signed_again() {
        let begin = Timestamp(1_790_740_800_000);
        let mut state = State::default();
        assert_eq!(state.due(begin), (true, true));
        // Signed, but not copied.
        state.signed_at = Some(begin);
        state.tried_at = Some(begin);
        assert_eq!(state.due(begin.plus_ms(1_000)), (false, false));
        assert_eq!(state.due(begin.plus_ms(AGAIN_MS)), (false, true));
        state.copied_at = Some(begin.plus_ms(AGAIN_MS));
        state.tried_at = None;
        assert_eq!(state.due(begin.plus_ms(2 * AGAIN_MS)), (false, false));
        assert_eq!(state.due(begin.plus_ms(EVERY_MS)), (true, false));
    }
}
