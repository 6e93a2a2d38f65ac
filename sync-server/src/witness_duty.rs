use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use wangge_domain::Timestamp;

use crate::tenant::Tenant;
use crate::witness::Witness;

/// Where the logs stand is written down whenever the relay's clock has moved on by this.
const EVERY_MS: i64 = 10_000;

/// Writes down beside the database where the logs stand（日志见证）, so that one that is put back by
/// hand is noticed before it gives a number twice.
#[derive(Clone)]
pub(crate) struct WitnessDuty {
    /// `None`: this relay changes nothing.
    file: Option<PathBuf>,
    done: Arc<Mutex<Done>>,
}

#[derive(Default)]
struct Done {
    at: Option<Timestamp>,
    written: Option<Witness>,
}

impl WitnessDuty {
    pub(crate) fn new(file: Option<PathBuf>) -> Self {
        Self {
            file,
            done: Arc::default(),
        }
    }

    /// Does what is due. A failure is tried again later, and holds up nothing.
    pub(crate) async fn tick(&self, tenant: &Arc<Tenant>) {
        let now = tenant.now();
        {
            let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
            if done.at.is_some_and(|at| (now.0 - at.0).abs() < EVERY_MS) {
                return;
            }
            done.at = Some(now);
        }
        self.write(tenant).await;
    }

    /// Writes it down now: the relay ends.
    pub(crate) async fn write(&self, tenant: &Arc<Tenant>) {
        let (duty, tenant) = (self.clone(), Arc::clone(tenant));
        let written = tokio::task::spawn_blocking(move || duty.run(&tenant)).await;
        match written {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(error, "where the logs stand cannot be written down");
            }
            Err(error) => {
                tracing::error!(error = %error, "writing down where the logs stand failed");
            }
        }
    }

    fn run(&self, tenant: &Tenant) -> Result<(), String> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        let seen = Witness::of(tenant.database.as_ref(), tenant.id());
        let seen = seen.map_err(|error| error.to_string())?;
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        if done.written.as_ref() != Some(&seen) {
            seen.write(file).map_err(|error| error.to_string())?;
            done.written = Some(seen);
        }
        Ok(())
    }
}
