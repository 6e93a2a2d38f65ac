package cn.wangge.field.shell

import cn.wangge.field.Field
import cn.wangge.field.FieldException
import cn.wangge.field.NewsListener
import cn.wangge.field.Platform
import cn.wangge.field.Settings
import cn.wangge.field.SyncListener
import cn.wangge.field.SyncProgress
import cn.wangge.field.SyncReport
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.channels.trySendBlocking
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** A step of a sync: progress, and at the end the report. */
sealed class SyncStep {
    /** Something moved. */
    data class Moved(val progress: SyncProgress) : SyncStep()

    /** It is over. */
    data class Done(val report: SyncReport) : SyncStep()
}

/**
 * Runs short calls of the core off the main thread: they wait for the disk.
 *
 * ```kotlin
 * val card = field.io { getPremises(id) }
 * ```
 */
suspend fun <T> Field.io(
    dispatcher: CoroutineDispatcher = Dispatchers.IO,
    call: suspend Field.() -> T,
): T = withContext(dispatcher) { call() }

/** Syncs, and tells how it goes. Whoever stops collecting cancels it; it goes on with the next. */
fun Field.syncSteps(): Flow<SyncStep> = callbackFlow {
    val listener = object : SyncListener {
        override fun onProgress(progress: SyncProgress) {
            trySend(SyncStep.Moved(progress))
        }
    }
    val job = launch {
        try {
            send(SyncStep.Done(sync(listener)))
            close()
        } catch (error: FieldException) {
            close(error)
        }
    }
    awaitClose { job.cancel() }
}.buffer(capacity = 64)

/** Grids with news at the relay, until the connection ends: collect again after a while. */
fun Field.news(): Flow<String> = callbackFlow {
    val listener = object : NewsListener {
        override fun onNews(grid: String) {
            trySendBlocking(grid)
        }

        override fun onEnd() {
            close()
        }
    }
    val handle = watch(listener)
    awaitClose {
        handle.stop()
        handle.close()
    }
}

/** Opens the data; see `Field.open`. */
suspend fun openField(folder: String, label: String, platform: Platform): Field =
    Field.open(Settings(folder, label), platform)
