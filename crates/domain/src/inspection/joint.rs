use std::collections::BTreeSet;

use super::{keys, signatures};
use crate::record::Content;
use crate::resources::has_label;

/// Role of a signature for one agency, before its code.
const SIGNER: &str = "inspector:";

/// Whether somebody may sign in this role（签名人身份）: one that has words, or the inspector of an
/// agency, `inspector:{agency}`.
#[must_use]
pub fn is_signature_role(role: &str) -> bool {
    let of_agency = role.strip_prefix(SIGNER);
    let is_code = |agency: &str| {
        let sound = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
        !agency.is_empty() && agency.chars().all(sound)
    };
    of_agency.map_or_else(|| has_label(&format!("signature_role.{role}")), is_code)
}

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
