/// A policy pack that cannot be used（政策包错误）, with the place in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// It is not JSON, has an unknown or missing key, or a value of the wrong kind.
    #[error("policy pack at {path}: {message}")]
    Shape {
        /// Where, e.g. `risk.grades[2].max`.
        path: String,
        /// What is wrong.
        message: String,
    },
    /// It reads well but contradicts itself.
    #[error("policy pack at {path}: {message}")]
    Rule {
        /// Where.
        path: String,
        /// What is wrong.
        message: String,
    },
    /// It is of a format this build does not know.
    #[error("policy pack format {found} is not known; this build reads format {known}")]
    Format {
        /// The format it says.
        found: u32,
        /// The format of this build.
        known: u32,
    },
}

impl PolicyError {
    pub(crate) fn rule(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Rule {
            path: path.into(),
            message: message.into(),
        }
    }

    /// Where in the pack it is wrong; empty for a format that is not known.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Shape { path, .. } | Self::Rule { path, .. } => path,
            Self::Format { .. } => "",
        }
    }
}
