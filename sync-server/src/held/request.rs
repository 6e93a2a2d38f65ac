use wangge_domain::UserId;

/// A request to be told what is held about somebody（查阅请求）.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessRequest {
    /// Its number in the register of requests.
    pub number: String,
    /// Name of whom it is about; empty: only the telephone number is looked for.
    pub name: String,
    /// Telephone number; empty: only the name is looked for.
    pub phone: String,
    /// Who answers it.
    pub by: UserId,
}

/// Neither name nor number in a log line, whoever prints it.
impl std::fmt::Debug for AccessRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessRequest")
            .field("number", &self.number)
            .field("by", &self.by)
            .finish_non_exhaustive()
    }
}
