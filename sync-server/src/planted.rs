//! Defects that a test can plant in the relay: outside of its own tests none is ever there.

/// Whether a defect is planted in this thread.
#[cfg(test)]
macro_rules! planted {
    ($defect:ident) => {
        wangge_sync_engine::testing::is_planted(wangge_sync_engine::testing::Defect::$defect)
    };
}

/// Whether a defect is planted: never.
#[cfg(not(test))]
macro_rules! planted {
    ($defect:ident) => {
        false
    };
}
