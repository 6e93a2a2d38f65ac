use std::collections::BTreeSet;

use super::{keys, signatures};
use crate::record::Content;

/// Role of a signature for one agency, before its code.
const SIGNER: &str = "inspector:";

/// The agencies of a joint visit（综合查一次）of S2-26; empty for a visit of one.
#[must_use]
pub fn joint_agencies(content: &Content) -> BTreeSet<String> {
    content
        .text(keys::AGENCIES)
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|agency| !agency.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The agencies of a joint visit for which nobody has signed（未签名单位）: each signs in the role
/// `inspector:{agency}`.
#[must_use]
pub fn missing_signers(content: &Content) -> BTreeSet<String> {
    let signed: BTreeSet<String> = signatures(content)
        .into_iter()
        .filter_map(|signature| signature.role.strip_prefix(SIGNER).map(str::to_owned))
        .collect();
    joint_agencies(content)
        .difference(&signed)
        .cloned()
        .collect()
}
