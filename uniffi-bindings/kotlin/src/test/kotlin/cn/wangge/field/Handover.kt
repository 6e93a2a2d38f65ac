package cn.wangge.field

import cn.wangge.field.shell.PinnedTrust
import cn.wangge.field.shell.news
import java.io.File
import java.io.IOException
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.util.concurrent.ConcurrentLinkedQueue
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull

/**
 * What a phone brings, over the binding: the log, guarded files, a low battery, news, and photos that
 * the operating system sends, with the same trust in the relay's key that an Android host has.
 */
class Handover(private val settings: Settings, private val vault: KeyVault, private val clock: Clock) {
    private val lines = ConcurrentLinkedQueue<LogLevel>()
    private val guarded = ConcurrentLinkedQueue<String>()

    @Volatile private var low = true

    private val battery = object : Connectivity {
        override fun network(): Network = Network.WIFI

        override fun lowBattery(): Boolean = low
    }

    @Volatile private var unguarded = false

    private val guard = object : FileProtection {
        override fun protect(file: String) {
            if (unguarded) error("坏了💥")
            // Before anything is written into it.
            check(File(file).let { it.isFile && it.length() == 0L }) { file }
            guarded.add(file)
        }
    }

    private val log = object : Logger {
        override fun log(level: LogLevel, target: String, message: String) {
            lines.add(level)
        }
    }

    private val throws = object : SyncListener {
        override fun onProgress(progress: SyncProgress): Unit = error("坏了💥")
    }

    /** All of it, on a phone with unsent photos. */
    suspend fun run() {
        check(setLogger(log) && !setLogger(log))
        val field = Field.open(settings, Platform(vault, clock, battery, guard))
        sparing(field)
        low = false
        withoutGuard(field)
        uploads(field)
        field.closeData()
    }

    /** A low battery: records and thumbnails go, the large files wait, and none is handed over. */
    private suspend fun sparing(field: Field) = coroutineScope {
        val grid = field.myGrids().first().id
        // What came in is news to whoever listens, also to the phone that sent it.
        val heard = async(Dispatchers.IO) { withTimeout(20_000) { field.news().first { it == grid } } }
        val report = field.sync(throws)
        check(report.complete && report.photosSent > 0uL) { report }
        val status = field.status()
        check(status.pending == 0uL && status.photosComplete == 0uL && status.photos > 0uL) { status }
        check(field.prepareUploads(8u).isEmpty())
        heard.await()
        // The log has a thread of its own: what was said last comes a moment later.
        val logged = withTimeoutOrNull(5_000) { while (LogLevel.WARNING !in lines) delay(20) }
        check(logged != null) { "the listener that threw is not in the log" }
        // A page that says nothing of the battery spares it too.
        val page = field.call("""{"method": "sync.run"}""")
        check("\"frugal\":true" in page && "\"photos_left\":0," !in page) { page }
    }

    /** A guard that throws: nothing plain comes to lie on the disk, and the next call goes on. */
    private suspend fun withoutGuard(field: Field) {
        unguarded = true
        try {
            field.prepareUploads(8u)
            error("it went on without its guard")
        } catch (failed: FieldException.Storage) {
            check(failed.info.code == "storage_failed") { failed.info }
        }
        check(field.waitingUploads().isEmpty())
        val bodies = File(settings.folder, "outgoing").listFiles().orEmpty()
        check(bodies.all { it.length() == 0L }) { bodies.toList() }
        unguarded = false
    }

    private suspend fun uploads(field: Field) {
        val uploads = field.prepareUploads(8u)
        check(uploads.size > 1 && uploads.map { it.digest }.toSet() == field.waitingUploads().toSet())
        check(guarded.size == uploads.size) { guarded }
        // What the system has is not handed over again, and its body stays where the system reads it.
        check(field.prepareUploads(8u).isEmpty() && uploads.all { File(it.body).exists() })
        // One ends badly: its body is gone all the same, and the relay has not got it.
        val lost = uploads.first()
        check(!field.uploadFinished(lost.digest) && !File(lost.body).exists())
        for (upload in uploads.drop(1)) {
            check(upload.method == "PATCH" && upload.length > 65_536uL)
            try {
                send(upload, PinnedTrust("0".repeat(64)))
                error("it trusted another key")
            } catch (_: IOException) {
                // As it must be.
            }
            val status = send(upload, PinnedTrust(upload.pin))
            check(status == 200 || status == 204) { status }
            check(field.uploadFinished(upload.digest) && !File(upload.body).exists())
        }
        check(field.waitingUploads().isEmpty())
    }

    private fun send(upload: OsUpload, trust: PinnedTrust): Int {
        val body = HttpRequest.BodyPublishers.ofFile(File(upload.body).toPath())
        val request = HttpRequest.newBuilder(URI(upload.url)).method(upload.method, body)
        upload.headers.forEach { (name, value) -> request.header(name, value) }
        val client = HttpClient.newBuilder().sslContext(trust.context()).build()
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode()
    }
}
