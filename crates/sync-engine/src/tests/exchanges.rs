//! Whole exchanges of every released version, frozen: the relay of today takes the requests with the same
//! verdicts, the phone of today the answers with the same rows (`fixtures/golden/exchanges`).

mod at_relay;
mod by_hand;
mod folder;
mod frozen;
mod made;
mod on_phone;
mod recorded;
mod said;

use folder::{frozen_versions, keep_present, present};
use frozen::Frozen;

/// The file that says who takes part.
const ENROLMENT: &str = "00-enrolment";

/// One version: its files in the order of what happened.
type Version = Vec<(String, Frozen)>;

fn replay(version: &str, files: &[(String, Frozen)]) {
    let find = |name: &str| files.iter().find(|(held, _)| held == name);
    let (_, enrolment) = find(ENROLMENT).unwrap_or_else(|| panic!("{version}: no {ENROLMENT}"));
    made::check_enrolment(enrolment);
    for (name, file) in files.iter().filter(|(name, _)| name != ENROLMENT) {
        let what = format!("{version}/{name}");
        if file.holds("letter") {
            by_hand::replay(&what, enrolment, file);
        } else {
            at_relay::replay(&what, enrolment, file);
            on_phone::replay(&what, enrolment, file);
        }
    }
}

#[test]
fn what_this_build_says_is_the_same_each_time_and_is_understood() {
    let files = made::version();
    assert_eq!(files, made::version(), "keys, clock and chance are given");
    let read: Version = files
        .iter()
        .map(|(name, file)| (name.clone(), Frozen::of_text(&file.to_text())))
        .collect();
    assert_eq!(files, read);
    let told = said_in(&read);
    for what in [
        "Accepted",
        "Refused(OutOfScope)",
        "Quarantined(ContentInvalid)",
        "records after",
        "unknown, epoch",
    ] {
        assert!(told.contains(what), "nothing of it says: {what}");
    }
    replay("this build", &read);
}

/// Everything that the answers of a version tell.
fn said_in(files: &[(String, Frozen)]) -> String {
    let mut told = Vec::new();
    for (_, file) in files.iter().filter(|(_, file)| file.holds("exchanges")) {
        for number in 1..=file.get::<u32>("exchanges") {
            told.extend(said::said(&file.get(&format!("{number}.answer"))));
        }
    }
    told.join("\n")
}

#[test]
fn what_every_released_version_said_is_understood() {
    if std::env::var_os("WANGGE_BLESS").is_some() {
        keep_present(&made::version());
    }
    let versions = frozen_versions();
    assert!(
        versions.iter().any(|(name, _)| name == present()),
        "fixtures/golden/exchanges/{} is missing: \
         `WANGGE_BLESS=1 cargo test -p wangge-sync-engine --lib exchanges` makes it (docs/RELEASE.md)",
        present()
    );
    for (version, files) in &versions {
        replay(version, files);
    }
}
