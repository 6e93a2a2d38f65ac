use wangge_domain::people;

/// Somebody of the tenant（人员）, to choose who came along.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Person {
    /// Id: what `with` of a recheck takes.
    pub user: String,
    /// Name as it is printed on papers.
    pub name: String,
    /// The body this person belongs to.
    pub organization: String,
}

impl From<&people::Person> for Person {
    fn from(it: &people::Person) -> Self {
        let people::Person {
            user,
            name,
            // A telephone is for the card of contacts, not for a list of everybody.
            phone: _,
            organization,
        } = it;
        Self {
            user: user.to_string(),
            name: name.clone(),
            organization: organization.clone(),
        }
    }
}
