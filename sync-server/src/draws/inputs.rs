use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::draw::{
    DrawError, DrawInputs, DrawTarget, Exclusion, InspectorPool, Stratum, inspector_pool,
    own_grid_recusals,
};
use wangge_domain::people::{Role, Scope};
use wangge_domain::sheet::{fires, flagged_credit};
use wangge_domain::tally::{PremisesMeasure, grade, left_in_peace};
use wangge_domain::{GridId, RecordId, Timestamp, UserId};

use super::DrawRequest;
use crate::figures::Standing;

/// Roles that answer for single grids: nobody inspects what he is to look after.
const ANSWERING: [Role; 2] = [Role::GridWorker, Role::VillageAdmin];

/// The reason of what is no longer in use.
const CLOSED: &str = "closed";
/// The reason of what was inspected in this period.
const CHECKED: &str = "checked_this_period";

/// The reason of whom nobody is to come to.
const LEFT_IN_PEACE: &str = "left_in_peace";

/// The inputs of a draw（抽查名单与参数）from the census: every premises on file is a target or is left
/// out with a reason, everybody who may inspect there and holds the certificate is an inspector.
pub(crate) fn draw_inputs(
    request: &DrawRequest,
    within: Option<GridId>,
    standing: &Standing,
    now: Timestamp,
) -> Result<DrawInputs, DrawError> {
    let rules = &standing.pack.accounting().draw;
    let demanded = &rules.certificate;
    if let Some(asked) = request.certificate.as_ref().filter(|it| *it != demanded) {
        let (asked, demanded) = (asked.clone(), demanded.clone());
        return Err(DrawError::Certificate { asked, demanded });
    }
    let (targets, grades, homes) = targets(within, standing, now)?;
    let exclusions = exclusions(request, &targets, standing, now)?;
    let out: BTreeSet<RecordId> = exclusions.iter().map(|it| it.target).collect();
    let mut eligible: BTreeMap<&str, u32> = BTreeMap::new();
    for target in targets.iter().filter(|it| !out.contains(&it.id)) {
        *eligible.entry(target.stratum.as_str()).or_default() += 1;
    }
    let strata = grades
        .iter()
        .map(|id| {
            let there = eligible.get(id.as_str()).copied().unwrap_or(0);
            let named = standing.pack.risk.grades.iter().find(|it| it.id == *id);
            Ok(Stratum {
                id: id.clone(),
                zh: named.map_or_else(|| id.clone(), |it| it.zh.clone()),
                take: rules.quota(id, there)?,
            })
        })
        .collect::<Result<Vec<_>, DrawError>>()?;
    let inspectors = inspector_pool(
        &standing.control,
        &standing.pack,
        &rules.certificate,
        within,
        request.public_value_on,
    );
    let drawn: BTreeSet<UserId> = inspectors.iter().map(|it| it.id).collect();
    let mut recusals = own_grid_recusals(&homes, &answers_for(&drawn, standing, now));
    for asked in &request.recusals {
        let known = |it: &&wangge_domain::draw::Recusal| {
            (it.inspector, it.target) == (asked.inspector, asked.target)
        };
        if !recusals.iter().any(|it| known(&it)) {
            recusals.push(asked.clone());
        }
    }
    Ok(DrawInputs {
        title: request.title.clone(),
        authority: request.authority.clone(),
        round: request.round,
        strata,
        targets,
        exclusions,
        inspectors,
        pool: Some(InspectorPool::of(&rules.certificate)),
        inspectors_out: request.inspectors_out.clone(),
        recusals,
        team_size: request.team_size.unwrap_or(rules.inspectors_per_target),
        balance_load: rules.balance_load,
        max_weight: rules.max_weight,
        max_tickets: rules.max_tickets,
    })
}

type Targets = (
    Vec<DrawTarget>,
    BTreeSet<String>,
    BTreeMap<RecordId, Vec<GridId>>,
);

/// Every premises on file with its weight, the grades among them, and the grids above each.
fn targets(
    within: Option<GridId>,
    standing: &Standing,
    now: Timestamp,
) -> Result<Targets, DrawError> {
    let (measures, control) = (&standing.measures, &standing.control);
    let rules = &standing.pack.accounting().draw;
    let today = now.china_date();
    let fires = fires(&control.registers, today);
    let (mut targets, mut grades, mut homes) = (Vec::new(), BTreeSet::new(), BTreeMap::new());
    let listed = |it: &PremisesMeasure| {
        it.on_file_since.is_some() && within.is_none_or(|top| control.is_within(it.grid, top))
    };
    for (record, it) in measures.premises.iter().filter(|(_, it)| listed(it)) {
        let flagged = flagged_credit(&control.registers, *record, today);
        let credit = flagged.or(it.premises().credit);
        let graded = grade(*record, it, measures, &fires, credit, &standing.pack, today);
        targets.push(DrawTarget {
            id: *record,
            label: it.name.clone(),
            stratum: graded.grade.clone(),
            weight: rules.weight(&graded.grade, it.premises().credit)?,
        });
        homes.insert(*record, control.path(it.grid));
        grades.insert(graded.grade);
    }
    Ok((targets, grades, homes))
}

/// What the office leaves out, what is no longer in use, what was inspected in this period, and what
/// is left in peace where the pack has that reason（无事不扰）. What the office says of a target's state, of
/// its visits, or of its peace, must be so.
fn exclusions(
    request: &DrawRequest,
    targets: &[DrawTarget],
    standing: &Standing,
    now: Timestamp,
) -> Result<Vec<Exclusion>, DrawError> {
    let mut exclusions = request.exclusions.clone();
    let reasons = &standing.pack.accounting().draw.exclusion_reasons;
    let spares = reasons.iter().any(|it| it.code == LEFT_IN_PEACE);
    let (measures, today) = (&standing.measures, now.china_date());
    let in_peace = if spares {
        left_in_peace(measures, &standing.control, &standing.pack, today)
    } else {
        BTreeSet::new()
    };
    let visits = standing.measures.accepted_visits();
    for target in targets {
        let premises = standing.measures.premises.get(&target.id);
        let is_closed = premises.is_some_and(|it| !it.is_active());
        let is_checked = request.checked_since.is_some_and(|since| {
            let days = visits.get(&target.id);
            days.is_some_and(|days| days.iter().any(|day| *day >= since))
        });
        if let Some(said) = exclusions.iter().find(|it| it.target == target.id) {
            let is_so = match said.reason.as_str() {
                CLOSED => is_closed,
                CHECKED => is_checked,
                LEFT_IN_PEACE => in_peace.contains(&target.id),
                _ => true,
            };
            if is_so {
                continue;
            }
            return Err(DrawError::ExclusionNotSo {
                target: target.id,
                code: said.reason.clone(),
            });
        }
        let reason = match (is_closed, is_checked) {
            (true, _) => CLOSED,
            (false, true) => CHECKED,
            (false, false) if in_peace.contains(&target.id) => LEFT_IN_PEACE,
            (false, false) => continue,
        };
        exclusions.push(Exclusion {
            target: target.id,
            reason: reason.to_owned(),
            note: String::new(),
        });
    }
    Ok(exclusions)
}

/// The grids that inspectors answer for themselves.
fn answers_for(
    inspectors: &BTreeSet<UserId>,
    standing: &Standing,
    now: Timestamp,
) -> BTreeMap<UserId, BTreeSet<GridId>> {
    let mut answers: BTreeMap<UserId, BTreeSet<GridId>> = BTreeMap::new();
    for grant in &standing.control.grants {
        let counts = inspectors.contains(&grant.user)
            && ANSWERING.contains(&grant.role)
            && grant.holds_at(now);
        if let (true, Scope::Subtree(grid)) = (counts, &grant.scope) {
            answers.entry(grant.user).or_default().insert(*grid);
        }
    }
    answers
}
