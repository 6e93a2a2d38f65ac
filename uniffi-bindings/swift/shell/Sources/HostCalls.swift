import Foundation
import WanggeField

/// What the page asks of the platform itself（平台能力）, beside what it asks of the core: text in, text out,
/// answers as those of the bridge. `HostMethods` of the pages is the list.
@MainActor
final class HostCalls {
    /// What this phone can do; the page offers nothing else.
    static let abilities = [
        "position", "finger", "workers.list", "workers.add", "workers.open", "work.export",
    ].joined(separator: ",")

    private let core: ShellCore
    private lazy var whereabouts = Whereabouts()

    nonisolated init(core: ShellCore) { self.core = core }

    /// One request, its answer.
    func answer(_ request: String) async -> String {
        let read = try? JSONSerialization.jsonObject(with: Data(request.utf8))
        guard let asked = read as? [String: Any], let method = asked["method"] as? String else {
            return BridgeFailure.badRequest("host")
        }
        let args = asked["args"] as? [String: Any] ?? [:]
        do {
            guard let found = try await run(method, args) else { return BridgeFailure.badRequest(method) }
            let bytes = try JSONSerialization.data(withJSONObject: ["ok": found])
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            return BridgeFailure.answer(to: error)
        }
    }

    /// What was found; nil for a request that makes no sense.
    private func run(_ method: String, _ args: [String: Any]) async throws -> Any? {
        switch method {
        case "position":
            guard let limit = args["limit_ms"] as? Int, limit >= 0 else { return nil }
            let place = await whereabouts.find(limitMs: UInt64(limit))
            return place ?? NSNull()
        case "workers.list":
            return try core.people.list()
        case "workers.add":
            guard let label = args["label"] as? String else { return nil }
            return try core.people.add(label)
        case "workers.open":
            guard let slot = args["slot"] as? Int else { return nil }
            core.people.leaves(label: args["label"] as? String, waiting: args["waiting"] as? Int)
            try await core.change(to: slot)
            return NSNull()
        case "work.export":
            return try await core.whileAwake { try await self.export($0) }
        default:
            return nil
        }
    }

    private func export(_ field: Field) async throws -> [String: Any] {
        // Shown by the app Files and over a cable: whoever mends the phone takes it out that way.
        let parent = try FileManager.default.url(
            for: .documentDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        let made = try await field.exportPending(parent: parent.path)
        return [
            "folder": made.folder, "envelopes": made.envelopes, "drafts": made.drafts, "photos": made.photos,
            "key": made.key as Any? ?? NSNull(),
        ]
    }
}
