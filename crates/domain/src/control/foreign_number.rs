use super::ControlState;
use crate::DeviceId;
use crate::lifecycle::Event;

impl ControlState {
    /// Whether an act states a provisional number（临时编号）that another device gives: whoever reads
    /// it on a paper would be led to the wrong one. A short id that nobody holds is not asked
    /// about: a relay restored from a backup may have forgotten the enrolment that it names.
    #[must_use]
    pub fn is_foreign_number(&self, device: DeviceId, event: &Event) -> bool {
        let Some(number) = event.provisional_number() else {
            return false;
        };
        let mut others = self.devices.iter().filter(|((it, _), _)| *it != device);
        others.any(|(_, held)| held.enrollment.short_id == number.short_id)
    }
}
