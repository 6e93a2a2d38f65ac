use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{EvaluationError, Ratio, TownshipRules};

/// The score of a township（乡镇考核得分）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TownshipScore {
    /// One line for every item.
    pub items: Vec<ItemScore>,
    /// Weight of the items that have a value. Where some have none the others are scaled up to
    /// 100: a township without a major case is neither rewarded nor punished for it.
    pub weight_counted: u32,
    /// Hundredths of a point, 0 to 10000, rounded down; `None` if no item has a value, or if those
    /// that have one weigh less than [`TownshipRules::min_weight_counted`]: whoever has next to
    /// nothing to show is neither the best nor the worst, unless it is [`Self::undone`].
    pub hundredths: Option<u32>,
    /// True if the items that have a value weigh less than that, and the score counts all the same
    /// because duties were left undone（有任务未开展）, by [`TownshipRules::undone_counts`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
    /// Grade id; `None` if there is no score and no veto.
    pub grade: Option<String>,
    /// True if the grade counts as failed.
    pub failed: bool,
    /// Why it failed whatever the score（一票否决）; empty if there is no reason.
    pub vetoes: Vec<String>,
}

/// One item of the score（考核项得分）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemScore {
    /// `coverage`.
    pub code: String,
    /// Points of 100.
    pub weight: u32,
    /// Numerator of the figure.
    pub numerator: u64,
    /// Denominator of the figure.
    pub denominator: u64,
    /// The figure in basis points; `None` for a denominator of 0.
    pub basis_points: Option<u32>,
    /// Hundredths of a point earned, rounded down; `None` without a figure.
    pub hundredths: Option<u32>,
    /// Mechanism id.
    pub rule: String,
}

/// Scores a township（S0-40）by the figures of all items.
///
/// # Errors
/// [`EvaluationError::MissingItem`] and [`EvaluationError::UnknownItem`]: to leave out an item is
/// never a way to a better score.
pub fn township_score(
    figures: &BTreeMap<String, Ratio>,
    vetoes: &[String],
    rules: &TownshipRules,
) -> Result<TownshipScore, EvaluationError> {
    if let Some(code) = figures
        .keys()
        .find(|code| !rules.items.iter().any(|it| it.code == **code))
    {
        return Err(EvaluationError::UnknownItem { code: code.clone() });
    }
    let mut items = Vec::new();
    let (mut earned, mut weight_counted) = (0_u64, 0_u32);
    for item in &rules.items {
        let code = item.code.clone();
        let figure = figures
            .get(&code)
            .ok_or_else(|| EvaluationError::MissingItem { code: code.clone() })?;
        let basis_points = figure.basis_points();
        let worth = basis_points.map(|value| match item.inverse {
            true => 10_000_u32.saturating_sub(value),
            false => value.min(10_000),
        });
        if let Some(worth) = worth {
            earned += u64::from(worth) * u64::from(item.weight);
            weight_counted += item.weight;
        }
        items.push(ItemScore {
            code,
            weight: item.weight,
            numerator: figure.numerator,
            denominator: figure.denominator,
            basis_points,
            hundredths: worth.map(|worth| worth * item.weight / 100),
            rule: item.rule.clone(),
        });
    }
    let enough = weight_counted >= rules.min_weight_counted;
    let undone = !enough && rules.undone_counts && is_undone(&items, rules);
    // Weighted mean of basis points is the score in hundredths of a point: exact until here.
    let hundredths = earned
        .checked_div(u64::from(weight_counted))
        .filter(|_| enough || undone)
        .and_then(|value| u32::try_from(value).ok());
    let grade = match vetoes.is_empty() {
        true => hundredths.and_then(|value| rules.grade(value)),
        false => rules.worst(),
    };
    Ok(TownshipScore {
        items,
        weight_counted,
        hundredths,
        undone,
        grade: grade.map(|it| it.id.clone()),
        failed: grade.is_some_and(|it| it.failed),
        vetoes: vetoes.to_vec(),
    })
}

/// Whether the duties among the items are done so little that they alone would have failed. An item of
/// which less is better is no duty, and one without a figure is none that anybody had.
fn is_undone(items: &[ItemScore], rules: &TownshipRules) -> bool {
    let duties = items.iter().zip(&rules.items);
    let duties = duties.filter(|(_, rule)| !rule.inverse);
    let (mut earned, mut weight) = (0_u64, 0_u64);
    for (item, _) in duties {
        if let Some(value) = item.basis_points {
            earned += u64::from(value.min(10_000)) * u64::from(item.weight);
            weight += u64::from(item.weight);
        }
    }
    earned
        .checked_div(weight)
        .and_then(|value| u32::try_from(value).ok())
        .and_then(|value| rules.grade(value))
        .is_some_and(|grade| grade.failed)
}
