use super::{PackParts, PolicyPack};

/// The default pack（默认政策包）that ships with the program, made of the files in `fixtures`.
///
/// A relay set up without a pack of its own serves exactly [`default_pack_json`].
#[must_use]
pub fn default_pack() -> PolicyPack {
    PolicyPack::assemble(PackParts {
        pack: include_str!("../../../../fixtures/policy/default/pack.json"),
        cases: include_str!("../../../../fixtures/policy/default/cases.json"),
        sheets: include_str!("../../../../fixtures/policy/default/sheets.json"),
        checklists: include_str!("../../../../fixtures/checklists/checklists.json"),
        holidays: include_str!("../../../../fixtures/calendar/holidays.json"),
    })
    .expect("the pack that ships with the program is checked by a test")
}

/// The bytes of the default pack, the same on every platform and in every build of one version.
#[must_use]
pub fn default_pack_json() -> String {
    default_pack().to_json()
}
