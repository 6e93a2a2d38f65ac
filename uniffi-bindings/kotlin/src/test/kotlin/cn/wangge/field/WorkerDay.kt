package cn.wangge.field

import cn.wangge.field.shell.SyncStep
import cn.wangge.field.shell.io
import cn.wangge.field.shell.syncSteps
import java.io.File
import java.security.SecureRandom
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.system.exitProcess
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

private fun setting(name: String): String = System.getenv(name) ?: error("$name is not set")

private val phone = File(setting("WANGGE_PHONE"))
private val photos = File(setting("WANGGE_PHOTOS"))
private val clockFile = File(setting("WANGGE_CLOCK"))
private const val CALLS = 10_000
private const val FAILED = "RH-15"

object BrokenVault : KeyVault {
    override fun wrap(purpose: String, secret: ByteArray): ByteArray = error("坏了💥")
    override fun unwrap(purpose: String, wrapped: ByteArray): ByteArray = error("坏了💥")
    override fun destroy(purpose: String): Unit = error("坏了💥")
    override fun instanceNonce(): ByteArray = error("坏了💥")
}

/** Of a phone that nobody has unlocked since it started. */
object LockedVault : KeyVault {
    override fun wrap(purpose: String, secret: ByteArray): ByteArray = throw VaultException.Locked()
    override fun unwrap(purpose: String, wrapped: ByteArray): ByteArray = throw VaultException.Locked()
    override fun destroy(purpose: String): Unit = throw VaultException.Locked()
    override fun instanceNonce(): ByteArray = ByteArray(32)
}

object BrokenClock : Clock {
    override fun wallMs(): Long = error("坏了💥")
    override fun bootId(): ULong = error("坏了💥")
    override fun monotonicMs(): ULong = error("坏了💥")
}

/** The hands of a file: all phones of the day go by them. */
object FileClock : Clock {
    override fun wallMs(): Long = clockFile.readText().toLong()
    override fun bootId(): ULong = 7u
    override fun monotonicMs(): ULong = (wallMs() - 1_700_000_000_000).toULong()
}

object Wifi : Connectivity {
    override fun network(): Network = Network.WIFI
    override fun lowBattery(): Boolean = false
}

private fun platform(vault: KeyVault = FolderVault(File(phone, "vault"))): Platform =
    Platform(vault, FileClock, Wifi, null)

private suspend fun opened(
    folder: String = "data",
    vault: KeyVault = FolderVault(File(phone, "vault")),
): Field = Field.open(Settings(File(phone, folder).path, "测试手机📱"), platform(vault))

private suspend fun lost(): LostPhone = LostPhone(opened("lost", FolderVault(File(phone, "vault-lost"))))

private fun text(value: String): FieldValue = FieldValue.Text(value)

private fun whole(value: Long): FieldValue = FieldValue.Whole(value)

private val premisesFields = mapOf(
    "name" to text("王家出租房🏠"),
    "category" to text("rental_housing"),
    "village" to text("场镇社区"),
    "road" to text("兴隆街"),
    "door_number" to text("12号"),
    "address" to text("农贸市场东侧"),
    "latitude_microdegrees" to whole(29356000),
    "longitude_microdegrees" to whole(105927000),
    "structure" to text("brick_concrete"),
    "floors" to whole(2),
    "rooms" to whole(4),
    "beds" to whole(6),
    "persons" to whole(6),
    "self_built" to FieldValue.Truth(true),
    "owner_name" to text("王建国"),
    "owner_phone" to text("13800000001"),
    "responsible_territory_name" to text("李明"),
    "responsible_department_name" to text("赵强"),
    "responsible_unit_name" to text("王建国"),
    "responsible_on_site_name" to text("王建国"),
)

private suspend fun answerAll(field: Field, inspection: String, items: List<CheckItem>) {
    items.forEachIndexed { number, item ->
        val failed = item.id == FAILED
        val value = when (item.answerType) {
            "number" -> whole(2)
            "text" -> text("正常")
            else -> null
        }
        val result = if (failed) AnswerResult.FAIL else AnswerResult.PASS
        field.answer(inspection, Answer(item.id, result, value, "已看👀"))
        if (failed || item.photo == "always") {
            // A photo is known by its bytes: no two are the same.
            val tail = byteArrayOf(-1, number.toByte())
            val original = File(photos, "summer-palace-640.jpg").readBytes() + tail
            field.attachPhoto(inspection, original, item.id, "found")
        }
    }
}

/** One line across the field, in the shape that papers draw. */
private const val STROKES = """{"format":1,"width":100,"height":50,"strokes":[[[5,5],[90,40]]]}"""

private fun signature(field: Field, record: String): Signature {
    val statement = field.getRecord(record).statement
    return Signature(STROKES.encodeToByteArray(), "王建国", "owner", statement)
}

private suspend fun enroll() {
    phone.mkdirs()
    val field = opened()
    val report = field.openReport()
    check(report.firstStart && report.filesMissing == 0u && report.trashFolder.isNotEmpty()) { report }
    fails("not_enrolled") { field.myGrids() }
    field.enroll(setting("WANGGE_LINK"))
    val synced = field.sync(null)
    check(synced.complete && !synced.waiting && !synced.relayHealing) { synced }
    val status = field.status()
    check(status.enrolled && status.device.isNotEmpty()) { status }
    check(!status.recovering && status.clock == null && status.unfiled == 0uL) { status }
    check("grid_worker" in field.myGrids().first().roles)
    check(field.people().any { it.user == status.user && it.name == status.userName })
}

private suspend fun offline() {
    val field = opened()
    val report = field.sync(null)
    check(!report.complete && report.stopped == "unreachable") { report }
    val grid = field.myGrids().first().id
    check(field.nearDuplicates(grid, premisesFields, null).isEmpty())
    val premises = field.io { createPremises(grid, premisesFields) }
    check(field.nearDuplicates(grid, premisesFields, null).first().premises == premises)
    check(field.searchPremises("王家", 10u).first().name == "王家出租房🏠")
    val inspection = field.startInspection(premises, InspectionStart("regular"))
    val items = field.checklist("rental_housing").items
    check(field.guide(items.first().id).look.isNotEmpty())
    answerAll(field, inspection, items.take(10))
    field.keepForm("quick", "楼梯间🔥堆放杂物")
    println("KILL")
    System.out.flush()
    Thread.sleep(3_600_000)
}

private suspend fun submit() {
    val field = opened()
    check(field.keptForm("quick") == "楼梯间🔥堆放杂物")
    field.dropForm("quick")
    check(field.keptForm("quick") == null)
    // Half of a pair of surrogates is no text: it crosses as a mark, and what is around it is kept.
    field.keepForm("half", "楼梯\uD83D间\uD83D\uDD25堆\uDD25")
    check(field.keptForm("half") == "楼梯\uFFFD间🔥堆\uFFFD") { field.keptForm("half").orEmpty() }
    field.dropForm("half")
    val row = field.listInspections(null, 10u).single()
    check(field.listDrafts(10u).any { it.record == row.id })
    check(field.premisesLine(row.premises).name == "王家出租房🏠")
    val answered = field.getRecord(row.id).fields.keys
    val items = field.checklist("rental_housing").items
    for (item in items.take(10)) {
        check(answered.any { it.startsWith("a/${item.id}/") }) { item.id }
    }
    answerAll(field, row.id, items.drop(10))
    field.sign(row.id, signature(field, row.id))
    val submitted = field.submitInspection(row.id, null)
    check(submitted.drafts.isEmpty()) { submitted }
    val hazard = submitted.hazards.single()
    check(field.listHazards(null, true, 10u, row.id).single().id == hazard)
    val responsible = Responsible("王家出租房", "李明", "王建国", "13800000001")
    val notice = NewNotice("station", Deadline.Days(15u), responsible)
    val number = field.issueNotice(hazard, notice)
    check(number.startsWith("暂-")) { number }
    field.serveNotice(hazard, Service.Signed(signature(field, hazard)))
    val paper = field.paper(hazard, PaperKind.NOTICE)
    check(paper.pdf.decodeToString(0, 4) == "%PDF" && paper.number == number)
    val status = field.status()
    check(status.pending > 3uL && status.photosShown == 0uL) { status }
    val export = field.exportPending(phone.path)
    check(export.envelopes >= status.pending && export.key != null)
    check(field.nextReminders(20u).any { it.kind == "unsent_work" })
    println("{\"inspection\": \"${row.id}\", \"hazard\": \"$hazard\"}")
}

private suspend fun sync() {
    val field = opened()
    val steps = field.syncSteps().toList()
    val report = (steps.last() as SyncStep.Done).report
    check(report.complete && report.refused == 0uL && report.photosLeft == 0uL) { report }
    check(steps.any { it is SyncStep.Moved })
    val threads = ConcurrentHashMap.newKeySet<String>()
    val heard = CountDownLatch(1)
    field.sync(object : SyncListener {
        override fun onProgress(progress: SyncProgress) {
            threads.add(Thread.currentThread().name)
            heard.countDown()
        }
    })
    check(heard.await(20, TimeUnit.SECONDS) && threads.isNotEmpty()) { "nobody was told of the sync" }
    check(Thread.currentThread().name !in threads) { "callbacks come from other threads" }
    val status = field.status()
    check(status.pending == 0uL && status.photosComplete == status.photos) { status }
    val hazard = field.listHazards(null, true, 10u).single()
    check(hazard.noticeNumber?.startsWith("暂-") == false) { hazard }
    field.dueList(null, 10u)
}

private suspend fun correct() {
    val inspection = setting("WANGGE_INSPECTION")
    val field = opened()
    field.sync(null)
    val returned = field.getRecord(inspection)
    check(returned.status == "returned" && returned.standing.rounds == 1u) { returned.standing }
    check(returned.standing.returnReasons.isNotEmpty())
    check(field.status().returned == 1uL)
    check(field.listDrafts(10u).any { it.record == inspection && it.status == "returned" })
    check(field.history(inspection).any { it.event == "returned" })
    field.answer(inspection, Answer(FAILED, note = "已补拍，二楼过道📷"))
    val original = File(photos, "casio-qv-r51-little-endian.jpg").readBytes()
    field.attachPhoto(inspection, original, FAILED, "found")
    field.sign(inspection, signature(field, inspection))
    field.submitInspection(inspection, "已补拍")
    val done = field.syncWithin(60_000u)
    check(done.report?.complete == true && !done.ranOut && !done.workLeft) { done }
}

private suspend fun accepted() {
    val field = opened()
    check(field.sync(null).complete)
    val card = field.getRecord(setting("WANGGE_INSPECTION"))
    check(card.standing.accepted && card.photos.all { it.complete && it.stage == "found" }) { card.photos }
    val photo = field.fetchPhoto(card.photos.first().id, PhotoSize.THUMBNAIL)
    check(photo[0] == 0xff.toByte() && photo[1] == 0xd8.toByte())
    check(field.refusedWork().isEmpty() && field.conflicts(card.id).isEmpty())
    val edit = field.fieldEdits(card.id).single { it.key == "a/$FAILED/note" }
    check(edit.after == text("已补拍，二楼过道📷") && edit.before.size == 1 && !edit.pending) { edit }
    println("{\"status\": \"${card.status}\"}")
}

private suspend fun fails(code: String, call: suspend () -> Any?) {
    try {
        call()
    } catch (error: FieldException) {
        val info = info(error)
        check(info.code == code) { "$code was expected: $info" }
        check(info.zh.isNotEmpty() && info.en.isNotEmpty())
        return
    }
    error("$code was expected")
}

private fun info(error: FieldException): ErrorInfo = when (error) {
    is FieldException.Enrollment -> error.info
    is FieldException.Locked -> error.info
    is FieldException.Asleep -> error.info
    is FieldException.Storage -> error.info
    is FieldException.Rejected -> error.info
    is FieldException.Network -> error.info
    is FieldException.Cancelled -> error.info
    is FieldException.Internal -> error.info
}

private fun heapKib(): Long {
    repeat(5) { System.gc() }
    val runtime = Runtime.getRuntime()
    return (runtime.totalMemory() - runtime.freeMemory()) / 1024
}

private fun residentKib(): Long = File("/proc/self/status").readLines()
    .first { it.startsWith("VmRSS:") }
    .filter { it.isDigit() }
    .toLong()

/** This program once more, as a process of its own, for one phase. */
private fun again(phase: String): Int {
    val java = File(File(System.getProperty("java.home"), "bin"), "java").path
    val own = listOf("jna.library.path", "java.library.path").map { "-D$it=${System.getProperty(it)}" }
    val command = listOf(java) + own + listOf("-cp", System.getProperty("java.class.path"), "cn.wangge.field.WorkerDayKt")
    val builder = ProcessBuilder(command).inheritIO()
    builder.environment()["WANGGE_PHASE"] = phase
    return builder.start().waitFor()
}

private suspend fun second() = fails("folder_in_use") { opened() }

private suspend fun misuse() {
    val inspection = setting("WANGGE_INSPECTION")
    val field = opened()
    fails("folder_in_use") { opened() }
    // Another process finds the folder taken, and harms nothing.
    check(again("second") == 0)
    fails("invalid_input") { field.getRecord("不是编号💥") }
    fails("unknown_record") { field.getRecord("00000000-0000-7000-8000-000000000000") }
    fails("photo_not_here") { field.attachPhotoFile(inspection, "/没有/照片.jpg", "", "found") }
    fails("storage_failed") { opened("elsewhere", BrokenVault) }
    fails("vault_locked") { opened("locked", LockedVault) }
    SilentVault(FolderVault(File(phone, "vault5"))).holdsUpNobody(field) { opened("silent", it) }
    val bytes = "不是照片🖼".encodeToByteArray()
    fails("photo_refused") { field.attachPhoto(inspection, bytes, "", "found") }
    // A listener that throws stops nothing; nor does one that never returns.
    val broken = object : SyncListener {
        override fun onProgress(progress: SyncProgress): Unit = error("坏了💥")
    }
    check(field.sync(broken).complete)
    val entered = CountDownLatch(1)
    val letGo = CountDownLatch(1)
    val blocked = object : SyncListener {
        override fun onProgress(progress: SyncProgress) {
            entered.countDown()
            letGo.await()
        }
    }
    check(field.sync(blocked).complete)
    entered.await()
    letGo.countDown()
    // A clock that throws is replaced by the operating system's.
    val noClock = Platform(FolderVault(File(phone, "vault3")), BrokenClock, null, null)
    val elsewhere = Field.open(Settings(File(phone, "别处🕰").path, "无钟"), noClock)
    check(!elsewhere.status().enrolled)
    elsewhere.closeData()
    // Giving up on a sync leaves everything as it was, and the next one does not meet it.
    repeat(20) {
        runBlocking {
            val job = launch(start = CoroutineStart.UNDISPATCHED) { field.sync(null) }
            job.cancelAndJoin()
            check(job.isCancelled)
        }
        check(field.sync(null).complete)
    }
    // So with one that a page began.
    runBlocking {
        val job = launch(start = CoroutineStart.UNDISPATCHED) { field.call("""{"method": "sync.run"}""") }
        job.cancelAndJoin()
        check(job.isCancelled)
    }
    check(field.sync(null).complete)
    val state = field.call("""{"method": "sync.state"}""")
    check("\"code\":\"cancelled\"" in state) { state }
    field.setPin(null, "七九🔒1")
    field.lock()
    fails("app_locked") { field.getRecord(inspection) }
    fails("wrong_pin") { field.unlock("0000") }
    field.unlock("七九🔒1")
    // A finger opens it once the worker has said so, and not after it was taken back.
    fails("app_locked") { field.unlockByPlatform() }
    field.setPlatformUnlock(true)
    field.lock()
    fails("app_locked") { field.getRecord(inspection) }
    field.unlockByPlatform()
    check(field.getRecord(inspection).id == inspection && field.pinState().platform)
    field.setPlatformUnlock(false)
    field.lock()
    fails("app_locked") { field.unlockByPlatform() }
    field.unlock("七九🔒1")

    val grid = field.myGrids().first().id
    // A leak grows in every round; what the collector has not come to yet does not.
    val rounds = List(5) {
        repeat(CALLS) { field.listPremises(grid, null, 50u) }
        repeat(CALLS) { field.waitingUploads() }
        repeat(CALLS) { field.call("""{"method": "pin.state"}""") }
        heapKib() to residentKib()
    }
    val heap = rounds.zipWithNext { one, next -> next.first - one.first }.min()
    val resident = rounds.zipWithNext { one, next -> next.second - one.second }.min()
    println("${3 * CALLS} calls a round: heap and resident KiB $rounds")
    check(heap < 1024 && resident < 4 * 1024) { "memory leaks" }

    field.trimMemory()
    check(field.listPremises(grid, null, 50u).isNotEmpty())
    field.pause()
    fails("paused") { field.status() }
    fails("paused") { field.trimMemory() }
    field.resume()
    File(phone, "vault").copyRecursively(File(phone, "vault2"))
    field.closeData()
    fails("closed") { field.status() }
    fails("closed") { field.resume() }
    for (key in File(phone, "vault2").listFiles().orEmpty()) {
        key.writeBytes(ByteArray(32).also { SecureRandom().nextBytes(it) })
    }
    fails("wrong_key") { opened(vault = FolderVault(File(phone, "vault2"))) }
    val reopened = opened()
    reopened.unlock("七九🔒1")
    check(reopened.getRecord(inspection).status == "accepted")
    reopened.closeData()

    val workers = Workers(File(phone, "shared").path)
    val other = workers.open(workers.add("李敏👷").slot, platform())
    other.enroll(setting("WANGGE_LINK"))
    check(other.status().enrolled)
    other.closeData()
}

fun main() {
    runBlocking {
        when (val phase = setting("WANGGE_PHASE")) {
            "enroll" -> enroll()
            "offline" -> offline()
            "submit" -> submit()
            "handover" -> {
                val settings = Settings(File(phone, "data").path, "测试手机📱")
                Handover(settings, FolderVault(File(phone, "vault")), FileClock).run()
            }
            "sync" -> sync()
            "correct" -> correct()
            "accepted" -> accepted()
            "letter" -> Letter(opened(), STROKES.encodeToByteArray()).run()
            "pausing" -> Pausing(opened(), File(phone, "data")).inTheMiddleOfASync()
            "lost_enroll" -> lost().enroll(setting("WANGGE_LINK"), premisesFields)
            "lost_locked" -> lost().locked()
            "lost_wiped" -> lost().wiped(File(phone, "lost"))
            "lost_opened" -> lost().opened()
            "feedback" -> Recheck(opened(), setting("WANGGE_HAZARD")).feedback()
            "recheck_overdue" -> Recheck(opened(), setting("WANGGE_HAZARD")).overdue()
            "misuse" -> misuse()
            "second" -> second()
            "figures" -> Figures(opened(), premisesFields).run()
            else -> error("no phase $phase")
        }
    }
    exitProcess(0)
}
