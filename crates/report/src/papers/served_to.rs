use wangge_domain::lifecycle::{Event, HistoryEntry, ServiceProof};

use crate::case_file::RecordFile;

/// What the owner learned by a service（送达知悉）: no more than it proves. A signature names who signed; a
/// notice that was put up or mailed was signed by nobody.
pub(super) fn served_to(file: &RecordFile, entry: &HistoryEntry, owner: &str) -> String {
    match proof_of(file, entry) {
        Some(ServiceProof::Signed(signature)) => {
            format!("被检查单位（人）{}（签收）", signature.signer)
        }
        Some(ServiceProof::Refused { .. }) => {
            format!("被检查单位（人）{owner}（当面送达，拒绝签收，有见证人）")
        }
        Some(ServiceProof::Posted { .. }) => "张贴送达（未经本人签收）".to_owned(),
        Some(ServiceProof::Mailed { .. }) => "邮寄送达（未经本人签收）".to_owned(),
        None => "已送达（方式见送达记录）".to_owned(),
    }
}

/// The proof that an entry of the history stated: the acts stand in the order of the log, and may go on
/// behind a history that was cut.
fn proof_of<'a>(file: &'a RecordFile, entry: &HistoryEntry) -> Option<&'a ServiceProof> {
    let entries = file.state.history.iter();
    let mut entries = entries.filter(|one| one.event == "served");
    let place = entries.position(|one| std::ptr::eq(one, entry))?;
    let mut proofs = file.acts.iter().filter_map(|act| match act {
        Event::Served(proof) => Some(proof),
        _ => None,
    });
    proofs.nth(place)
}

#[cfg(test)]
mod tests {
    use wangge_domain::lifecycle::{SignatureRef, Status};
    use wangge_domain::{Digest, RecordId};

    use super::super::test_kit::{case, does, hazard, notice, outcome, with_office};
    use super::super::timeline::timeline;
    use super::*;
    use crate::paper::Block;

    /// What the table of who did and knew what says of one act after a notice to 王老板.
    fn knew(act: Event) -> String {
        let mut one = hazard(1, "通道堵塞");
        let issued = notice("暂-K7-1", "王老板");
        does(&mut one, issued, &outcome(Status::NoticeIssued), 0);
        does(&mut one, act, &outcome(Status::Served), 1);
        let case = case(vec![one], Vec::new());
        let made = with_office(|office| timeline(office, &case, true));
        let Block::Table(table) = made else {
            panic!("a timeline is a table");
        };
        // Who did it, what, who knew: of the last act the fifth column.
        let last = table.rows.last().expect("it was done");
        format!("{:?}", last.cells[4])
    }

    #[test]
    fn a_service_is_known_as_far_as_it_proves() {
        let posted = knew(Event::Served(ServiceProof::Posted {
            photo: RecordId::from_bytes([8; 16]),
        }));
        assert!(posted.contains("张贴送达（未经本人签收）"), "{posted}");
        assert!(!posted.contains("被检查单位（人）王老板"), "{posted}");
        let mailed = knew(Event::Served(ServiceProof::Mailed {
            tracking: "EX1".to_owned(),
        }));
        assert!(mailed.contains("邮寄送达（未经本人签收）"), "{mailed}");
        let signed = knew(Event::Served(ServiceProof::Signed(SignatureRef {
            signer: "李店员".to_owned(),
            role: "tenant".to_owned(),
            strokes: Digest([1; 32]),
            statement: Digest([2; 32]),
        })));
        assert!(
            signed.contains("被检查单位（人）李店员（签收）"),
            "{signed}"
        );
        let refused = knew(Event::Served(ServiceProof::Refused {
            witnesses: Vec::new(),
            note: String::new(),
        }));
        assert!(refused.contains("王老板（当面送达，拒绝签收"), "{refused}");
    }

    #[test]
    fn what_was_only_entered_on_a_phone_is_not_known_to_the_owner() {
        for act in [
            Event::Urged { days: 3 },
            Event::ExtensionApproved { days: 3 },
            Event::ExtensionRefused {
                reason: "已延期一次".to_owned(),
            },
        ] {
            let said = knew(act);
            assert!(!said.contains("王老板"), "{said}");
        }
    }
}
