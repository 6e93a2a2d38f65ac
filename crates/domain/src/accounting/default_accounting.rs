use super::AccountingPolicy;

/// The default accounting policy（默认核算政策）that ships with the program.
#[must_use]
pub fn default_accounting() -> AccountingPolicy {
    AccountingPolicy::parse(include_bytes!(
        "../../../../fixtures/policy/default/accounting.json"
    ))
    .expect("the policy that ships with the program is checked by a test")
}
