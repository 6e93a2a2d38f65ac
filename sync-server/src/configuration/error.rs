/// A configuration file says what it must not（配置错误）. Names the key, the value and a valid example.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigurationError {
    /// Not TOML at all.
    #[error("不是有效的 TOML（not TOML）: {0}")]
    Syntax(String),
    /// There is no such key.
    #[error(
        "没有配置项 {key}（no such key），其值为 {value}；相近的配置项（the nearest）: {example}"
    )]
    UnknownKey {
        /// The key.
        key: String,
        /// What it was set to.
        value: String,
        /// The nearest key, with a value.
        example: String,
    },
    /// A value cannot be what it is.
    #[error("{key} = {value}: {problem_zh}（{problem}）；正确写法举例（valid example）: {example}")]
    Value {
        /// The key.
        key: String,
        /// What it was set to; empty quotes if it is missing.
        value: String,
        /// What is wrong, in Chinese.
        problem_zh: String,
        /// And in English.
        problem: String,
        /// A line that would be right.
        example: String,
    },
}
