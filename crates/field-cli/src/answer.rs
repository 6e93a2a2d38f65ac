use serde_json::Value;

/// What a command gives back（命令结果）: lines for people and one document for programs.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Lines for people; empty: nothing is printed.
    pub(crate) text: String,
    /// The document for programs.
    pub(crate) json: Value,
    /// Exit code: 0 unless the answer tells of something that did not work out.
    pub(crate) exit_code: u8,
}

impl Answer {
    /// Everything went well.
    pub(crate) fn new(text: impl Into<String>, json: Value) -> Self {
        Self {
            text: text.into(),
            json,
            exit_code: 0,
        }
    }

    /// Everything went well and nothing is printed.
    pub(crate) fn silent() -> Self {
        Self::new("", Value::Null)
    }

    /// The same with another exit code.
    pub(crate) fn with_exit_code(mut self, code: u8) -> Self {
        self.exit_code = code;
        self
    }
}

/// Lines of a list, or the words for an empty one.
pub(crate) fn lines(list: Vec<String>, if_empty: &str) -> String {
    if list.is_empty() {
        if_empty.to_owned()
    } else {
        list.join("\n")
    }
}
