// What the host uses of androidx.work, written by hand after its documentation, since no registry of
// this project holds it. Only the compiler sees this: it proves that the host's own text hangs
// together, not that WorkManager is as said here.
package androidx.work

import android.app.Notification
import android.content.Context
import java.util.concurrent.TimeUnit

class WorkerParameters

enum class NetworkType { CONNECTED, UNMETERED }

enum class ExistingPeriodicWorkPolicy { KEEP, UPDATE }

enum class ExistingWorkPolicy { KEEP, REPLACE, APPEND }

abstract class ListenableWorker(val applicationContext: Context, parameters: WorkerParameters) {
    abstract class Result {
        companion object {
            fun success(): Result = TODO()
            fun retry(): Result = TODO()
            fun failure(): Result = TODO()
        }
    }
}

abstract class CoroutineWorker(context: Context, parameters: WorkerParameters) :
    ListenableWorker(context, parameters) {
    abstract suspend fun doWork(): Result
    open suspend fun getForegroundInfo(): ForegroundInfo = TODO()
    suspend fun setForeground(info: ForegroundInfo): Unit = TODO()
}

class ForegroundInfo(id: Int, notification: Notification, type: Int) {
    constructor(id: Int, notification: Notification) : this(id, notification, 0)
}

class Constraints private constructor() {
    class Builder {
        fun setRequiredNetworkType(type: NetworkType): Builder = TODO()
        fun build(): Constraints = TODO()
    }
}

class OneTimeWorkRequest {
    class Builder {
        fun setConstraints(constraints: Constraints): Builder = TODO()
        fun build(): OneTimeWorkRequest = TODO()
    }
}

class PeriodicWorkRequest {
    class Builder {
        fun setConstraints(constraints: Constraints): Builder = TODO()
        fun build(): PeriodicWorkRequest = TODO()
    }
}

inline fun <reified W : ListenableWorker> OneTimeWorkRequestBuilder(): OneTimeWorkRequest.Builder = TODO()

inline fun <reified W : ListenableWorker> PeriodicWorkRequestBuilder(
    interval: Long,
    unit: TimeUnit,
): PeriodicWorkRequest.Builder = TODO()

abstract class WorkManager {
    abstract fun enqueueUniquePeriodicWork(name: String, policy: ExistingPeriodicWorkPolicy, work: PeriodicWorkRequest)
    abstract fun enqueueUniqueWork(name: String, policy: ExistingWorkPolicy, work: OneTimeWorkRequest)

    /** Ends it if it runs: the coroutine of a [CoroutineWorker] is cancelled. */
    abstract fun cancelUniqueWork(name: String)

    companion object {
        fun getInstance(context: Context): WorkManager = TODO()
    }
}
