import Foundation
import Security
import WanggeField

/// Hands the originals of photos to the system（照片上传）, which sends them when the app does not run:
/// minutes on a village network. Records never wait for them.
final class BackgroundUploads: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    static let shared = BackgroundUploads()
    private static let atOnce: UInt32 = 8
    @MainActor private var told: () -> Void = {}
    /// Uploads that have ended and of which the core is being told.
    private let ending = DispatchGroup()

    /// One background session for the life of the app.
    private lazy var session: URLSession = {
        let how = URLSessionConfiguration.background(withIdentifier: "org.wangge.uploads")
        how.isDiscretionary = false
        how.sessionSendsLaunchEvents = true
        return URLSession(configuration: how, delegate: self, delegateQueue: nil)
    }()

    /// Before the app goes. What the system has already is not handed over again.
    @MainActor
    func handOver(_ field: Field) async {
        let known = await digests()
        guard let uploads = try? await field.prepareUploads(most: Self.atOnce) else { return }
        for upload in uploads where !known.contains(upload.digest) {
            guard let address = URL(string: upload.url) else { continue }
            var request = URLRequest(url: address)
            request.httpMethod = upload.method
            // One of them holds the session: nothing of this is logged.
            for (name, value) in upload.headers { request.setValue(value, forHTTPHeaderField: name) }
            let task = session.uploadTask(with: request, fromFile: URL(fileURLWithPath: upload.body))
            task.taskDescription = "\(upload.digest) \(upload.pin)"
            task.resume()
        }
    }

    /// After a start: uploads that the system no longer knows have ended without a word, and a body left
    /// behind is a plain photo on the disk.
    @MainActor
    func compare(with field: Field) async {
        let known = await digests()
        guard let waiting = try? field.waitingUploads() else { return }
        for digest in waiting where !known.contains(digest) {
            _ = try? await field.uploadFinished(digest: digest)
        }
    }

    /// The system started the app for what has ended; it is told when all of it was heard.
    @MainActor
    func wakened(_ done: @escaping () -> Void) {
        told = done
        _ = session
    }

    private func digests() async -> Set<String> {
        Set(await session.allTasks.compactMap { Self.digest(of: $0) })
    }

    private static func digest(of task: URLSessionTask) -> String? {
        task.taskDescription?.split(separator: " ").first.map(String.init)
    }

    /// Trusts exactly the relay's key, as the core does. Asked for each task, since the pin is its own.
    func urlSession(
        _: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        guard challenge.protectionSpace.authenticationMethod == NSURLAuthenticationMethodServerTrust,
              let trust = challenge.protectionSpace.serverTrust,
              let chain = SecTrustCopyCertificateChain(trust) as? [SecCertificate],
              let shown = chain.first,
              let pin = task.taskDescription?.split(separator: " ").last,
              PinnedKey.pin(certificate: SecCertificateCopyData(shown) as Data) == String(pin)
        else { return completionHandler(.cancelAuthenticationChallenge, nil) }
        completionHandler(.useCredential, URLCredential(trust: trust))
    }

    /// An answer that sends the upload elsewhere is not the relay's: the session must not follow it.
    func urlSession(
        _: URLSession, task _: URLSessionTask, willPerformHTTPRedirection _: HTTPURLResponse,
        newRequest _: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    /// Well or badly: this deletes the body, and asks the relay what it holds.
    func urlSession(_: URLSession, task: URLSessionTask, didCompleteWithError _: Error?) {
        guard let digest = Self.digest(of: task) else { return }
        ending.enter()
        Task { @MainActor in
            _ = try? await ShellCore.shared.whileAwake { field in
                try await field.uploadFinished(digest: digest)
            }
            ending.leave()
        }
    }

    /// The system suspends the app once it is told: not before the core has heard of every upload, or
    /// bodies stay on the disk and the core is suspended awake.
    func urlSessionDidFinishEvents(forBackgroundURLSession _: URLSession) {
        ending.notify(queue: .main) {
            Task { @MainActor in
                self.told()
                self.told = {}
            }
        }
    }
}
