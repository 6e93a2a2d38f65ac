use super::{Inspection, keys};
use crate::record::{Content, Scalar};

/// What people wrote into a visit as its record prints it（检查记录的手写内容）: answers in words, parts and
/// remarks, the note on a visit that ended at the door. Who is named on it is told elsewhere.
#[must_use]
pub fn written_in_visit(content: &Content) -> Vec<String> {
    let visit = Inspection::from_content(content);
    let mut written: Vec<String> = content
        .text(keys::REMARK)
        .map(str::to_owned)
        .into_iter()
        .collect();
    if visit.answers.is_empty() {
        written.push(visit.census_note);
    }
    for answer in visit.answers.into_values() {
        if let Some(Scalar::Text(value)) = answer.value {
            written.push(value);
        }
        written.extend([answer.part, answer.note]);
    }
    written.retain(|text| !text.is_empty());
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_the_record_prints_of_what_was_written_is_found() {
        let mut content = Content::default();
        content.set(keys::CENSUS_NOTE, "无人应门");
        content.set(keys::REMARK, "另行约定");
        assert_eq!(written_in_visit(&content), ["另行约定", "无人应门"]);
        content.set(keys::answer_result("RH-01"), "fail");
        content.set(keys::answer_part("RH-01"), "二楼");
        content.set(keys::answer_note("RH-01"), "堆物");
        content.set(keys::answer_value("RH-02"), "张某");
        content.set(keys::answer_value("RH-03"), 3_i64);
        // The record of a visit with answers prints no note on the door.
        let written = written_in_visit(&content);
        assert_eq!(written, ["另行约定", "二楼", "堆物", "张某"]);
        assert_eq!(written_in_visit(&Content::default()), Vec::<String>::new());
    }
}
