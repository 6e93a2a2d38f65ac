use wangge_domain::lifecycle::{Effect, Facts, LinkedFact, Outcome, Reason, StepFacts};

use crate::{Decision, RowBody};

/// The generation whose decisions may hold numbers of papers (ADR 0017), words of compulsion, and what a
/// reason is about.
const PAPERS: u8 = 2;
/// The generation whose decisions may hold what is known of major cases, powers, foreign numbers,
/// signatures, photos and what stands around a step.
const SURROUNDINGS: u8 = 3;
/// The generation whose decisions may say what a visit lacks of its team's signatures, and what is known
/// of a redaction.
const TEAMS: u8 = 4;

impl RowBody {
    /// The lowest generation of the app that can work out the hash of this row（可读代次）. The hash is over
    /// the decision as this build encodes it: an app of before leaves out what it does not know, and
    /// its chain does not hold.
    #[must_use]
    pub fn generation(&self) -> u8 {
        match self {
            Self::Accepted { decision, .. } => decision.generation(),
            Self::Stub(_) => 0,
        }
    }
}

impl Decision {
    /// The lowest generation of the app that can work out the hash of this decision.
    #[must_use]
    pub fn generation(&self) -> u8 {
        let outcomes = self.outcomes.iter().map(of_outcome);
        let facts = self.facts.iter().map(of_facts);
        outcomes.chain(facts).max().unwrap_or(0)
    }
}

// Every field is named here: a new one does not compile until somebody says which apps know it.

fn of_outcome(outcome: &Outcome) -> u8 {
    let Outcome {
        effect,
        status: _,
        due: _,
        number: _,
        paper_number,
        timing: _,
        role: _,
        fold_revision: _,
    } = outcome;
    let is_about_something = match effect {
        Effect::Applied => false,
        Effect::NoEffect(reason) => says_what(reason),
    };
    if paper_number.is_some() || is_about_something {
        PAPERS
    } else {
        0
    }
}

fn says_what(reason: &Reason) -> bool {
    let Reason {
        code: _,
        rule: _,
        detail,
    } = reason;
    !detail.is_empty()
}

fn of_facts(facts: &Facts) -> u8 {
    let Facts {
        photos_missing: _,
        conflicts_open: _,
        repeat_of: _,
        premises: _,
        author: _,
        blocking,
        step,
        guidance: _,
        major_filed,
        major_open,
        unqualified: _,
        compulsion,
        power,
        unstaffed,
        foreign_number,
        number_used,
        own_signer,
        signed_alike,
        photo_fault,
        open_hazards,
        team_unsigned,
        redaction,
    } = facts;
    let is_later = *major_filed
        || *major_open
        || power.is_some()
        || unstaffed.is_some()
        || *foreign_number
        || *number_used
        || *own_signer
        || *signed_alike
        || photo_fault.is_some()
        || !open_hazards.is_empty()
        || step.as_deref().is_some_and(is_later_step);
    if team_unsigned.is_some() || redaction.is_some() {
        TEAMS
    } else if is_later {
        SURROUNDINGS
    } else if compulsion.is_some() || blocking.iter().any(says_what) {
        PAPERS
    } else {
        0
    }
}

fn is_later_step(step: &StepFacts) -> bool {
    let StepFacts {
        record: _,
        linked,
        open_already,
        ended_lately,
        before_previous,
        unfit,
        listed_on,
        undone,
        unready,
        amiss,
        signed: _,
        nameless_signer,
        as_signed,
        // Never recorded.
        listed_words: _,
    } = step;
    open_already.is_some()
        || ended_lately.is_some()
        || *before_previous
        || unfit.is_some()
        || listed_on.is_some()
        || undone.is_some()
        || unready.is_some()
        || amiss.is_some()
        || *nameless_signer
        || !as_signed.is_empty()
        || linked.iter().any(is_later_link)
}

fn is_later_link(linked: &LinkedFact) -> bool {
    let LinkedFact {
        record: _,
        kind: _,
        status: _,
        premises: _,
        subject: _,
        late: _,
        points_to: _,
        handled_by,
        found_at,
    } = linked;
    !handled_by.is_empty() || found_at.is_some()
}
