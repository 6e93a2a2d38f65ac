use std::future::Future;

/// Waits for a future on a thread and runtime of its own: the caller may stand in a runtime already,
/// which must not wait for another.
pub(crate) fn wait_for<T: Send, E: ToString>(
    work: impl Future<Output = Result<T, E>> + Send,
) -> Result<T, String> {
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| error.to_string())?;
            runtime.block_on(work).map_err(|error| error.to_string())
        });
        worker
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
