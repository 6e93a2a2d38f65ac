import Foundation
import WanggeField

/// Who shares this phone（共用手机）: whoever had it first, in a folder of their own, and those of
/// `Workers`. Labels lie open beside the data; nothing else of anybody does.
@MainActor
final class People {
    /// Whoever had the phone first; those of `Workers` begin at 1.
    private static let first = 0
    private let kept = UserDefaults.standard

    nonisolated init() {}

    /// Whose data are open; kept over a restart.
    var now: Int {
        get { kept.integer(forKey: "people-now") }
        set { kept.set(newValue, forKey: "people-now") }
    }

    /// Opens the data of whoever has the phone now.
    func open(platform: Platform, label: String) async throws -> Field {
        let slot = now
        if slot != Self.first { return try await workers().open(slot: UInt32(slot), platform: platform) }
        let data = try Self.folder("data")
        return try await Field.open(settings: Settings(folder: data.path, label: label), platform: platform)
    }

    /// A place for somebody, who then enrolls.
    func add(_ label: String) throws -> [String: Any] {
        let made = try workers().add(label: label)
        return button(Int(made.slot), label)
    }

    /// Everybody's button.
    func list() throws -> [[String: Any]] {
        let others = try workers().list()
        return [button(Self.first, "")] + others.map { button(Int($0.slot), $0.label) }
    }

    /// What stands on the button of whoever leaves.
    func leaves(label: String?, waiting: Int?) {
        if let label { kept.set(label, forKey: "people-label-\(now)") }
        if let waiting { kept.set(waiting, forKey: "people-waiting-\(now)") }
    }

    private func button(_ slot: Int, _ label: String) -> [String: Any] {
        [
            "slot": slot,
            "label": kept.string(forKey: "people-label-\(slot)") ?? label,
            "waiting": kept.object(forKey: "people-waiting-\(slot)") ?? NSNull(),
            "open": slot == now,
        ]
    }

    private func workers() throws -> Workers { try Workers(root: try Self.folder("people").path) }

    /// A folder of this app's own, in no backup: a restored copy would sign with the same keys.
    private static func folder(_ name: String) throws -> URL {
        let parent = try FileManager.default.url(
            for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        let folder = parent.appendingPathComponent(name, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try GuardedFiles().protect(file: folder.path)
        return folder
    }
}
