use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// A file that was given cannot be read or makes no sense（输入文件错误）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InputFileError {
    /// Which file.
    pub(crate) file: PathBuf,
    /// Field, e.g. `answers[2].result`; empty if it is about the whole file.
    pub(crate) field: String,
    /// Line, from 1; 0 if it is about the whole file.
    pub(crate) line: usize,
    /// Column, from 1; 0 if it is about the whole file.
    pub(crate) column: usize,
    /// What is wrong.
    pub(crate) message: String,
}

impl std::error::Error for InputFileError {}

impl std::fmt::Display for InputFileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.file.display())?;
        if self.line > 0 {
            write!(f, " 第 {} 行第 {} 列", self.line, self.column)?;
        }
        if !self.field.is_empty() {
            write!(f, "，字段 {}", self.field)?;
        }
        write!(f, "：{}", self.message)
    }
}

impl InputFileError {
    /// About a whole file.
    pub(crate) fn of_file(file: &Path, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            field: String::new(),
            line: 0,
            column: 0,
            message: message.into(),
        }
    }
}

/// Reads a file of any kind.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, InputFileError> {
    std::fs::read(path).map_err(|error| InputFileError::of_file(path, format!("读不出（{error}）")))
}

/// Reads a JSON file into a type.
pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, InputFileError> {
    let bytes = read_bytes(path)?;
    let text =
        String::from_utf8(bytes).map_err(|_| InputFileError::of_file(path, "不是 UTF-8 文字"))?;
    parse_json(path, &text)
}

/// Reads JSON text into a type; the error names field and line.
pub(crate) fn parse_json<T: DeserializeOwned>(
    path: &Path,
    text: &str,
) -> Result<T, InputFileError> {
    // Editors on Windows put a mark in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = error.path().to_string();
        let inner = error.into_inner();
        InputFileError {
            file: path.to_owned(),
            field: field_named(&field, &inner),
            line: inner.line(),
            column: inner.column(),
            message: in_chinese(&inner),
        }
    })?;
    reader.end().map_err(|error| InputFileError {
        file: path.to_owned(),
        field: String::new(),
        line: error.line(),
        column: error.column(),
        message: "结尾有多余内容".to_owned(),
    })?;
    Ok(value)
}

/// The message without its position, which is told apart.
fn bare(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&position).unwrap_or(&text).to_owned()
}

/// The path, with the name of a field that is missing.
fn field_named(path: &str, error: &serde_json::Error) -> String {
    let path = if path == "." { "" } else { path };
    let text = bare(error);
    let missing = text
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    match missing {
        Some(name) if path.is_empty() => name.to_owned(),
        Some(name) => format!("{path}.{name}"),
        None => path.to_owned(),
    }
}

fn in_chinese(error: &serde_json::Error) -> String {
    let text = bare(error);
    if error.is_syntax() || error.is_eof() {
        return format!("不是完整的 JSON（{text}）");
    }
    for (english, chinese) in [
        ("missing field", "缺少字段"),
        ("unknown field", "没有这个字段"),
        ("duplicate field", "字段重复"),
        ("invalid type", "类型不对"),
        ("invalid value", "取值不对"),
    ] {
        if text.starts_with(english) {
            return format!("{chinese}（{text}）");
        }
    }
    text
}
