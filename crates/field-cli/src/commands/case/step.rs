use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::{LifecycleTables, StepForm};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{RecordId, UserId};
use wangge_mobile_core::{Core, CoreError, StepInput};

use super::fields;
use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::script::ScriptSignature;
use crate::shell::Shell;
use crate::{acts, find, words};

#[derive(Debug, Args)]
pub(crate) struct Step {
    /// 案件编号或文号（case: id or number）
    case: String,
    /// 步骤，中文名或代码，见 case show（step: its name or code）
    step: String,
    /// 这一步填写的内容，字段=值；网格可写编号、12 位代码或名称（what the step says: field=value; a grid by id, code or name）
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
    /// 同行人，姓名或编号，可多次（who acts together with you: name or id）
    #[arg(long, value_name = "USER")]
    with: Vec<String>,
    /// 照片文件，可多次；已附的写编号（photos: files, or ids）
    #[arg(long = "photo", value_name = "FILE")]
    photos: Vec<PathBuf>,
    /// 自定期限的天数，限可自定的步骤（days of the deadline, where the step may state one）
    #[arg(long)]
    days: Option<u32>,
    /// 签名人：所填内容先写入案件，在其下签名（who signs: what was said is written first and signed）
    #[arg(long, requires = "strokes")]
    signer: Option<String>,
    /// 签名人身份，如 owner、operator、tenant、head、resident（as what）
    #[arg(long, default_value = "owner")]
    role: String,
    /// 签名笔迹文件（file with the strokes）
    #[arg(long, value_name = "FILE", requires = "signer")]
    strokes: Option<PathBuf>,
}

impl Step {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let case = find::case(core, &self.case)?;
        let view = core.get_case(case)?;
        let kind = &view.record.kind;
        let form = find_form(&view.steps, &self.step);
        let step = match form {
            Some(form) => form.step.clone(),
            None => step_id(kind, &self.step, &view.steps)?,
        };
        let mut said = fields::of_step(form, &self.fields, &view.written)?;
        let opened_for = view.parent.as_ref().map(|parent| parent.record);
        fields::name_parent((kind, step.as_str()), &mut said, opened_for);
        let control = core.control()?;
        fields::name_grids(form, &mut said, |code| {
            let mut grids = control.grids.values();
            grids.find(|grid| grid.code == code).map(|grid| grid.grid)
        });
        let with: Vec<UserId> = self
            .with
            .iter()
            .map(|text| find::user(core, text))
            .collect::<Result<_, _>>()?;
        let input = |photos: Vec<RecordId>| StepInput {
            fields: said.clone(),
            with: with.clone(),
            photos,
            due: self.due(form),
        };
        if self.signer.is_some() {
            // What would be refused anyway is told before anything is written or signed.
            let judged = core.may_step(case, &step, &input(acts::standing_in(&self.photos)));
            match judged {
                // An earlier signature, under other words or the own name, gives way to the one put now.
                Err(CoreError::NotAllowed(reason))
                    if matches!(
                        reason.code.as_str(),
                        "signature_missing" | "not_as_signed" | "signer_serves"
                    ) => {}
                judged => judged.map_err(|error| with_choices(form, error.into()))?,
            }
        }
        let signed = self.sign(core, case, &said)?;
        let taken = acts::with_photos_judged(
            core,
            case,
            &self.photos,
            shown_by(&step),
            |photos| core.may_step(case, &step, &input(photos)),
            |photos| core.step(case, &step, &input(photos.to_vec())),
        );
        let (photos, envelope) = taken.map_err(|source| {
            let source = with_choices(form, source);
            if !signed {
                return source;
            }
            let text = if self.drop_signatures(core, case) {
                "所填内容已写入案件（草稿），签名未保留"
            } else {
                "所填内容已写入案件并签名（草稿）"
            };
            CommandError::Partly {
                text: text.to_owned(),
                done: json!({ "case": case, "written": said }),
                next: None,
                source: Box::new(source),
            }
        })?;
        let name = form.map_or(self.step.as_str(), |form| form.zh.as_str());
        let mut text = format!("已办理：{name}（待上传）");
        // The step is taken, whether or not this person may look at the case afterwards.
        let state = core.get_record(case).map(|it| it.state).ok();
        if let Some(state) = &state {
            text += &format!("\n现在：{}", words::status(kind, &state.status));
            let number = state.notice_number.as_ref();
            if let Some(number) = number.or(state.provisional_number.as_ref()) {
                text += &format!("\n文号：{number}");
            }
            if let Some(due) = state.due {
                text += &format!("\n期限：{}", words::moment(due));
            }
        }
        let status = state.map(|state| state.status);
        Ok(Answer::new(
            text,
            json!({
                "case": case, "step": step, "envelope": envelope, "photos": photos,
                "fields": said, "status": status,
            }),
        ))
    }

    /// Puts the signature under what the step says, once that is written in the case; tells whether
    /// there was one.
    fn sign(
        &self,
        core: &Core,
        case: RecordId,
        said: &BTreeMap<String, String>,
    ) -> Result<bool, CommandError> {
        let (Some(signer), Some(strokes)) = (&self.signer, &self.strokes) else {
            return Ok(false);
        };
        let written: BTreeMap<String, Scalar> = said
            .iter()
            .map(|(name, value)| (name.clone(), Scalar::Text(value.clone())))
            .collect();
        core.edit_case(case, &written)?;
        let signature = ScriptSignature {
            signer: signer.clone(),
            role: self.role.clone(),
            strokes: strokes.clone(),
        };
        let input = acts::signature(core, case, Path::new(""), &signature)?;
        core.sign(case, &input)?;
        Ok(true)
    }

    /// Takes the signature out again under which the step was refused: it is nobody's. Tells whether none
    /// is left.
    fn drop_signatures(&self, core: &Core, case: RecordId) -> bool {
        let Ok(view) = core.get_record(case) else {
            return false;
        };
        let mut own = view.signatures.iter().filter(|one| {
            one.role == self.role
                && self.signer.as_deref().map(str::trim) == Some(one.signer.as_str())
        });
        // The first that stays decides the answer, and the person is told.
        own.all(|one| core.drop_signature(case, one.id).is_ok())
    }

    /// The deadline, in days of the kind that the longest one is counted in.
    fn due(&self, form: Option<&StepForm>) -> Option<DeadlineSpec> {
        let calendar = match form.and_then(|form| form.longest) {
            Some(DeadlineSpec::Days { calendar, .. }) => calendar,
            _ => DayKind::Natural,
        };
        self.days.map(|days| DeadlineSpec::Days { days, calendar })
    }
}

/// What the photos of a step are taken for: those that prove what was done are of the day of it.
fn shown_by(step: &str) -> PhotoStage {
    match step {
        "stop_use.post" => PhotoStage::Service,
        "stop_use.check_passed" | "major_case.recheck_passed" => PhotoStage::Recheck,
        _ => PhotoStage::Found,
    }
}

/// The form of a step that can be taken now, by its name or code.
fn find_form<'a>(forms: &'a [StepForm], text: &str) -> Option<&'a StepForm> {
    let short = |form: &StepForm| form.step.split_once('.').is_some_and(|(_, it)| it == text);
    forms
        .iter()
        .find(|form| form.step == text || form.zh == text || short(form))
}

/// The id of a step that cannot be taken now: the rules say why.
fn step_id(kind: &RecordKind, text: &str, forms: &[StepForm]) -> Result<String, CommandError> {
    let table = LifecycleTables::standard().of(kind);
    let mut events = table.iter().flat_map(|table| &table.events);
    let full = format!("{kind}.{text}");
    let found = events.find(|event| event.zh == text || event.id == text || event.id == full);
    found.map(|event| event.id.clone()).ok_or_else(|| {
        let names: Vec<&str> = forms.iter().map(|form| form.zh.as_str()).collect();
        let names = if names.is_empty() {
            "无".to_owned()
        } else {
            names.join("、")
        };
        CommandError::Usage(format!("没有步骤“{text}”，现在可办理：{names}"))
    })
}

/// A value that stands in no list is refused with those that do.
fn with_choices(form: Option<&StepForm>, source: CommandError) -> CommandError {
    let CommandError::Core(CoreError::NotAllowed(reason)) = &source else {
        return source;
    };
    let mut fields = form.iter().flat_map(|form| &form.fields);
    let Some(field) = fields.find(|field| field.zh == reason.detail) else {
        return source;
    };
    let choices: Vec<&str> = field.choices.iter().map(|it| it.zh.as_str()).collect();
    if choices.is_empty() {
        return source;
    }
    CommandError::Hinted {
        hint: format!("{}可填：{}", field.zh, choices.join("、")),
        source: Box::new(source),
    }
}
