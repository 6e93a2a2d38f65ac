use super::form::body;
use crate::paper::Block;

/// What the owner is told about the time until the recheck; `fixed`: the places of the hazards, of so
/// many, whose deadline is not made longer; the policy makes one longer `max_times` at most.
pub(super) fn what_follows(fixed: &[String], of: usize, max_times: u32) -> Vec<Block> {
    let extension = format!(
        "；确有困难不能按期完成的，应当在期满前书面申请延期，延期以{}为限。",
        times(max_times)
    );
    let may_ask = if max_times == 0 {
        "。本通知书所定期限不办理延期。".to_owned()
    } else if fixed.is_empty() {
        extension
    } else if fixed.len() == of {
        "。上述隐患危及生命安全，本通知书所定期限不办理延期。".to_owned()
    } else {
        let places = fixed.join("、");
        format!("{extension}隐患序号{places}危及生命安全，所定期限不办理延期。")
    };
    vec![
        body(format!(
            "整改期间应当采取防范措施，确保安全。整改完成后请及时反馈{may_ask}"
        )),
        body(
            "期满后将组织复查。逾期未整改的，将记入消防安全档案，并按规定上报、移交有权部门依法处理。",
        ),
    ]
}

/// How often, as people say it.
fn times(count: u32) -> String {
    const WORDS: [&str; 10] = ["一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
    let place = usize::try_from(count).ok().and_then(|it| it.checked_sub(1));
    match place.and_then(|place| WORDS.get(place)) {
        Some(word) => format!("{word}次"),
        None => format!("{count}次"),
    }
}

/// The same of a hazard that was judged to be major: it is put right, rechecked and closed within its
/// case, so that neither a feedback nor an extension of this notice is to be had (S0-27).
pub(super) fn what_follows_of_major(issuer: &str) -> Vec<Block> {
    vec![
        body(
            "整改期间应当采取防范措施，确保安全。上述隐患已按重大火灾隐患立案，本通知书所定期限不办理延期。",
        ),
        body(format!(
            "整改完成后请告知{issuer}，由立案机关组织复查，复查合格的按程序销案。逾期未整改的，将记入消防安全档案，并依法处理。"
        )),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(fixed: &[String], of: usize, max_times: u32) -> String {
        format!("{:?}", what_follows(fixed, of, max_times))
    }

    #[test]
    fn an_extension_is_offered_as_often_as_the_policy_grants_it() {
        for (count, words) in [(1, "一次"), (2, "两次"), (10, "十次"), (12, "12次")] {
            let line = format!("延期以{words}为限。");
            assert!(said(&[], 1, count).contains(&line), "{count}");
        }
        let none = said(&[], 1, 0);
        assert!(none.contains("不办理延期"), "{none}");
        assert!(!none.contains("申请延期"), "{none}");
        // What threatens life is not extended, however often the policy extends what does not.
        let mixed = said(&["2".to_owned()], 2, 3);
        assert!(
            mixed.contains("延期以三次为限。隐患序号2危及生命安全"),
            "{mixed}"
        );
    }
}
