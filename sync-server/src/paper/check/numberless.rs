use wangge_domain::numbering::ProvisionalNumber;
use wangge_report::{PaperClaim, RecordFile};

use crate::paper::PaperKind;
use crate::paper::gather::Gathered;

/// Whether a phone made the paper before the relay had given it a number（未编号）: it bears a provisional one,
/// or, of a kind whose act gives none offline, no number at all. A QR tells neither number nor kind.
pub(super) fn was_unnumbered(kind: PaperKind, claim: &PaperClaim) -> bool {
    let is_bare = matches!(kind, PaperKind::Supervision | PaperKind::Transfer);
    let is_file = !claim.kind.is_empty();
    let is_empty = claim.number.is_empty();
    claim.number.parse::<ProvisionalNumber>().is_ok() || (is_empty && is_bare && is_file)
}

/// What a paper is made from, as phones had it that did not know yet what the relay gave（缺文号的各种版本）: no
/// number; those of the cases alone; that of the notice too, and not yet that of the act which the
/// paper is about.
pub(super) fn numberless(gathered: &Gathered) -> Vec<Gathered> {
    let mut with_cases = gathered.clone();
    for file in own(&mut with_cases) {
        strip(file);
    }
    let mut none = with_cases.clone();
    let mut has_cases = false;
    for file in cases(&mut none) {
        strip(file);
        has_cases = true;
    }
    let mut with_notice = gathered.clone();
    for file in own(&mut with_notice) {
        strip_last(file);
    }
    let mut made = vec![none, with_notice];
    if has_cases {
        made.push(with_cases);
    }
    made
}

/// The records of which the paper is one.
fn own(gathered: &mut Gathered) -> Vec<&mut RecordFile> {
    match gathered {
        Gathered::Case { case, .. } => case
            .inspections
            .iter_mut()
            .chain(&mut case.hazards)
            .collect(),
        Gathered::Register(register) => vec![&mut register.file],
        Gathered::Zone(_) => Vec::new(),
    }
}

/// The cases that it tells of（立案案件）: they were filed before it was made, and mostly had their number by
/// then.
fn cases(gathered: &mut Gathered) -> Vec<&mut RecordFile> {
    match gathered {
        Gathered::Case { case, .. } => case.cases.iter_mut().collect(),
        Gathered::Register(register) => register.majors.iter_mut().collect(),
        Gathered::Zone(_) => Vec::new(),
    }
}

fn strip(file: &mut RecordFile) {
    file.state.notice_number = None;
    file.state.close_out_number = None;
    for entry in &mut file.state.history {
        entry.number = None;
        entry.paper_number = None;
    }
    for step in &mut file.state.case.steps {
        step.number = None;
    }
}

fn strip_last(file: &mut RecordFile) {
    file.state.close_out_number = None;
    for entry in &mut file.state.history {
        entry.paper_number = None;
    }
}

#[cfg(test)]
mod tests {
    use wangge_domain::{Digest, RecordId};

    use super::*;

    #[test]
    fn a_paper_without_its_final_number_is_of_before() {
        let claim = |kind: &str, number: &str| PaperClaim {
            kind: kind.to_owned(),
            record: RecordId::from_bytes([1; 16]),
            content_hash: Digest::ZERO,
            number: number.to_owned(),
            made_at: None,
        };
        let last = "青消改字〔2026〕第0001号";
        for (kind, number, wanted) in [
            ("notice", "暂-K7-1", true),
            ("notice", last, false),
            ("notice", "", false),
            ("dossier", "", false),
            ("supervision", "", true),
            ("supervision", last, false),
            ("transfer", "", true),
            ("transfer", "暂-移-10000001", true),
        ] {
            let of = PaperKind::parse(kind).expect("a kind");
            let found = was_unnumbered(of, &claim(kind, number));
            assert_eq!(found, wanted, "{kind} {number}");
        }
        let by_qr = was_unnumbered(PaperKind::Supervision, &claim("", ""));
        assert!(!by_qr, "a QR tells no number of any paper");
    }
}
