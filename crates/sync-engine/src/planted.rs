//! Defects that a test can plant: without the feature `testing` none is ever there.

/// Whether a defect is planted in this thread.
#[cfg(any(test, feature = "testing"))]
macro_rules! planted {
    ($defect:ident) => {
        $crate::testing::is_planted($crate::testing::Defect::$defect)
    };
}

/// Whether a defect is planted: never.
#[cfg(not(any(test, feature = "testing")))]
macro_rules! planted {
    ($defect:ident) => {
        false
    };
}
