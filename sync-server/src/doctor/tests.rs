use super::examine;
use super::facts::{Facts, SecondPlace};
use super::finding::{DoctorLevel, DoctorReport};
use super::judge::judge;
use super::photos::PhotoState;
use crate::webhooks::WebhookState;

/// 2026-09-01 12:00 in China.
const NOW: i64 = 1_788_235_200_000;

fn well() -> Facts {
    Facts {
        now: NOW,
        initialized: true,
        forbidden: false,
        sqlite: 3_051_003,
        damage: None,
        deep: false,
        photos: Some(PhotoState::default()),
        tls_key_here: true,
        newest_row_at: Some(NOW - 1_000),
        demo: false,
        jobs_stopped: None,
        healing: false,
        disk_free: Some(100 << 30),
        certificate: Ok((0, 4_102_444_800)),
        on_server: false,
        last_backup_at: Some(NOW - 3_600_000),
        trial: Some((NOW - 3_600_000, String::new())),
        service_keys_left: Some(1_000),
        root_key_here: false,
        open_to_others: Some(false),
        configuration: Ok(()),
        listen: Some("0.0.0.0:7443".to_owned()),
        serving: true,
        port_taken: None,
        handle_limit: Some(65_536),
        webhooks: Vec::new(),
        retention: vec![("inspection".to_owned(), 60)],
        audit: Ok(12),
        second_place: SecondPlace::Elsewhere,
    }
}

/// A receiver of webhooks that answers with errors, or that refused so many messages for good.
fn failing_receiver(undelivered: u64) -> WebhookState {
    let mut state = WebhookState::default();
    if undelivered == 0 {
        state.problem = "HTTP 500".to_owned();
    }
    state.undelivered = undelivered;
    state
}

/// Makes one fact bad.
type Spoil = fn(&mut Facts);

#[test]
fn a_well_relay_has_no_advice() {
    let report = DoctorReport::of(judge(&well()));
    assert_eq!((report.level, report.exit_code()), (DoctorLevel::Well, 0));
    assert_eq!(report.findings.len(), 19);
    let mut findings = report.findings.iter();
    let kept = findings.find(|one| one.check == "retention").unwrap();
    assert!(kept.found.contains("inspection 60个月"), "{}", kept.found);
    assert!(report.findings.iter().all(|one| one.advice.is_empty()));
}

#[test]
fn every_trouble_is_found_by_its_name_and_says_what_to_do() {
    let troubles: [(&str, DoctorLevel, Spoil); 29] = [
        ("webhooks", DoctorLevel::Warning, |it| {
            it.webhooks = vec![failing_receiver(0)]
        }),
        ("webhooks", DoctorLevel::Warning, |it| {
            it.webhooks = vec![failing_receiver(1)]
        }),
        ("folder", DoctorLevel::Problem, |it| it.initialized = false),
        ("folder", DoctorLevel::Problem, |it| it.forbidden = true),
        ("folder", DoctorLevel::Problem, |it| {
            it.open_to_others = Some(true)
        }),
        ("integrity", DoctorLevel::Problem, |it| {
            it.damage = Some("row 3".to_owned())
        }),
        ("photos", DoctorLevel::Problem, |it| {
            it.photos = Some(PhotoState {
                named: 9,
                bad: 1,
                examples: vec!["ab".to_owned()],
            });
        }),
        ("certificate", DoctorLevel::Problem, |it| {
            it.tls_key_here = false
        }),
        ("sqlite", DoctorLevel::Problem, |it| it.sqlite = 3_051_002),
        ("clock", DoctorLevel::Problem, |it| it.now = 0),
        ("clock", DoctorLevel::Problem, |it| {
            it.newest_row_at = Some(NOW + 600_000)
        }),
        ("deadline_jobs", DoctorLevel::Problem, |it| {
            it.jobs_stopped = Some("jump".to_owned())
        }),
        ("healing", DoctorLevel::Warning, |it| it.healing = true),
        ("disk", DoctorLevel::Problem, |it| {
            it.disk_free = Some(100 << 20)
        }),
        ("disk", DoctorLevel::Warning, |it| {
            it.disk_free = Some(3 << 30)
        }),
        ("disk", DoctorLevel::Warning, |it| it.disk_free = None),
        ("certificate", DoctorLevel::Warning, |it| {
            it.certificate = Ok((0, NOW / 1_000 + 86_400))
        }),
        ("certificate", DoctorLevel::Problem, |it| {
            it.certificate = Ok((0, NOW / 1_000 - 1))
        }),
        ("certificate", DoctorLevel::Problem, |it| {
            it.certificate = Err("no file".to_owned())
        }),
        ("backup", DoctorLevel::Problem, |it| {
            it.trial = Some((NOW, "parts/1 is damaged".to_owned()))
        }),
        ("backup", DoctorLevel::Warning, |it| {
            it.trial = Some((NOW - 3 * 86_400_000, String::new()))
        }),
        ("backup", DoctorLevel::Problem, |it| {
            it.last_backup_at = None
        }),
        ("backup", DoctorLevel::Warning, |it| {
            it.last_backup_at = Some(NOW - 30 * 3_600_000)
        }),
        ("service_keys", DoctorLevel::Problem, |it| {
            it.service_keys_left = Some(3)
        }),
        ("root_key", DoctorLevel::Warning, |it| {
            it.root_key_here = true
        }),
        ("file_handles", DoctorLevel::Warning, |it| {
            it.handle_limit = Some(1_024)
        }),
        ("audit", DoctorLevel::Problem, |it| {
            it.audit = Err("line 3".to_owned())
        }),
        ("audit_copy", DoctorLevel::Warning, |it| {
            it.second_place = SecondPlace::Unset
        }),
        ("audit_copy", DoctorLevel::Warning, |it| {
            it.second_place = SecondPlace::SameDisk
        }),
    ];
    for (check, level, trouble) in troubles {
        let mut facts = well();
        trouble(&mut facts);
        let report = DoctorReport::of(judge(&facts));
        let found = report
            .findings
            .iter()
            .find(|one| one.level != DoctorLevel::Well);
        let found = found.unwrap_or_else(|| panic!("{check} was not found"));
        assert_eq!(
            (found.check, found.level, report.level),
            (check, level, level)
        );
        assert!(!found.advice.is_empty(), "{check}");
    }
}

#[test]
fn a_demonstration_keeps_its_own_time() {
    let mut facts = well();
    (facts.demo, facts.newest_row_at) = (true, Some(NOW + 86_400_000));
    assert_eq!(DoctorReport::of(judge(&facts)).level, DoctorLevel::Well);
}

#[test]
fn a_port_of_another_program_is_named() {
    let mut facts = well();
    facts.serving = false;
    facts.port_taken = Some("address in use".to_owned());
    let report = DoctorReport::of(judge(&facts));
    assert_eq!(report.exit_code(), 20);
}

#[test]
fn an_empty_folder_and_a_broken_database_are_no_panic() {
    let folder = tempfile::TempDir::new().unwrap();
    assert_eq!(examine(folder.path(), false).findings[0].check, "folder");
    std::fs::write(folder.path().join("relay.sqlite"), vec![7; 8_192]).unwrap();
    let report = examine(folder.path(), true);
    let integrity = report.findings.iter().find(|one| one.check == "integrity");
    assert_eq!(integrity.unwrap().level, DoctorLevel::Problem);
}

#[test]
fn a_database_on_a_server_is_warned_of_until_the_relay_backs_it_up() {
    let mut facts = well();
    (facts.on_server, facts.last_backup_at) = (true, None);
    let level_of = |facts: &Facts| {
        let report = DoctorReport::of(judge(facts));
        let backup = report.findings.iter().find(|it| it.check == "backup");
        backup.unwrap().clone()
    };
    let none = level_of(&facts);
    assert_eq!(none.level, DoctorLevel::Warning);
    assert!(none.found.contains("PostgreSQL") && none.advice.contains("[backup]"));
    facts.last_backup_at = Some(NOW - 3_600_000);
    assert_eq!(level_of(&facts).level, DoctorLevel::Well);
    facts.trial = Some((NOW, "parts/1 is damaged".to_owned()));
    assert_eq!(level_of(&facts).level, DoctorLevel::Problem);
}

#[test]
fn a_server_that_cannot_be_reached_is_no_damaged_file() {
    let mut facts = well();
    facts.on_server = true;
    let report = DoctorReport::of(judge(&facts));
    let integrity = report.findings.iter().find(|it| it.check == "integrity");
    assert!(integrity.unwrap().found.contains("PostgreSQL"));
    facts.damage = Some("connection refused".to_owned());
    let report = DoctorReport::of(judge(&facts));
    let integrity = report.findings.iter().find(|it| it.check == "integrity");
    let integrity = integrity.unwrap();
    assert_eq!(integrity.level, DoctorLevel::Problem);
    assert!(integrity.found.contains("connection refused"));
    assert!(
        !integrity.advice.contains("restore"),
        "{}",
        integrity.advice
    );
}
