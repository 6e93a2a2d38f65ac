use std::cell::Cell;

thread_local! {
    static NOT_KNOWN: Cell<&'static [&'static str]> = const { Cell::new(&[]) };
}

/// As long as it lives, its thread runs as an app of an earlier version（旧版应用）, which cannot read
/// these events.
#[derive(Debug)]
pub struct OlderBuild {
    before: &'static [&'static str],
}

impl OlderBuild {
    /// From now on the events of these names are of a later version; none: it is this build.
    #[must_use]
    pub fn begin(not_known: &'static [&'static str]) -> Self {
        Self {
            before: NOT_KNOWN.replace(not_known),
        }
    }
}

impl Drop for OlderBuild {
    fn drop(&mut self) {
        NOT_KNOWN.set(self.before);
    }
}

/// Whether the build that this thread runs as can read an event of this name.
#[must_use]
pub fn can_read(event: &str) -> bool {
    !NOT_KNOWN.get().contains(&event)
}
