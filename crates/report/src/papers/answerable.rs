use wangge_domain::lifecycle::{Responsible, noticed_responsible};

use super::form::facts;
use crate::case_file::RecordFile;
use crate::paper::Block;

/// Who is answerable for the hazards of a notice（整改责任）: one table if it is the same for all, else
/// one for each, which says for which hazards. Neither a later change nor a notice that had no effect
/// is on the paper.
pub(super) fn answerable_blocks(files: &[&RecordFile]) -> Vec<Block> {
    let mut all: Vec<(&Responsible, Vec<String>)> = Vec::new();
    for (place, file) in files.iter().enumerate() {
        let own = noticed_responsible(&file.state, &file.acts);
        let number = (place + 1).to_string();
        match all.iter_mut().find(|(one, _)| *one == own) {
            Some((_, places)) => places.push(number),
            None => all.push((own, vec![number])),
        }
    }
    let is_one = all.len() == 1;
    all.into_iter()
        .map(|(responsible, places)| {
            let mut pairs = vec![
                ("责任单位", responsible.unit.clone()),
                ("责任领导", responsible.leader.clone()),
                ("责任人", responsible.person.clone()),
                ("联系电话", responsible.phone.clone()),
            ];
            if !is_one {
                pairs.insert(0, ("隐患序号", places.join("、")));
            }
            facts(&pairs)
        })
        .collect()
}
