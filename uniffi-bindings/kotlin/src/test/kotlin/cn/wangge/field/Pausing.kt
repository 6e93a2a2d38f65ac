package cn.wangge.field

import java.io.File
import java.nio.file.Files
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay

/** The app goes to the background in the middle of a sync, while the relay answers nothing. */
class Pausing(private val field: Field, private val folder: File) {
    suspend fun inTheMiddleOfASync(): Unit = coroutineScope {
        val sync = async(Dispatchers.IO) { runCatching { field.sync(null) } }
        while (!field.status().syncing) {
            check(!sync.isCompleted) { "the relay answered" }
            delay(10)
        }
        check(handles().isNotEmpty()) { "the database is open" }
        val begin = System.nanoTime()
        field.pause()
        val took = (System.nanoTime() - begin) / 1_000_000
        check(handles().isEmpty()) { handles() }
        val ended = sync.await().exceptionOrNull()
        check(ended is FieldException.Asleep && ended.info.code == "paused") { "$ended" }
        println("paused in the middle of a sync after $took ms")
        check(took < 2_500) { "$took ms" }
        field.resume()
        val status = field.status()
        check(status.enrolled && !status.syncing) { status }
        check(field.listPremises(null, null, 5u).isNotEmpty())
        field.closeData()
    }

    /** What this process holds open in the folder. */
    private fun handles(): List<String> = File("/proc/self/fd").listFiles().orEmpty()
        .mapNotNull { runCatching { Files.readSymbolicLink(it.toPath()).toString() }.getOrNull() }
        .filter { it.startsWith(folder.canonicalPath) }
}
