use super::{Cipher, TAG_BYTES};

const PLAIN: &[u8] = b"Ladies and Gentlemen of the class of '99: \
If I could offer you only one tip for the future, sunscreen would be it.";
const BOUND_TO: [u8; 12] = [
    0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7,
];
const NONCE: [u8; 12] = [7, 0, 0, 0, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47];

fn cipher() -> Cipher {
    Cipher::new(&std::array::from_fn(|at| {
        0x80 + u8::try_from(at).unwrap_or(0)
    }))
}

#[test]
fn it_is_the_cipher_of_rfc_8439() {
    // Section 2.8.2: first bytes and tag.
    let sealed = cipher().seal(NONCE, &BOUND_TO, PLAIN).unwrap();
    assert_eq!(sealed.len(), PLAIN.len() + TAG_BYTES);
    assert_eq!(
        sealed[..8],
        [0xd3, 0x1a, 0x8d, 0x34, 0x64, 0x8e, 0x60, 0xdb]
    );
    assert_eq!(
        sealed[PLAIN.len()..],
        [
            0x1a, 0xe1, 0x0b, 0x59, 0x4f, 0x09, 0xe2, 0x6a, 0x7e, 0x90, 0x2e, 0xcb, 0xd0, 0x60,
            0x06, 0x91
        ]
    );
    let opened = cipher().open(NONCE, &BOUND_TO, &sealed);
    assert_eq!(opened.as_deref(), Some(PLAIN));
}

#[test]
fn what_was_changed_does_not_open() {
    let sealed = cipher().seal(NONCE, &BOUND_TO, PLAIN).unwrap();
    for at in 0..sealed.len() {
        let mut other = sealed.clone();
        other[at] ^= 1;
        assert_eq!(cipher().open(NONCE, &BOUND_TO, &other), None, "byte {at}");
    }
    let short = &sealed[..sealed.len() - 1];
    assert_eq!(cipher().open(NONCE, &BOUND_TO, short), None);
    assert_eq!(cipher().open(NONCE, b"another", &sealed), None);
    assert_eq!(cipher().open([0; 12], &BOUND_TO, &sealed), None);
    let other = Cipher::new(&[1; 32]);
    assert_eq!(other.open(NONCE, &BOUND_TO, &sealed), None);
    assert_eq!(cipher().open(NONCE, &BOUND_TO, b"short"), None);
}
