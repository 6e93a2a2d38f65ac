//! What is fuzzed: every decoder, and the gate against the library behind it. A target may
//! refuse whatever it likes; it must not panic, nor take memory or time without bound.

mod control;
mod courier;
mod exchange;
mod gate;
mod photo;
mod policy;

/// One target.
pub(crate) type Target = fn(&[u8]);

/// All targets by name.
pub(crate) fn targets() -> Vec<(&'static str, Target)> {
    vec![
        ("batch", exchange::batch),
        ("control", control::control),
        ("courier", courier::courier),
        ("exchange", exchange::exchange),
        ("gate", gate::gate),
        ("gate_differential", gate::differential),
        ("header", exchange::header),
        ("page", exchange::page),
        ("photo", photo::photo),
        ("policy", policy::policy),
    ]
}

/// One target by its name.
#[allow(dead_code, reason = "the ordinary test takes them all")]
pub(crate) fn named(name: &str) -> Target {
    let found = targets().into_iter().find(|(known, _)| *known == name);
    found.expect("there is such a target").1
}
