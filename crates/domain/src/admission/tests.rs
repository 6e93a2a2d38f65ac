use super::{AdmissionError, admit, admit_words};
use crate::accounting::default_accounting;
use crate::people::Role;

#[test]
fn a_job_outside_the_catalogue_is_never_sent_to_a_grid_worker() {
    let rules = default_accounting().admission;
    let (worker, safety) = (Role::GridWorker, Role::EnterpriseSafetyOfficer);
    // Job, role, admitted: `None` not in the catalogue, `false` not for this role.
    let table = [
        ("inspection", worker, Some(true)),
        ("inspection", safety, Some(false)),
        ("self_check", safety, Some(true)),
        ("self_check", worker, Some(false)),
        ("hazard_report", worker, Some(true)),
        ("hazard_report", safety, Some(true)),
        ("penalty", worker, None),
        ("penalty", safety, None),
        ("major_judgement", worker, None),
        ("Inspection", worker, None),
        ("", worker, None),
    ];
    for (job, role, admitted) in table {
        let expected = match admitted {
            Some(true) => Ok(rules.item(job)),
            Some(false) => Err(AdmissionError::NotForRole {
                job: job.to_owned(),
                role,
            }),
            None => Err(AdmissionError::NotInCatalogue {
                job: job.to_owned(),
                role,
            }),
        };
        assert_eq!(admit(job, role, &rules), expected, "{job} {role}");
    }
}

#[test]
fn other_roles_are_not_bound() {
    let rules = default_accounting().admission;
    assert_eq!(admit("penalty", Role::FireOfficer, &rules), Ok(None));
    assert!(
        admit("inspection", Role::StationOfficer, &rules)
            .unwrap()
            .is_some()
    );
}

#[test]
fn the_catalogue_of_a_role_lists_its_jobs_only() {
    let rules = default_accounting().admission;
    let of = |role| {
        rules
            .items_of(role)
            .map(|it| it.code.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(Role::EnterpriseSafetyOfficer),
        ["hazard_report", "training", "first_response", "self_check"]
    );
    assert_eq!(of(Role::StationOfficer).len(), rules.items.len());
    assert!(!of(Role::GridWorker).contains(&"self_check"));
}

#[test]
fn refusals_have_codes_and_words() {
    let rules = default_accounting().admission;
    let error = admit("penalty", Role::GridWorker, &rules).unwrap_err();
    assert_eq!(
        (error.code(), AdmissionError::RULE),
        ("job_not_in_catalogue", "S0-39")
    );
    assert!(error.zh().contains("准入"));
}

#[test]
fn the_words_of_a_job_are_asked_whatever_its_code() {
    let rules = default_accounting().admission;
    for (text, word) in [
        ("逐户上门登记", None),
        ("上门催收物业费", Some("催收")),
        ("代为收取罚 款。", Some("罚款")),
        ("配合拆、迁动员", Some("拆迁")),
        // In traditional characters it is the same work.
        ("上門罰款", Some("罚款")),
        ("協助處罰", Some("处罚")),
        ("上門收費", Some("收费")),
        ("代為催繳物業費", Some("催缴")),
        ("徵地動員", Some("征地")),
        ("配合拆遷", Some("拆迁")),
        ("登門宣傳", None),
    ] {
        let expected = word.map_or(Ok(()), |word| {
            Err(AdmissionError::WordsNotAdmitted {
                word: word.to_owned(),
                role: Role::GridWorker,
            })
        });
        assert_eq!(
            admit_words(text, Role::GridWorker, &rules),
            expected,
            "{text}"
        );
        // Who is not bound to the list gets any job.
        assert_eq!(admit_words(text, Role::StationOfficer, &rules), Ok(()));
    }
    let error = admit_words("罚款", Role::GridWorker, &rules).unwrap_err();
    assert_eq!(error.code(), "job_words_not_admitted");
}
