//! A provisional number binds to one paper (S4-06).

use super::kit::{Relay, at, digest, found, natural, notice, officer, refusal, worker};
use super::steps::{facts_of, well_formed_step};
use crate::lifecycle::{Event, Facts, RecordState, ServiceProof, Step};
use crate::numbering::ProvisionalNumber;
use crate::record::RecordKind;

#[test]
fn a_number_that_stands_on_another_paper_is_refused() {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    relay.facts.number_used = true;
    let when = "2026-09-07 10:00";
    relay.refuses(notice(natural(15)), &officer(), when, "number_used");
    // Whose number it is comes before whether it is used.
    relay.facts.foreign_number = true;
    relay.refuses(notice(natural(15)), &officer(), when, "number_not_own");
    relay.facts = super::kit::facts();
    relay.does(notice(natural(15)), &officer(), when);
}

/// Opinions and records of visits bear a number that follows from their act: the first to state it
/// would have it twice.
#[test]
fn nobody_states_the_number_of_the_own_paper_of_an_act() {
    let mut relay = Relay::new(RecordKind::Rectification);
    relay.does(found(), &worker(), "2026-09-07 09:00");
    let when = "2026-09-07 10:00";
    let stating = |number: &str| {
        let mut event = notice(natural(15));
        if let Event::NoticeIssued {
            provisional_number, ..
        } = &mut event
        {
            number.clone_into(provisional_number);
        }
        event
    };
    for word in ["复", "检"] {
        let number = ProvisionalNumber::of_act(word, &digest(7)).to_string();
        relay.refuses(stating(&number), &officer(), when, "number_not_own");
    }
    relay.does(stating("暂-复A-12345678"), &officer(), when);
}

#[test]
fn a_letter_takes_no_used_number() {
    for name in ["letter.warn", "letter.responsibility"] {
        let state = RecordState::new(RecordKind::Letter);
        let event = well_formed_step(name, &state);
        let mut relay = Relay::new(RecordKind::Letter);
        relay.facts = Facts {
            number_used: true,
            ..facts_of(&event, &state)
        };
        let outcome = relay.act(event.clone(), &officer(), at("2026-09-07 10:00"));
        assert_eq!(refusal(&outcome.effect), "number_used", "{name}");
        // Without one there is nothing to ask: the relay gives the final number.
        let Event::Step(mut bare) = event else {
            panic!("{name} is a step");
        };
        bare.fields.remove("provisional_number");
        let outcome = relay.act(Event::Step(bare), &officer(), at("2026-09-07 10:00"));
        assert_eq!(refusal(&outcome.effect), "applied", "{name}");
    }
}

#[test]
fn a_number_is_read_only_where_it_is_written_as_one() {
    let stated = |event: Event| event.provisional_number().map(|it| it.to_string());
    assert_eq!(stated(notice(natural(7))).as_deref(), Some("暂-A7-1"));
    let step = |number: &str| {
        Event::Step(Step {
            step: "letter.warn".to_owned(),
            fields: [("provisional_number".to_owned(), number.to_owned())].into(),
            ..Step::default()
        })
    };
    assert_eq!(stated(step("暂-K7-3")).as_deref(), Some("暂-K7-3"));
    for other in ["", "青消改字〔2026〕第0001号", "暂-K7-03", "暂-<b>-1"] {
        assert_eq!(stated(step(other)), None, "{other}");
    }
    let proof = ServiceProof::Mailed {
        tracking: "暂-K7-3".to_owned(),
    };
    assert_eq!(stated(Event::Served(proof)), None);
}
