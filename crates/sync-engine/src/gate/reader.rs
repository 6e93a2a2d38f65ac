use super::GateReason;

/// Reads numbers and bytes from a slice, never past its end, never allocating.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], GateReason> {
        if count > self.rest.len() {
            return Err(GateReason::Malformed);
        }
        let (taken, rest) = self.rest.split_at(count);
        self.rest = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], GateReason> {
        self.take(N)?.try_into().map_err(|_| GateReason::Malformed)
    }

    pub(super) fn byte(&mut self) -> Result<u8, GateReason> {
        Ok(self.array::<1>()?[0])
    }

    /// An unsigned number in LEB128 of at most 63 bits. Overlong forms are found by the
    /// comparison with the canonical form.
    pub(super) fn unsigned(&mut self) -> Result<u64, GateReason> {
        let mut value = 0_u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(GateReason::Malformed)
    }

    /// A length or a count that fits the machine.
    pub(crate) fn length(&mut self) -> Result<usize, GateReason> {
        usize::try_from(self.unsigned()?).map_err(|_| GateReason::Malformed)
    }

    /// A signed number in LEB128 of 64 bits.
    pub(super) fn signed(&mut self) -> Result<i64, GateReason> {
        let mut value = 0_i64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let part = i64::from(byte & 0x7f);
            if shift == 63 && part != 0 && part != 0x7f {
                return Err(GateReason::Malformed);
            }
            value |= part.wrapping_shl(shift);
            if byte & 0x80 == 0 {
                if shift < 57 && byte & 0x40 != 0 {
                    value |= -1_i64 << (shift + 7);
                }
                return Ok(value);
            }
        }
        Err(GateReason::Malformed)
    }
}
