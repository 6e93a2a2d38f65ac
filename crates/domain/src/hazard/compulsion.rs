/// Words that only a body with powers of enforcement may address to somebody (handbook 1.4).
const COMPULSION: &[&str] = &[
    "责令",
    "罚款",
    "行政处罚",
    "临时查封",
    "强制执行",
    "停产停业",
    "行政拘留",
];

/// The first word of compulsion（强制用语）in a text; blanks between its characters hide none
/// (S0-03).
#[must_use]
pub fn word_of_compulsion(text: &str) -> Option<&'static str> {
    let solid: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    COMPULSION.iter().copied().find(|word| solid.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_hide_no_word() {
        assert_eq!(word_of_compulsion("责 令停止使用"), Some("责令"));
        assert_eq!(word_of_compulsion("请三日内清理通道"), None);
    }
}
