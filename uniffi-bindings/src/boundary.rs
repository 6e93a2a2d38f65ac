//! Where calls come in: panics are caught, long calls run on threads of this library.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};
use wangge_mobile_core::CancellationToken;

use crate::error::FieldError;

/// Threads that wait for the network; blocking work has threads of its own.
const THREADS: usize = 2;

pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("wangge")
            .enable_all()
            .build()
            .expect("an app that cannot start threads cannot start")
    })
}

/// A short call, on the caller's thread.
pub(crate) fn short<T, E: Into<FieldError>>(
    call: impl FnOnce() -> Result<T, E>,
) -> Result<T, FieldError> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(result) => result.map_err(Into::into),
        Err(_) => Err(FieldError::panicked()),
    }
}

/// A call that takes long on the disk or the processor, on a thread that may block.
pub(crate) async fn blocking<T: Send + 'static, E: Into<FieldError> + Send + 'static>(
    call: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, FieldError> {
    match runtime().spawn_blocking(call).await {
        Ok(result) => result.map_err(Into::into),
        Err(_) => Err(FieldError::panicked()),
    }
}

/// A call to the relay. Whoever stops waiting for it cancels it.
pub(crate) async fn long<T, E, F>(
    call: impl FnOnce(CancellationToken) -> F,
) -> Result<T, FieldError>
where
    T: Send + 'static,
    E: Into<FieldError> + Send + 'static,
    F: Future<Output = Result<T, E>> + Send + 'static,
{
    let cancel = CancellationToken::new();
    let task = runtime().spawn(call(cancel.clone()));
    let gone = cancel.drop_guard();
    let result = task.await;
    drop(gone.disarm());
    match result {
        Ok(result) => result.map_err(Into::into),
        Err(_) => Err(FieldError::panicked()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wangge_mobile_core::CoreError;

    fn burst() -> Result<u8, CoreError> {
        panic!("a planted panic")
    }

    #[test]
    fn a_panic_becomes_an_error_on_every_way_in() {
        let caught = Err(FieldError::panicked());
        assert_eq!(short(burst), caught);
        assert_eq!(runtime().block_on(blocking(burst)), caught);
        assert_eq!(runtime().block_on(long(|_| async { burst() })), caught);
        assert!(!FieldError::panicked().info().zh.is_empty());
    }

    #[test]
    fn whoever_stops_waiting_cancels() {
        let (tell, told) = std::sync::mpsc::channel();
        runtime().block_on(async {
            let call = long(|cancel| async move {
                cancel.cancelled().await;
                tell.send(()).map_err(|_| CoreError::BadAnswer)
            });
            tokio::select! {
                biased;
                _ = call => unreachable!("it waits to be cancelled"),
                () = tokio::task::yield_now() => {}
            }
        });
        told.recv().expect("the call was told");
    }
}
