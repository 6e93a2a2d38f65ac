use wangge_domain::evaluation::EvaluationError;
use wangge_sync_engine::store::StoreError;

/// Figures cannot be given（考核指标错误）.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FigureError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A rule of evaluation says no.
    #[error(transparent)]
    Rule(#[from] EvaluationError),
}
