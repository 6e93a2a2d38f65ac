//! Real inspections, started and answered item by item as a person does.
//!
//! They carry fewer texts than workload W's documents and are not yet submitted (that takes
//! photos): drafts are sealed when the sync begins, so that sealing counts here.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::checklist::{AnswerResult, AnswerType};
use wangge_domain::inspection::InspectionMode;
use wangge_mobile_core::{AnswerInput, Core, StartInspection};
use wangge_tests::workload::{InspectionDocument, Workload};

use super::exchange::Exchange;
use super::phone::BenchPhone;
use super::relay::BenchRelay;
use super::report::Report;
use super::sizes::Sizes;
use super::statistics::rounded;
use super::workshop;

/// Pushes and pulls them; the baseline for bytes is their own content as JSON lines.
pub(crate) async fn measure(sizes: &Sizes, report: &mut Report) -> Result<()> {
    let relay = BenchRelay::start(12).await?;
    let (user, grid) = relay.worker(0)?;
    let second = relay.phone(user, relay.path("second")).await?;
    let workshop = workshop::open()?;
    let maker = relay.phone(user, workshop.path().join("phone")).await?;
    let listed = relay.township.premises.iter().take(20);
    let premises: Vec<RecordId> = listed
        .map(|it| Ok(maker.core.create_premises(grid, &it.filed())?))
        .collect::<Result<_>>()?;
    maker.sync().await?;
    second.sync().await?;
    let documents = Workload::fresh_documents(21, "inspections", sizes.inspections);
    let mut lines = Vec::new();
    for (document, premises) in documents.iter().zip(premises.iter().cycle()) {
        let inspection = inspect(&maker.core, *premises, document)?;
        let content = maker.core.get_record(inspection)?.content;
        lines.push(serde_json::to_string(&content.fields)?);
    }
    let text = lines.join("\n");
    let packed = zstd::encode_all(text.as_bytes(), 19)?.len();
    let first = on_disk(maker, &relay.path("first"))?;

    let push = Exchange::measure(&relay, &first).await?;
    let pull = Exchange::measure(&relay, &second).await?;
    let arrived = second.core.list_inspections(None, usize::MAX >> 1)?.len();
    ensure!(
        arrived == documents.len(),
        "{arrived} of {} arrived",
        documents.len()
    );
    report.section(
        "real_inspections",
        json!({
            "records": documents.len(),
            "json_bytes": text.len(),
            "zstd_19_bytes": packed,
            "wire_to_zstd_19": rounded(push.wire_bytes() as f64 / packed as f64, 3),
            "push_with_sealing": push.to_json(documents.len()),
            "pull": pull.to_json(documents.len()),
        }),
    )
}

fn on_disk(maker: BenchPhone, folder: &Path) -> Result<BenchPhone> {
    workshop::copy_folder(&maker.close(), folder)?;
    BenchPhone::reopen(folder.to_owned())
}

/// A visit with the texts of a document: every item of the list answered, remarks where it has some.
fn inspect(core: &Core, premises: RecordId, document: &InspectionDocument) -> Result<RecordId> {
    let header = &document.header;
    let input = StartInspection {
        mode: InspectionMode::Regular,
        checklist: None,
        position: Some(((header.lat * 1e6) as i64, (header.lng * 1e6) as i64, 12)),
        inspectors: format!(
            "{}、{}（{}）",
            header.inspector, header.reviewer, header.dept
        ),
    };
    let inspection = core.start_inspection(premises, &input)?;
    let content = core.get_record(inspection)?.content;
    let code = content
        .text("checklist")
        .context("a checklist is pinned")?
        .to_owned();
    let policy = core.policy()?;
    let list = policy
        .checklists
        .by_code(&code)
        .context("it is in the pack")?;
    for (item, answer) in list.items.iter().zip(&document.answers) {
        let asks = item.answer_type == AnswerType::PassFailNa;
        let result = match answer.result.as_str() {
            "合格" => AnswerResult::Pass,
            "不合格" => AnswerResult::Fail,
            _ => AnswerResult::Na,
        };
        let input = AnswerInput {
            item: item.id.clone(),
            result: asks.then_some(result),
            value: None,
            note: answer.note.clone(),
            part: answer.note.as_ref().map(|_| header.area.clone()),
        };
        core.answer(inspection, &input)?;
    }
    Ok(inspection)
}
