use wangge_domain::Finding;
use wangge_domain::resources::has_label;

use crate::words;

/// A finding in one line: what is wrong, where, the limit.
pub(crate) fn finding_text(finding: &Finding) -> String {
    let mut text = words::word("finding", &finding.code);
    if !finding.key.is_empty() {
        let place = if has_label(&format!("field.{}", finding.key)) {
            words::word("field", &finding.key)
        } else {
            finding.key.clone()
        };
        text = format!("{place}：{text}");
    }
    if !finding.detail.is_empty() {
        text += &format!("（{}）", finding.detail);
    }
    text
}
