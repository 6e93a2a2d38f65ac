/// Who is let through（入口）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// Anybody: nothing behind it is for some only.
    Anyone,
    /// Whoever proves something of their own: a code, a paper's number, a password, a secret.
    Proof,
    /// An enrolled device.
    Device,
    /// A person with a session.
    Session,
    /// Either of the last two.
    Either,
}

/// Whether a request is written into the audit log（审计）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noted {
    /// No.
    No,
    /// Personal data were shown: if it cannot be written down, nothing is shown.
    Look,
    /// Data left the relay as a file: the same.
    Export,
    /// Something was changed, or tried.
    Act,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RouteRule {
    /// `GET`, `POST` and so on.
    pub(crate) method: &'static str,
    /// The route as the router names it.
    pub(crate) route: &'static str,
    /// Who is let through.
    pub(crate) door: Door,
    /// Operations of the permission table that the caller must all hold somewhere. Empty: the
    /// handler asks for what the request names (a kind of case, a register, a record).
    pub(crate) operations: &'static [&'static str],
    /// Whether it is audited.
    pub(crate) noted: Noted,
}

/// A row.
pub(super) const fn rule(
    method: &'static str,
    route: &'static str,
    door: Door,
    operations: &'static [&'static str],
    noted: Noted,
) -> RouteRule {
    RouteRule {
        method,
        route,
        door,
        operations,
        noted,
    }
}
