use wangge_domain::hazard::Hazard;

use super::hazard_table::threatens_life;
use super::words::word;
use crate::case_file::{CaseFile, RecordFile};

/// How grave a hazard is（隐患级别）: major, with the number of the filing, once the fire and rescue body
/// has judged it; else as it was registered. That life is threatened is said beside it.
pub(super) fn grade(case: &CaseFile, file: &RecordFile, typed: &Hazard) -> String {
    let grade = match case.judgement(file.record) {
        Some(major) => match major.state.case.filing_number() {
            Some(number) => format!("重大火灾隐患（立案文号{number}）"),
            None => "重大火灾隐患".to_owned(),
        },
        None => typed
            .severity
            .map_or_else(String::new, |it| word("severity", it.as_str())),
    };
    match (threatens_life(file), grade.is_empty()) {
        (false, _) => grade,
        (true, true) => "危及生命".to_owned(),
        (true, false) => format!("{grade}（危及生命）"),
    }
}
