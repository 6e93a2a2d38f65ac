use serde::{Deserialize, Serialize};

use super::{Actor, Event, Facts, LifecycleTable, Reason, RecordState, TimeBounds, speaks_for};
use crate::numbering::ProvisionalNumber;
use crate::people::RoleGrant;
use crate::policy::PolicyPack;
use crate::record::is_blank;

mod inspection;
mod premises;
mod rectification;
pub(super) mod step;

/// What a guard may look at.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) policy: &'a PolicyPack,
    pub(crate) table: &'a LifecycleTable,
    pub(crate) state: &'a RecordState,
    pub(crate) actor: &'a Actor,
    pub(crate) facts: &'a Facts,
    pub(crate) time: &'a TimeBounds,
}

impl Context<'_> {
    /// Whether the actor may make out a paper in the name of this body, by a role that holds where
    /// the record is.
    pub(crate) fn speaks_for(&self, issuer: &str) -> bool {
        let body = self.policy.numbering.issuers.get(issuer);
        let here = self.grants_here().map(|grant| grant.role);
        body.is_none_or(|body| body.is_spoken_for_by(here))
    }

    /// Whether the actor is of this body, named by its code, by a role that holds where the record is.
    pub(crate) fn is_of(&self, body: &str) -> bool {
        let mut here = self.grants_here();
        here.any(|grant| speaks_for(self.policy, grant) == Some(body))
    }

    /// The grants of the actor that hold where the record is: what somebody is elsewhere counts
    /// nothing here.
    pub(crate) fn grants_here(&self) -> impl Iterator<Item = &RoleGrant> {
        let (actor, premises) = (self.actor, self.facts.premises);
        let grants = actor.grants.iter();
        grants.filter(move |grant| grant.covers(&actor.grid_path, premises))
    }
}

macro_rules! guards {
    ($($(#[$doc:meta])* $variant:ident => $text:literal, $check:path;)*) => {
        /// What must be so besides the state（前提条件）. The table says which row asks which guard;
        /// its numbers come from the policy pack.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Guard {
            $($(#[$doc])* $variant,)*
        }

        impl Guard {
            /// All guards.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// In words.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }

            /// Asks the guard. Without an event only what does not depend on its payload is
            /// asked: whether a person could do it at all.
            pub(crate) fn check(
                self,
                context: Context<'_>,
                event: Option<&Event>,
            ) -> Result<(), Reason> {
                match self {
                    $(Self::$variant => $check(context, event),)*
                }
            }
        }
    };
}

guards! {
    /// A reason is written.
    ReasonGiven => "须写明理由", inspection::reason_given;
    /// Only the author, or whoever supervises such records.
    AuthorOrSupervisor => "限本人或上级", inspection::author_or_supervisor;
    /// A correction says why.
    CorrectionReason => "更正须说明原因", inspection::correction_reason;
    /// The version is not the one already submitted.
    NewVersion => "须是新版本", inspection::new_version;
    /// The version cited is the newest submitted.
    CitesNewest => "须针对最新提交的版本", inspection::cites_newest;
    /// Each thing to mend is written.
    ReturnReasons => "须逐条写明退回原因", inspection::return_reasons;
    /// Required photos are shown, or given up by a supervisor.
    PhotosShown => "必备照片已到或已登记遗失", inspection::photos_shown;
    /// Conflicting answers are resolved.
    ConflictsResolved => "冲突答案已处理", inspection::conflicts_resolved;
    /// No two names stand over one and the same strokes.
    SignaturesDiffer => "不同签名人的笔迹不得相同", inspection::signatures_differ;
    /// The village's team signed it, if the policy asks for that.
    TeamSigned => "政策要求的，须由村检查组签名", inspection::team_signed;
    /// The content rules have nothing against it.
    NothingBlocking => "档案要素齐全", inspection::nothing_blocking;

    /// The census outcome is one of the pack.
    KnownCensusOutcome => "普查结果须在清单内", premises::known_census_outcome;
    /// The grade is one of the pack.
    KnownGrade => "风险等级须在清单内", premises::known_grade;
    /// The status is one that a premises may have, another than now, a merger names its heir, and
    /// hazards that stay open are named.
    PremisesStatusValid => "场所状态须有效，未销号的隐患须逐一列明", premises::status_valid;

    /// Photos before and after, two different ones of this hazard.
    PhotoPair => "须有本隐患整改前后两张不同的照片", rectification::photo_pair;
    /// Not by whoever reported the fix, if policy says so.
    NotFixer => "核实人不得是当场整改确认人", rectification::not_fixer;
    /// Unit, leader and person are named.
    ResponsibleComplete => "责任单位、责任领导、责任人齐全且写明姓名、名称", rectification::responsible_complete;
    /// Somebody has named unit, leader and person before.
    ResponsibleNamed => "已落实责任单位、责任领导、责任人", rectification::responsible_named;
    /// Issuer and provisional number are there.
    NoticeComplete => "须有发文单位和临时编号", rectification::notice_complete;
    /// The body that numbers the closing is one of the pack.
    KnownIssuer => "销号单位须在清单内", rectification::known_issuer;
    /// The deadline is within the limits of policy.
    DeadlineAllowed => "期限不超过规定", rectification::deadline_allowed;
    /// The service is proven: signed, refused before witnesses, posted or mailed.
    ServiceProven => "送达凭证齐全（拒签须见证人）", rectification::service_proven;
    /// Words or photos, the photos of this hazard; by others than the owner said to be on behalf.
    FeedbackSubstance => "反馈须有文字或本隐患的照片，非业主本人提交的须注明代填", rectification::feedback_substance;
    /// An extension is possible at all, and within the limits.
    ExtensionAllowed => "延期次数、天数在规定内，危及生命的不得延期", rectification::extension_allowed;
    /// A pause is possible at all, and not as often taken as policy allows.
    PauseAllowed => "暂停次数在规定内，危及生命的不得暂停", rectification::pause_allowed;
    /// Not by whoever asked for it.
    NotAsker => "决定延期的人不得是申请人", rectification::not_asker;
    /// An extension is granted while the deadline runs, or so many days after it as policy allows.
    DecidedInTime => "期限届满前批准（政策另定天数的，届满后该天数内）", rectification::decided_in_time;
    /// Days granted are within those asked for.
    WithinRequest => "批准天数不超过申请", rectification::within_request;
    /// Not by whoever confirmed the fix, if policy says so.
    NotFixConfirmer => "复查人不得是整改确认人", rectification::not_fix_confirmer;
    /// As many different qualified people as policy asks for.
    RecheckTeam => "复查须达到规定人数", rectification::recheck_team;
    /// Who rechecked together with the author may do so.
    CheckersQualified => "同行复查人须有资格", rectification::checkers_qualified;
    /// A photo after the fix, if policy asks for one; all of them of this hazard.
    PhotoAfter => "须有本隐患整改后照片", rectification::photo_after;
    /// The deadline cited is the one in force.
    DueCited => "须针对现行期限", rectification::due_cited;
    /// The overdue mark stands and the act cited was in time.
    MarkWasWrong => "逾期标记有误", rectification::mark_was_wrong;
    /// The days of the urge are within policy, and a life-threatening hazard goes up instead.
    UrgeAllowed => "催办一次，天数在规定内", rectification::urge_allowed;
    /// The department is one to which cases go, and the case is ripe.
    EscalationAllowed => "上报对象须在清单内", rectification::escalation_allowed;
    /// Only who handed the case on.
    OwnEscalation => "限上报移交的本人（系统自动上报的除外）", rectification::own_escalation;
    /// Only the body to which the case was handed on.
    Addressee => "限上报对象机关", rectification::addressee;
    /// The result is one of the two, and a penalty has a number of its case or a remark.
    KnownResult => "执法结果须有效，处罚须有案号或说明", rectification::known_result;
    /// Not found on a visit of guidance.
    NotGuidance => "指导式检查发现的不得下发、移交", rectification::not_guidance;
    /// The fire and rescue body has judged it, and no notice was issued since it is under review.
    MajorFiled => "消防救援机构已立案，且未下发过重大火灾隐患整改通知书", rectification::major_filed;
    /// No case about it is before the fire and rescue body or was filed by it.
    NoOpenCase => "没有在案的重大火灾隐患案件", rectification::no_open_case;
    /// In the name of the body that the row names, which has judged it.
    NamedIssuer => "限以立案机关的名义", rectification::named_issuer;
    /// No word of compulsion without a delegation and an enforcement certificate in force.
    NoCompulsion => "没有在期的赋权（委托）和执法证，不得使用强制性用语", rectification::no_compulsion;
    /// The body holds the power of which an enforcement paper comes, by delegation or by law.
    PowerHeld => "乡镇、村的单位出具执法文书须有在期的赋权（委托）", rectification::power_held;
    /// The clauses that make it suspect are named.
    BasisGiven => "须写明判定依据", rectification::basis_given;
}

/// A refusal unless `holds`.
fn require(holds: bool, code: &str, rule: &str) -> Result<(), Reason> {
    if holds {
        Ok(())
    } else {
        Err(Reason::new(code, rule))
    }
}

/// Whether a provisional number is one that the acting device gives: 暂-, its short id, a count. What
/// has the word of a type of paper in place of a short id is that of some act's own paper: it follows
/// from the envelope, and nobody states it.
fn is_own_number(context: Context<'_>, text: &str) -> bool {
    let Ok(number) = text.parse::<ProvisionalNumber>() else {
        return false;
    };
    let mut papers = context.policy.numbering.documents.values();
    let follows = papers.any(|document| document.word == number.short_id);
    number.is_plain() && !follows && !context.facts.foreign_number
}

/// Whether there is anything to read: what nobody sees names no one and says nothing.
fn written(text: &str) -> bool {
    !is_blank(text)
}
