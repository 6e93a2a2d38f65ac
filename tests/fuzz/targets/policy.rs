use wangge_domain::policy::PolicyPack;

/// A policy pack, which is strict, and a file of evidence, which is not trusted.
pub(crate) fn policy(bytes: &[u8]) {
    let _pack = PolicyPack::parse(bytes);
    let _evidence = wangge_protocol::evidence::verify_evidence(bytes, None);
}
