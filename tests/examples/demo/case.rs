use wangge_domain::RecordId;

/// A hazard that was found on check day（隐患）, with what became of it there.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Which phone found it: its place among the twelve.
    pub(crate) worker: usize,
    pub(crate) hazard: RecordId,
    pub(crate) item: String,
    pub(crate) place: (i64, i64),
    pub(crate) life_threat: bool,
    /// Days given by the notice; `None`: put right on the spot.
    pub(crate) days: Option<u32>,
}
