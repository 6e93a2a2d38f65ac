import Darwin
import Foundation
import WanggeField

/// The phone's clocks（时钟）: time since boot counts sleep, so that acts and the lease do not age wrongly.
/// Named with its module, since Swift has a `Clock` of its own.
final class BootClock: WanggeField.Clock, @unchecked Sendable {
    /// Read once: a boot does not change under a process, and the core asks often.
    private let boot = BootClock.bootSession()

    func wallMs() throws -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    func bootId() throws -> UInt64 {
        // The core then takes the operating system's own.
        guard let boot else { throw CallbackError.Failed(reason: "no boot session") }
        return boot
    }

    func monotonicMs() throws -> UInt64 { Self.sinceBootMs() }

    /// Milliseconds since boot, sleep included.
    static func sinceBootMs() -> UInt64 {
        var base = mach_timebase_info_data_t()
        mach_timebase_info(&base)
        let (high, low) = mach_continuous_time().multipliedFullWidth(by: UInt64(base.numer))
        return (UInt64(base.denom) * 1_000_000).dividingFullWidth((high, low)).quotient
    }

    /// The first half of the UUID that the system gives to each boot.
    private static func bootSession() -> UInt64? {
        var text = [CChar](repeating: 0, count: 64)
        var size = text.count
        guard sysctlbyname("kern.bootsessionuuid", &text, &size, nil, 0) == 0,
              let uuid = UUID(uuidString: String(cString: text))
        else { return nil }
        return withUnsafeBytes(of: uuid.uuid) { bytes in
            bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
