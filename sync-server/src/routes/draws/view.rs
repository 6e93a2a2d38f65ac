use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::draw::{Announcement, DrawRecord, Drawing};
use wangge_domain::{RecordId, UserId};

use crate::http::ApiError;

/// What was announced of a draw, and whether it was drawn.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawSummary {
    /// Id of the draw.
    draw: String,
    /// Title.
    title: String,
    /// The body that draws.
    authority: String,
    /// Number of the draw in its series.
    round: u32,
    /// When it was announced, milliseconds since 1970.
    announced_at: i64,
    /// Which public value is used.
    public_source: String,
    /// The day on which it becomes known.
    public_value_on: String,
    /// SHA-256 of the secret.
    commit: String,
    /// SHA-256 of lists, weights and numbers.
    inputs_hash: String,
    /// How many targets are on the list.
    targets: usize,
    /// How many of them are left out, each with its reason.
    excluded: usize,
    /// True: the secret was revealed and it was drawn.
    is_drawn: bool,
    /// Why the announcement was withdrawn; absent if it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<String>,
    /// The page for people without an account.
    page: String,
    /// The record file, from which anybody runs the draw again.
    file: String,
}

/// One inspector of a team.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawMemberView {
    /// Id of the inspector.
    inspector: String,
    /// Name and certificate as published.
    name: String,
}

/// One selected target as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawLineView {
    /// Name of the stratum.
    stratum: String,
    /// Place in it, from 1.
    rank: u32,
    /// Id of the premises.
    target: String,
    /// Its name as published.
    name: String,
    /// Who goes.
    team: Vec<DrawMemberView>,
}

/// One replacement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawReplacementView {
    /// Id of the premises that fell out, or at which an inspector did.
    target: String,
    /// Id of the inspector who fell out.
    #[serde(skip_serializing_if = "Option::is_none")]
    inspector: Option<String>,
    /// Why.
    reason: String,
    /// Id of the person who approved.
    approver: String,
}

/// One replacement that was asked for and waits for somebody else.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PendingReplacementView {
    /// Its place in the record, by which it is approved.
    entry: usize,
    /// Id of the premises that is to fall out, or at which an inspector is.
    target: String,
    /// Id of the inspector who is to fall out.
    #[serde(skip_serializing_if = "Option::is_none")]
    inspector: Option<String>,
    /// Why.
    reason: String,
    /// Id of the person who asked, who does not approve it.
    by: String,
}

/// What was drawn.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawnView {
    /// The public value as it was published.
    public_value: String,
    /// The seed that follows from it and the secret.
    seed: String,
    /// The selection, replacements applied.
    lines: Vec<DrawLineView>,
    /// What was asked for and waits, oldest first.
    requests: Vec<PendingReplacementView>,
    /// The replacements, oldest first.
    replacements: Vec<DrawReplacementView>,
}

/// A draw as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DrawView {
    /// What was announced.
    #[serde(flatten)]
    summary: DrawSummary,
    /// What was drawn; absent until the secret is revealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    drawn: Option<DrawnView>,
}

/// The line of the list for a draw.
pub(super) fn summary(draw: RecordId, record: &DrawRecord) -> Result<DrawSummary, ApiError> {
    let announcement = record.announcement().map_err(|_| ApiError::not_found())?;
    let inputs = &announcement.inputs;
    Ok(DrawSummary {
        draw: draw.to_string(),
        title: inputs.title.clone(),
        authority: inputs.authority.clone(),
        round: inputs.round,
        announced_at: record.entries.first().map_or(0, |entry| entry.at.0),
        public_source: announcement.public_source.clone(),
        public_value_on: announcement.public_value_on.to_string(),
        commit: announcement.commit.to_string(),
        inputs_hash: announcement.inputs_hash.to_string(),
        targets: inputs.targets.len(),
        excluded: inputs.exclusions.len(),
        is_drawn: record.drawing().is_ok(),
        withdrawn: record.withdrawal().map(|gone| gone.reason.clone()),
        page: format!("/public/draws/{draw}"),
        file: format!("/public/draws/{draw}/record.json"),
    })
}

/// The whole draw.
pub(super) fn view(draw: RecordId, record: &DrawRecord) -> Result<DrawView, ApiError> {
    let announcement = record.announcement().map_err(|_| ApiError::not_found())?;
    let drawing = record.drawing().ok();
    Ok(DrawView {
        summary: summary(draw, record)?,
        drawn: drawing.map(|drawing| drawn(record, announcement, drawing)),
    })
}

fn drawn(record: &DrawRecord, announcement: &Announcement, drawing: &Drawing) -> DrawnView {
    let inputs = &announcement.inputs;
    let targets: BTreeMap<RecordId, &str> = inputs
        .targets
        .iter()
        .map(|it| (it.id, it.label.as_str()))
        .collect();
    let inspectors: BTreeMap<UserId, &str> = inputs
        .inspectors
        .iter()
        .map(|it| (it.id, it.label.as_str()))
        .collect();
    let stratum = |id: &str| {
        let found = inputs.strata.iter().find(|it| it.id == id);
        found.map_or_else(|| id.to_owned(), |it| it.zh.clone())
    };
    let lines = record.selection().unwrap_or_default();
    let lines = lines.iter().map(|line| DrawLineView {
        stratum: stratum(&line.stratum),
        rank: line.rank,
        target: line.target.to_string(),
        name: targets
            .get(&line.target)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        team: line
            .team
            .iter()
            .map(|member| DrawMemberView {
                inspector: member.inspector.to_string(),
                name: inspectors
                    .get(&member.inspector)
                    .copied()
                    .unwrap_or_default()
                    .to_owned(),
            })
            .collect(),
    });
    DrawnView {
        public_value: drawing.public_value.clone(),
        seed: drawing.seed.to_string(),
        lines: lines.collect(),
        requests: record
            .pending()
            .into_iter()
            .map(|(entry, asked, request)| PendingReplacementView {
                entry,
                target: request.out.target.to_string(),
                inspector: request.out.inspector.map(|it| it.to_string()),
                reason: request.reason.clone(),
                by: asked.by.to_string(),
            })
            .collect(),
        replacements: record
            .replacements()
            .map(|it| DrawReplacementView {
                target: it.out.target.to_string(),
                inspector: it.out.inspector.map(|inspector| inspector.to_string()),
                reason: it.reason.clone(),
                approver: it.approver.to_string(),
            })
            .collect(),
    }
}
