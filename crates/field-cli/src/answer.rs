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

/// Takes away what a list has over its limit, and gives the line that says so. The list was asked
/// for with one row more than is shown: a list that is cut off must not look whole.
pub(crate) fn cut_off<T>(rows: &mut Vec<T>, limit: usize) -> Option<String> {
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    has_more.then(|| format!("…… 只列出 {limit} 条，后面还有；加 --limit <条数> 看更多"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_cut_off_says_so() {
        let mut rows = vec![1, 2, 3];
        assert!(cut_off(&mut rows, 2).is_some_and(|line| line.contains("2 条")));
        assert_eq!(rows, [1, 2]);
        assert_eq!(cut_off(&mut rows, 2), None, "a whole list");
    }
}
