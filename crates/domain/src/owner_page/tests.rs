use super::code::{owner_code, spaced, typed};
use crate::{Digest, RecordId};

#[test]
fn a_code_is_eight_digits_that_follow_from_hazard_and_round() {
    let hazard = RecordId::from_bytes([7; 16]);
    let code = owner_code(hazard, &Digest([1; 32]));
    assert_eq!(code.len(), 8);
    assert!(code.chars().all(|digit| digit.is_ascii_digit()));
    assert_eq!(code, owner_code(hazard, &Digest([1; 32])));
    assert_ne!(code, owner_code(hazard, &Digest([2; 32])));
    assert_ne!(
        code,
        owner_code(RecordId::from_bytes([8; 16]), &Digest([1; 32]))
    );
}

#[test]
fn a_code_is_read_as_people_type_it() {
    assert_eq!(spaced("01234567"), "0123 4567");
    assert_eq!(typed(" ０１２３-4567 "), "01234567");
    assert_eq!(typed("abc"), "");
}
