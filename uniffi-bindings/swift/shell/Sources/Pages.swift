import Foundation
import WebKit

/// Serves the folder `shell` of the bundle（内置页面）.
final class Pages: NSObject, WKURLSchemeHandler {
    static let scheme = "wangge-app"
    private static let types = ["html": "text/html", "js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"]

    func webView(_: WKWebView, start task: WKURLSchemeTask) {
        guard let url = task.request.url,
              let folder = Bundle.main.url(forResource: "shell", withExtension: nil)
        else { return task.didFailWithError(URLError(.badURL)) }
        let file = folder.appendingPathComponent(url.path).standardizedFileURL
        // A path that leaves the folder names nothing.
        guard file.path.hasPrefix(folder.standardizedFileURL.path + "/"), let bytes = try? Data(contentsOf: file) else {
            return task.didFailWithError(URLError(.fileDoesNotExist))
        }
        let type = Self.types[file.pathExtension] ?? "application/octet-stream"
        task.didReceive(URLResponse(url: url, mimeType: type, expectedContentLength: bytes.count, textEncodingName: "utf-8"))
        task.didReceive(bytes)
        task.didFinish()
    }

    func webView(_: WKWebView, stop _: WKURLSchemeTask) {}
}
