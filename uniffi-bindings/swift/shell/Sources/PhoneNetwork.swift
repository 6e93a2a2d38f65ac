import Foundation
import Network
import UIKit
import WanggeField

/// What the phone knows of network and battery（网络与电量）. The system tells of changes and the last word
/// is kept, since a sync asks on its caller's thread.
final class PhoneNetwork: Connectivity, @unchecked Sendable {
    private let monitor = NWPathMonitor()
    private let lock = NSLock()
    private var free = false
    private var low = false

    init() {
        monitor.pathUpdateHandler = { [weak self] path in
            // A hotspot is Wi-Fi that somebody pays for by the byte: the system says so of it.
            let known = path.status == .satisfied && !path.isExpensive && !path.isConstrained
            self?.keep { $0.free = known }
        }
        monitor.start(queue: DispatchQueue(label: "org.wangge.network"))
        DispatchQueue.main.async { [weak self] in self?.watchBattery() }
    }

    func network() throws -> WanggeField.Network {
        lock.lock()
        defer { lock.unlock() }
        return free ? WanggeField.Network.wifi : WanggeField.Network.metered
    }

    func lowBattery() throws -> Bool {
        lock.lock()
        defer { lock.unlock() }
        return low
    }

    private func keep(_ change: (PhoneNetwork) -> Void) {
        lock.lock()
        defer { lock.unlock() }
        change(self)
    }

    @MainActor
    private func watchBattery() {
        let device = UIDevice.current
        device.isBatteryMonitoringEnabled = true
        let look: @MainActor () -> Void = { [weak self] in
            let charging = device.batteryState == .charging || device.batteryState == .full
            let low = !charging && device.batteryLevel >= 0 && device.batteryLevel < 0.15
            self?.keep { $0.low = low || ProcessInfo.processInfo.isLowPowerModeEnabled }
        }
        look()
        for name in [UIDevice.batteryLevelDidChangeNotification, UIDevice.batteryStateDidChangeNotification] {
            NotificationCenter.default.addObserver(forName: name, object: nil, queue: .main) { _ in
                MainActor.assumeIsolated(look)
            }
        }
    }
}
