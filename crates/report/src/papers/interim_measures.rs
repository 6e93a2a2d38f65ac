use wangge_domain::hazard::Hazard;

use super::form::spans;
use super::major_grounds::{readable, said};
use crate::case_file::{CaseFile, RecordFile};
use crate::paper::{Block, Span};

/// What is to be done until the hazards of a notice are put right（临时管控措施）: as the hazard said when
/// its notice was issued and, of one that was judged to be major, as its case was reported. Content of
/// the notice; nothing where nobody wrote any.
pub(super) fn interim_measures(case: &CaseFile, files: &[&RecordFile]) -> Option<Block> {
    let places = files.iter().enumerate();
    let measures: Vec<String> = places
        .filter_map(|(place, file)| {
            let measures = of_hazard(case, file)?;
            Some(match files.len() {
                1 => measures,
                _ => format!("隐患{}：{measures}", place + 1),
            })
        })
        .collect();
    (!measures.is_empty()).then(|| {
        spans(vec![
            Span::plain("整改期间的临时管控措施："),
            Span::filled(measures.join("；")),
            Span::plain("。"),
        ])
    })
}

fn of_hazard(case: &CaseFile, file: &RecordFile) -> Option<String> {
    let own = Hazard::from_content(file.quoted_or_now()).interim_measures;
    let mut said_of_it = vec![readable(own.trim())];
    // The case of a general notice is not on it: it may have been opened since.
    if file.state.major_notice {
        let reported = said(case, file.record, ("major_case.report", "interim"));
        said_of_it.push(reported);
    }
    said_of_it.retain(|text| !text.is_empty());
    said_of_it.dedup();
    let ended = |text: &String| text.trim_end_matches(['。', '；', ';']).to_owned();
    let texts: Vec<String> = said_of_it.iter().map(ended).collect();
    (!texts.is_empty()).then(|| texts.join("；"))
}

#[cfg(test)]
mod tests {
    use wangge_domain::hazard::keys;
    use wangge_domain::lifecycle::Status;

    use super::super::notice::{notice_paper, notice_paper_without_measures};
    use super::super::test_kit::{
        case, does, filed, hazard, notice, numbered, record, text, with_office,
    };
    use super::*;
    use crate::paper::{Paper, content_hash};

    /// A hazard with its notice; `measures` were written before it was issued.
    fn noticed(n: u8, measures: &str) -> RecordFile {
        let mut one = hazard(n, "安全出口锁闭");
        one.content.set(keys::INTERIM_MEASURES, measures);
        one.quoted = Some(one.content.clone());
        let given = numbered(Status::NoticeIssued, "青消改字〔2026〕第0001号");
        does(&mut one, notice("暂-K7-1", "王老板"), &given, 1);
        one
    }

    /// The notice as it is worded now and as it was worded before there was the line.
    fn both(hazards: Vec<RecordFile>) -> [Paper; 2] {
        let named: Vec<_> = hazards.iter().map(|file| file.record).collect();
        let case = case(hazards, Vec::new());
        with_office(|office| {
            [
                notice_paper(office, &case, &named).unwrap(),
                notice_paper_without_measures(office, &case, &named).unwrap(),
            ]
        })
    }

    #[test]
    fn a_notice_says_what_is_to_be_done_meanwhile_as_it_stood_when_it_was_issued() {
        let mut one = noticed(1, "派人看守。");
        let [now, then] = both(vec![one.clone()]);
        assert!(text(&now).contains("派人看守"), "{}", text(&now));
        // A notice that was handed out before is known by its own hash.
        assert!(!text(&then).contains("派人看守"));
        assert_ne!(content_hash(&now), content_hash(&then));
        // What is written later is not on it.
        one.content.set(keys::INTERIM_MEASURES, "锁门");
        let [later, _] = both(vec![one]);
        assert_eq!(content_hash(&later), content_hash(&now));
    }

    #[test]
    fn a_notice_without_measures_is_what_it_was() {
        let [now, then] = both(vec![noticed(1, "")]);
        assert_eq!(content_hash(&now), content_hash(&then));
        assert!(!text(&now).contains("临时管控措施"));
    }

    #[test]
    fn of_several_hazards_the_measures_name_theirs() {
        let [now, _] = both(vec![noticed(1, ""), noticed(2, "派人看守")]);
        assert!(text(&now).contains("隐患2：派人看守"), "{}", text(&now));
    }

    #[test]
    fn the_measures_of_a_major_case_stand_on_its_notice_alone() {
        let mut of_case = filed(7, record(1), "青救消立字〔2026〕第0001号");
        let mut step = of_case.state.case.steps[0].clone();
        "major_case.report".clone_into(&mut step.step);
        let fields = &mut step.fields;
        fields.insert("interim".to_owned(), "二层停用；".to_owned());
        of_case.state.case.steps.push(step);
        let mut one = noticed(1, "派人看守");
        let said = |one: &RecordFile| {
            let case = case(vec![one.clone()], vec![of_case.clone()]);
            format!("{:?}", interim_measures(&case, &[one]))
        };
        assert!(!said(&one).contains("二层停用"), "{}", said(&one));
        one.state.major_notice = true;
        let of_major = said(&one);
        assert!(of_major.contains("派人看守；二层停用"), "{of_major}");
        // What no paper to an owner says is left to the case.
        let compelled = noticed(1, "责令停产停业");
        let said = said(&compelled);
        assert!(said.contains("（见案卷）"), "{said}");
    }
}
