import XCTest

@testable import WanggeField

/// Runs on a Mac or an iPhone only; the whole day is run over the Kotlin and Python bindings.
final class OpeningTests: XCTestCase {
    func testAPhoneThatIsNotEnrolledSaysSo() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        let platform = Platform(vault: MemoryVault(), clock: nil, connectivity: nil, protection: nil)
        let settings = Settings(folder: folder.path, label: "测试手机📱")
        let field = try await Field.open(settings: settings, platform: platform)
        XCTAssertTrue(try field.openReport().firstStart)
        XCTAssertEqual(try field.openReport().filesMissing, 0)
        XCTAssertFalse(try field.status().recovering)
        XCTAssertNil(try field.status().clock)
        do {
            _ = try field.myGrids()
            XCTFail("an unenrolled phone has no grids")
        } catch FieldError.Enrollment(let info) {
            XCTAssertEqual(info.code, "not_enrolled")
        }
        try await field.closeData()
    }
}

/// Keeps secrets as they are: for this test alone.
private final class MemoryVault: KeyVault, @unchecked Sendable {
    private let nonce = Data((0..<32).map { _ in UInt8.random(in: 0...255) })

    func wrap(purpose: String, secret: Data) throws -> Data { secret }
    func unwrap(purpose: String, wrapped: Data) throws -> Data { wrapped }
    func destroy(purpose: String) throws {}
    func instanceNonce() throws -> Data { nonce }
}
