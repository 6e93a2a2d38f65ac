use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use wangge_domain::Timestamp;

use crate::audit::{AuditLog, copy_to_second_place};
use crate::tenant::Tenant;

/// A checkpoint is signed whenever the relay's clock has moved on by this.
const EVERY_MS: i64 = 3_600_000;

/// Signs checkpoints of the audit log and keeps its copy in a second place（审计检查点）.
#[derive(Clone)]
pub(crate) struct AuditDuty {
    log: Arc<AuditLog>,
    copy: Option<PathBuf>,
    done_at: Arc<Mutex<Option<Timestamp>>>,
}

impl AuditDuty {
    pub(crate) fn new(log: Arc<AuditLog>, copy: Option<PathBuf>) -> Self {
        Self {
            log,
            copy,
            done_at: Arc::default(),
        }
    }

    /// Does what is due. A failure is tried again with the next tick, and holds up nothing else.
    pub(super) async fn tick(&self, tenant: &Arc<Tenant>) {
        let now = tenant.now();
        {
            let done = self.done_at.lock().unwrap_or_else(PoisonError::into_inner);
            if done.is_some_and(|done| (now.0 - done.0).abs() < EVERY_MS) {
                return;
            }
        }
        let (duty, tenant) = (self.clone(), Arc::clone(tenant));
        let done = tokio::task::spawn_blocking(move || duty.run(&tenant)).await;
        match done {
            Ok(Ok(())) => {
                let mut done = self.done_at.lock().unwrap_or_else(PoisonError::into_inner);
                *done = Some(now);
            }
            Ok(Err(error)) => {
                tracing::error!(error, "no checkpoint of the audit log could be kept");
            }
            Err(error) => tracing::error!(error = %error, "the audit checkpoint failed"),
        }
    }

    fn run(&self, tenant: &Tenant) -> Result<(), String> {
        let (seq, hash) = self.log.head().map_err(|error| error.to_string())?;
        if seq > 0 {
            let checkpoint = tenant.audit_checkpoint(seq, hash);
            let checkpoint = checkpoint.map_err(|error| error.to_string())?;
            let appended = self.log.append_checkpoint(&checkpoint);
            appended.map_err(|error| error.to_string())?;
        }
        let Some(copy) = &self.copy else {
            return Ok(());
        };
        copy_to_second_place(self.log.folder(), copy).map_err(|error| error.to_string())
    }
}
