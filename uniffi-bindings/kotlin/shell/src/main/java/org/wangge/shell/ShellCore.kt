package org.wangge.shell

import android.content.Context
import android.os.Build
import cn.wangge.field.Field
import cn.wangge.field.FieldException
import cn.wangge.field.Platform
import cn.wangge.field.shell.io
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/**
 * Holds the core for all parts of the app: one process, one core（核心持有者）.
 *
 * Screen and background work come and go on their own; the core sleeps when the last of them has
 * gone, and not before. So a worker that ends does not put the core to sleep under an open page.
 */
class ShellCore(private val context: Context) {
    /** Asks for a finger when the core unwraps with the key of purpose `unlock`. */
    val finger = FingerPrompt()

    /** Who shares this phone. */
    val people = People(context)

    @OptIn(ExperimentalCoroutinesApi::class)
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default.limitedParallelism(1))

    // What the screen asks for is done one after the other, since the lock is fair and one thread
    // takes it: a page that comes and goes fast must not leave the core awake, nor be left asleep.
    private val order = Mutex()
    private val turn = Mutex()
    private var opened: Field? = null
    private var users = 0

    /** Runs in the order of asking, and outlives the screen that asked. */
    fun inOrder(work: suspend ShellCore.() -> Unit): Job = scope.launch {
        try {
            order.withLock { work() }
        } catch (_: FieldException) {
            // The page is told by its own next call; nothing else was asked for.
        }
    }

    /** Somebody needs the core: opens or wakes it. Goes with one [leave]. */
    suspend fun enter(): Field = turn.withLock {
        users += 1
        try {
            (opened ?: open().also { opened = it }).apply { resume() }
        } catch (error: FieldException) {
            users -= 1
            throw error
        }
    }

    /** Nobody needs it any more: every database handle is closed within two seconds. */
    suspend fun leave() = withContext(NonCancellable) {
        turn.withLock {
            users -= 1
            if (users == 0) opened?.let { field -> untilItEnds { field.pause() } }
        }
    }

    /** Background work, with the core awake for as long as it takes. */
    suspend fun <T> whileAwake(work: suspend (Field) -> T): T {
        val field = enter()
        try {
            return work(field)
        } finally {
            leave()
        }
    }

    /** A request of the page as text, its answer as text. Opening tells its failure as an answer. */
    suspend fun call(request: String): String = try {
        val field = turn.withLock { opened ?: open().also { opened = it } }
        field.call(request)
    } catch (error: FieldException) {
        BridgeFailure.of(error)
    }

    /**
     * Somebody else has the phone now（换人）. What is going on for the one before ends with an error, and
     * goes on when they are back; a PIN of theirs locks their data by itself.
     */
    suspend fun change(slot: Int) = withContext(NonCancellable) {
        turn.withLock {
            val before = people.now
            // What they began in the background would go on with data that are closed.
            UploadWorker.stop(context)
            SyncWorker.stop(context)
            opened?.let { endUploads(it) }
            opened?.let { field -> untilItEnds { field.closeData() } }
            opened = null
            people.now = slot
            try {
                opened = open().apply { if (users > 0) resume() }
            } catch (error: FieldException) {
                // Nobody is left without their data: the one before is opened by the next call.
                people.now = before
                throw error
            } finally {
                SyncWorker.schedule(context)
            }
        }
    }

    /** The phone is short of memory: lets go of what can be read again. */
    fun trimMemory() {
        inOrder { opened?.io { trimMemory() } }
    }

    /** Bodies that wait are plain photos: they must not lie there while somebody else has the phone. */
    private suspend fun endUploads(field: Field) {
        for (digest in field.waitingUploads()) {
            try {
                field.uploadFinished(digest)
            } catch (_: FieldException) {
                // Without a network the body is deleted all the same; the next sync asks the relay.
            }
        }
    }

    /** What goes on although it was interrupted holds the folder: asked again, for a while. */
    private suspend fun untilItEnds(close: suspend () -> Unit) {
        repeat(TRIES) { number ->
            try {
                return close()
            } catch (error: FieldException.Storage) {
                if (error.info.code != "still_open" || number == TRIES - 1) throw error
            }
        }
    }

    private suspend fun open(): Field {
        val vault = KeyStoreVault(context, finger)
        // No file protection of its own: the folder is this app's alone, and Android encrypts it.
        return people.open(Platform(vault, BootClock(context), PhoneNetwork(context), null), Build.MODEL)
    }

    private companion object {
        /** Each takes two seconds at most. */
        const val TRIES = 5
    }
}
