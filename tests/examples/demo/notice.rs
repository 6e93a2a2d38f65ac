//! The notice of rectification（整改通知书）, issued and served at the door.

use anyhow::Result;
use wangge_domain::RecordId;
use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::checklist::Item;
use wangge_domain::lifecycle::Responsible;
use wangge_domain::premises::Premises;
use wangge_mobile_core::{NoticeInput, ServiceInput};

use super::phone::Phone;
use super::visit::owner_name;

/// Body in whose name grid workers issue notices: a code of the policy pack.
const ISSUER: &str = "village";

/// Issues the notice with the deadline of the item, under a provisional number. Gives the days.
pub(crate) fn issue(
    phone: &Phone,
    hazard: RecordId,
    item: &Item,
    premises: &Premises,
) -> Result<u32> {
    let days = match item.default_deadline {
        DeadlineSpec::Days { days, .. } => days,
        DeadlineSpec::Immediate => 1,
    };
    let [.., unit, on_site] = &premises.responsible;
    let input = NoticeInput {
        issuer: ISSUER.to_owned(),
        deadline: DeadlineSpec::Days {
            days,
            calendar: DayKind::Natural,
        },
        responsible: Responsible {
            unit: premises.name.clone(),
            leader: if unit.name.is_empty() {
                owner_name(premises)
            } else {
                unit.name.clone()
            },
            person: owner_name(premises),
            phone: on_site.phone.clone(),
        },
    };
    phone.core.issue_notice(hazard, &input)?;
    Ok(days)
}

/// Serves it: the owner signs, or two witnesses do if the owner refuses.
pub(crate) fn serve(
    phone: &Phone,
    hazard: RecordId,
    premises: &Premises,
    refuses: bool,
) -> Result<()> {
    let service = if refuses {
        ServiceInput::Refused {
            witnesses: vec![
                phone.signature(hazard, "村民代表甲", "witness")?,
                phone.signature(hazard, "村民代表乙", "witness")?,
            ],
            note: "业主拒绝签收，已当面宣读并留置".to_owned(),
        }
    } else {
        ServiceInput::Signed(phone.signature(hazard, &owner_name(premises), "owner")?)
    };
    phone.core.serve_notice(hazard, &service)?;
    Ok(())
}
