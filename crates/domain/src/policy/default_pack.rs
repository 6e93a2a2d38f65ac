use std::sync::LazyLock;

use super::{PackParts, PolicyPack};

/// Read once: relay, phone and tests ask for it often. Beside it the bytes that it is served as.
static DEFAULT: LazyLock<(PolicyPack, String)> = LazyLock::new(|| {
    let pack = PolicyPack::assemble(PackParts {
        pack: include_str!("../../../../fixtures/policy/default/pack.json"),
        cases: include_str!("../../../../fixtures/policy/default/cases.json"),
        sheets: include_str!("../../../../fixtures/policy/default/sheets.json"),
        checklists: include_str!("../../../../fixtures/checklists/checklists.json"),
        holidays: include_str!("../../../../fixtures/calendar/holidays.json"),
    })
    .expect("the pack that ships with the program is checked by a test");
    let json = pack.to_json();
    (pack, json)
});

/// The default pack（默认政策包）that ships with the program, made of the files in `fixtures`.
///
/// A relay set up without a pack of its own serves exactly [`default_pack_json`].
#[must_use]
pub fn default_pack() -> PolicyPack {
    DEFAULT.0.clone()
}

/// The bytes of the default pack, the same on every platform and in every build of one version.
#[must_use]
pub fn default_pack_json() -> String {
    DEFAULT.1.clone()
}

/// The default pack, if these are its bytes.
pub(super) fn default_pack_of(json: &[u8]) -> Option<PolicyPack> {
    (DEFAULT.1.as_bytes() == json).then(default_pack)
}
