use serde::{Deserialize, Serialize};

use super::{FieldShape, Status};
use crate::people::Role;
use crate::record::RecordKind;

/// What a step of a case asks besides its state（步骤要件）. All of it data of the table; numbers and
/// lists come from the policy pack.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StepAsks {
    /// The fields it may set; one that is not listed is refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldRule>,
    /// So many different people, the author included.
    #[serde(skip_serializing_if = "is_zero")]
    pub people: u32,
    /// So many photos at least.
    #[serde(skip_serializing_if = "is_zero")]
    pub photos: u32,
    /// Its photos are of the record itself, of its premises, or of a record that the step or the case
    /// names.
    #[serde(skip_serializing_if = "is_not")]
    pub photos_here: bool,
    /// Its photos show how it is after these: steps of the case, whose names hold a dot, or fields that
    /// name a hazard, since it was found. None is older, shows what was found or before, was cited by
    /// an earlier step, or has a file that was used before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub photos_since: Vec<String>,
    /// A signature under the content as it stands, by somebody in one of these roles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<String>,
    /// It must cite the version of the content.
    #[serde(skip_serializing_if = "is_not")]
    pub content: bool,
    /// Only at the relay's desk: a phone does not hold what it rests on, e.g. all closed hazards.
    #[serde(skip_serializing_if = "is_not")]
    pub at_desk: bool,
    /// Nobody who took one of these steps may take this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
    /// Steps that must have been taken before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<AfterRule>,
    /// Once for each value of this field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub once_per: Option<String>,
    /// A step that must have been taken for every value of a list. With the deadline rule
    /// `clear_when_all` it does not bar the step but says when the deadline is met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<AllRule>,
    /// Every record that this field of the case lists is at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// None of the records that it lists stands on another open case of the kind with the same value of
    /// this field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listed_once: Option<String>,
    /// The field that names the competent body, of which the author must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The roles of the bodies that are competent for it（主管机关）: a policy pack gives it to no other,
    /// and nobody of another takes it; none listed: whoever may by the pack.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Nobody else does it for the body that is named: only an officer of that department, or a role
    /// that is that body by the policy pack.
    #[serde(skip_serializing_if = "is_not")]
    pub body_only: bool,
    /// So it is, too, once this step was taken: what was handed to a body is its own, and of others only
    /// those roles take part that the policy pack names (`beside_assigned`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_only_after: Option<String>,
    /// The field that names the grid for which it is done: only who holds a role over just that grid,
    /// neither above nor below it. Where the case names none it is anybody's who may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_grid: Option<String>,
    /// Only who speaks for the body in whose name the case was begun.
    #[serde(skip_serializing_if = "is_not")]
    pub same_issuer: bool,
    /// No such case before at this premises: none with the same value of this field, and no other
    /// hazard that its entry of the pack's list covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_offence: Option<String>,
    /// No other case of the kind at this premises is open with the same value of this field, or of
    /// each of these with commas between, by their letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_open: Option<String>,
    /// No other case of the kind at this premises, with the same value of a field, ended badly a short
    /// time ago.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub again: Option<AgainRule>,
    /// A ladder of the policy pack on which no rung is skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<ChainRule>,
    /// Every code of a list stands in one of these fields, and in one only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<WholeRule>,
    /// Only who is named by an act of the record as acting with its author, and has not confirmed it.
    #[serde(skip_serializing_if = "is_not")]
    pub named: bool,
    /// The hazard that this field of the case names had its own notice, which was served, and it is
    /// known who is answerable for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noticed: Option<String>,
    /// The record that the case names is at its end, or it is said why the step is taken all the same,
    /// as far as the policy pack asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled: Option<SettledRule>,
    /// It cites the deadline in force, in milliseconds, in the field `due`.
    #[serde(skip_serializing_if = "is_not")]
    pub due_cited: bool,
}

/// A field（字段）of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FieldRule {
    /// Its name.
    pub name: String,
    /// As people say it.
    pub zh: String,
    /// It may be left out.
    #[serde(skip_serializing_if = "is_not")]
    pub optional: bool,
    /// Its value must stand word for word in the content that is signed.
    #[serde(skip_serializing_if = "is_not")]
    pub signed: bool,
    /// It says something: marks alone, or a single letter, do not. Of free text that must be there it
    /// is asked anyway.
    #[serde(skip_serializing_if = "is_not")]
    pub said: bool,
    /// It is the record that the case was opened for, where that is one such as may stand here.
    #[serde(skip_serializing_if = "is_not")]
    pub parent: bool,
    /// It is a department to which the routing table of the pack gives the category of this field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routes: Option<String>,
    /// It is one of the bodies by which the entry of this field is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Who reports（另存）: kept by the relay apart from all records. It may be asked for, but a step
    /// that comes with it is refused: no envelope holds it.
    #[serde(skip_serializing_if = "is_not")]
    pub apart: bool,
    /// Its value is a code of this list: `departments`, `issuers`, `categories`, or one of the
    /// pack's lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// Several codes with commas between.
    #[serde(skip_serializing_if = "is_not")]
    pub many: bool,
    /// It is the id of a grid: the one in which the record lies, or one above it.
    #[serde(skip_serializing_if = "is_not")]
    pub grid: bool,
    /// Its value is one of those that this field of the case holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub among: Option<String>,
    /// It is the version of this list in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_of: Option<String>,
    /// The list's entry must be one for what the record named by this field is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matches: Option<String>,
    /// It is the id of a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkRule>,
    /// Each of its values is the id of such a record, by kind and state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub each: Option<LinkRule>,
    /// How it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<FieldShape>,
    /// It names a person or a unit: no sign, no number, and no word that stands for nobody.
    #[serde(skip_serializing_if = "is_not")]
    pub somebody: bool,
    /// It is the first day of a week, as the policy pack begins them.
    #[serde(skip_serializing_if = "is_not")]
    pub week: bool,
    /// It is a day that has come: none after the day of the act.
    #[serde(skip_serializing_if = "is_not")]
    pub come: bool,
    /// It is a year of this span of the policy pack, or a day or a month of such a year, counted from
    /// the year of the act; a pack of before without the span takes any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub years: Option<String>,
    /// It is a month of this span of the policy pack, counted from the month of the act; a pack of before
    /// without the span takes any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<String>,
    /// The list's entry must be one for what the case is about: its premises, or a grid of its level.
    #[serde(skip_serializing_if = "is_not")]
    pub of_subject: bool,
    /// It is a day of the quarter that this field of the step names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// It is what an earlier step of the case said, if one said anything.
    #[serde(skip_serializing_if = "is_not")]
    pub kept: bool,
    /// Anybody may read it: it holds no telephone number, no number of an identity card, and no word
    /// of compulsion but `words`.
    #[serde(skip_serializing_if = "is_not")]
    pub public: bool,
    /// The words of compulsion that may stand in what anybody may read: what the body that publishes
    /// it orders by the law itself. A name holds none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// How a screen takes it in.
    #[serde(skip_serializing_if = "FieldEntry::is_text")]
    pub entry: FieldEntry,
}

/// How a screen takes a field in（录入方式）. A hint, but for a day: that must be one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldEntry {
    /// As text.
    #[default]
    Text,
    /// As a day, `YYYY-MM-DD`.
    Day,
    /// As the id of what the case is about: its premises, else its grid.
    Subject,
}

impl FieldRule {
    /// How its value must be written, if it matters.
    #[must_use]
    pub fn written_as(&self) -> Option<FieldShape> {
        let entered = (self.entry == FieldEntry::Day).then_some(FieldShape::Day);
        self.shape.or(entered)
    }

    /// Whether what stands there must say something（须写明内容）: where the row says so, and wherever free
    /// text must be there.
    #[must_use]
    pub fn must_say(&self) -> bool {
        let is_code = self.list.is_some() || self.among.is_some() || self.version_of.is_some();
        let names_record = self.link.is_some() || self.each.is_some();
        let names_place = self.grid || self.entry == FieldEntry::Subject;
        let is_shaped = self.written_as().is_some();
        let is_free = !is_code && !names_record && !names_place && !is_shaped && !self.apart;
        self.said || (is_free && !self.optional)
    }
}

impl FieldEntry {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
    fn is_text(&self) -> bool {
        *self == Self::Text
    }
}

/// What a record that a step names must be（关联要求）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LinkRule {
    /// One of these kinds; none listed: any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<RecordKind>,
    /// In one of these states; none listed: any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<Status>,
    /// Of the same premises.
    #[serde(skip_serializing_if = "is_not")]
    pub same_premises: bool,
    /// Of the same premises, if the case is about one.
    #[serde(skip_serializing_if = "is_not")]
    pub of_here: bool,
    /// Of the same premises, if both are about one.
    #[serde(skip_serializing_if = "is_not")]
    pub not_elsewhere: bool,
    /// It lies in the grid that this field of the step names, or below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grid: Option<String>,
    /// Its premises are of the category that this field of the step names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade: Option<String>,
    /// Put right in time.
    #[serde(skip_serializing_if = "is_not")]
    pub in_time: bool,
    /// It names this record in turn.
    #[serde(skip_serializing_if = "is_not")]
    pub back: bool,
    /// Nobody who put it right or passed it takes the step（回避）.
    #[serde(skip_serializing_if = "is_not")]
    pub others: bool,
    /// It was found after the newest of these steps of the case was taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub since: Vec<String>,
}

/// A step that must have been taken before（前置步骤）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AfterRule {
    /// Which.
    pub step: String,
    /// With the same value of this field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
}

/// What a case rests on is over（前因已了）, or it is said why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettledRule {
    /// The field of the case that names the record.
    pub field: String,
    /// The field of the step that says why it is taken though the record is open.
    pub reason: String,
}

/// A step taken for every value of a list（逐一办理）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllRule {
    /// The field of the case that holds the list.
    pub list: String,
    /// The field of the step that holds one of them.
    pub by: String,
    /// The step.
    pub step: String,
}

/// A list that is gone through to the end（逐项清点）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WholeRule {
    /// The list of the policy pack.
    pub list: String,
    /// The fields, each with several codes.
    pub fields: Vec<String>,
}

/// A time to wait（再次办理间隔）after another case about the same thing came to this end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgainRule {
    /// The field that says what it is about.
    pub field: String,
    /// The step with which the other case ended.
    pub after: String,
    /// The name of the time in the policy pack; a pack of before without it lets the next one follow at
    /// once.
    pub wait: String,
}

/// A ladder（阶梯）: what a record of some type must follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainRule {
    /// The ladder's name in the pack.
    pub rules: String,
    /// The field that holds the type.
    pub field: String,
    /// The field that names the record before it.
    pub link: String,
    /// The field that holds the day: it is not before that of the record before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
}

impl StepAsks {
    /// True if nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_not(flag: &bool) -> bool {
    !flag
}
