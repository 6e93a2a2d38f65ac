use super::Event;
use super::guard::Context;
use crate::people::Role;
use crate::record::RecordKind;

impl Event {
    /// What the act says of a hazard, or of the case about it, in its author's own words（附言）: the
    /// dossier quotes it, so it is asked for words of compulsion whatever its row says (S0-03). Why a
    /// hazard is handed on stands on a letter that goes out. `None`: it says nothing so, or it is
    /// said by those who do enforce (执法结果).
    #[must_use]
    pub(crate) fn remarks(&self, kind: &RecordKind) -> Option<Vec<&str>> {
        match self {
            Self::FixRejected { reason }
            | Self::ExtensionRequested { reason, .. }
            | Self::ExtensionRefused { reason }
            | Self::NotMajor { reason }
            | Self::Escalated { reason, .. }
            | Self::Voided { reason } => Some(vec![reason.as_str()]),
            Self::FixVerified { note, .. } | Self::Feedback { note, .. } => {
                Some(vec![note.as_str()])
            }
            Self::SuspectedMajor { basis } => Some(basis.iter().map(String::as_str).collect()),
            Self::ResponsibilitySet(who) => {
                let said = [&who.unit, &who.leader, &who.person, &who.phone];
                Some(said.into_iter().map(String::as_str).collect())
            }
            Self::Step(step) => {
                let about_hazards = matches!(
                    kind,
                    RecordKind::Rectification
                        | RecordKind::Letter
                        | RecordKind::Order
                        | RecordKind::MajorCase
                );
                about_hazards.then(|| step.fields.values().map(String::as_str).collect())
            }
            _ => None,
        }
    }
}

/// Whether somebody acts here by the law itself and not by delegation: police, brigade, departments
/// and the county government say 罚款 where they have fined somebody. What an owner writes reaches
/// the log by the relay's own key: it is an order to nobody.
pub(super) fn acts_by_law(context: Context<'_>) -> bool {
    context.grants_here().any(|grant| {
        matches!(
            grant.role,
            Role::Police
                | Role::DeptOfficer
                | Role::FireOfficer
                | Role::CountyGovernment
                | Role::System
        )
    })
}
