use chrono::NaiveDate;
use wangge_domain::people::Credential;
use wangge_domain::register::{DelegatedPower, EnforcementCase, PowerSource};
use wangge_domain::{RecordId, UserId};

use super::dossier::dossier_blocks;
use super::form::{Form, facts, small};
use super::words::{day, moment};
use crate::case_file::{CaseFile, Office};
use crate::paper::{Block, Paper};

/// An enforcement case with what its bundle speaks of（执法案卷）, gathered by the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseBundle {
    /// By which the paper is asked for and checked.
    pub id: RecordId,
    /// Number of the case's paper.
    pub number: String,
    /// Day of the case's paper.
    pub dated: NaiveDate,
    /// As the register lists it.
    pub case: EnforcementCase,
    /// The power that it rests on, as it was delegated on that day.
    pub power: Option<DelegatedPower>,
}

/// The bundle of an enforcement case（执法案卷）of S2-06: what the register says of it, what it rests on and
/// who handled it, and the whole file of the premises behind it.
#[must_use]
pub fn case_bundle_paper(office: &Office<'_>, bundle: &CaseBundle, file: &CaseFile) -> Paper {
    let case = &bundle.case;
    let officers: Vec<String> = case
        .officers
        .iter()
        .map(|user| officer(office, *user, bundle.dated))
        .collect();
    let power = bundle.power.as_ref();
    let source = power.map_or("", |power| match power.source {
        PowerSource::Conferred => "赋权",
        PowerSource::Entrusted => "委托",
    });
    let basis = power.map(|power| power.basis.clone()).unwrap_or_default();
    let hazard = case.hazard.and_then(|hazard| {
        let found = file.hazards.iter().position(|it| it.record == hazard)?;
        Some(format!("所附隐患第{}项", found + 1))
    });
    let mut blocks = vec![
        Block::Heading("执法案件".to_owned()),
        facts(&[
            ("案件文号", bundle.number.clone()),
            ("文书日期", day(bundle.dated)),
            ("办案单位", office.issuer(&case.body, case.township)),
            (
                "执法事项",
                power.map_or_else(|| case.power.clone(), |power| power.zh.clone()),
            ),
            ("权力来源", source.to_owned()),
            ("文件依据", basis),
            ("经 办 人", officers.join("、")),
            ("处理结果", result(office, &case.result)),
            ("罚款金额", yuan(case.fine_fen)),
            ("所涉隐患", hazard.unwrap_or_else(|| "—".to_owned())),
        ]),
        small("以下为所涉场所的全部检查、隐患、文书、签名和照片，截至本卷生成之时。"),
    ];
    blocks.extend(dossier_blocks(office, file));
    let form = Form {
        kind: "case_bundle",
        record: bundle.id,
        issuer: &case.body,
        grid: case.township,
        title: "行政执法案卷",
        number: &bundle.number,
        dated: office.now.china_date(),
        goes_out: false,
        foot: &format!("生成时间 {}", moment(Some(office.now))),
    };
    let mut paper = form.paper(office, blocks);
    paper.made_at = Some(office.now);
    paper
}

/// Name and number of the enforcement certificate of that day.
fn officer(office: &Office<'_>, user: UserId, on: NaiveDate) -> String {
    let name = office.name(user);
    let mut held = office.control.credentials.iter();
    let held =
        held.find(|it| it.user == user && it.kind == Credential::ENFORCEMENT && it.valid_on(on));
    held.map_or_else(|| name.clone(), |it| format!("{name}（证号{}）", it.number))
}

fn result(office: &Office<'_>, code: &str) -> String {
    let entry = office.policy.cases.entry("enforcement_results", code);
    entry.map_or_else(|| code.to_owned(), |entry| entry.zh.clone())
}

fn yuan(fen: u64) -> String {
    if fen == 0 {
        return "—".to_owned();
    }
    format!("{}.{:02}元", fen / 100, fen % 100)
}
