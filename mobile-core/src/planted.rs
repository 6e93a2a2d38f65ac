//! Defects that a test can plant in the store: without the feature `testing` none is ever there.

/// Whether a defect is planted in this thread.
#[cfg(feature = "testing")]
macro_rules! planted {
    ($defect:ident) => {
        wangge_sync_engine::testing::is_planted(wangge_sync_engine::testing::Defect::$defect)
    };
}

/// Whether a defect is planted: never.
#[cfg(not(feature = "testing"))]
macro_rules! planted {
    ($defect:ident) => {
        false
    };
}
