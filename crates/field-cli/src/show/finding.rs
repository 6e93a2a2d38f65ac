use wangge_domain::Finding;
use wangge_domain::resources::{Language, field_words};

use crate::words;

/// A finding in one line: what is wrong, where, the limit.
pub(crate) fn finding_text(finding: &Finding) -> String {
    let mut text = words::word("finding", &finding.code);
    if !finding.key.is_empty() {
        let place = field_words(Language::Chinese, &finding.key);
        text = format!("{place}：{text}");
    }
    if !finding.detail.is_empty() {
        text += &format!("（{}）", finding.detail);
    }
    text
}
