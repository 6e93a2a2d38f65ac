package org.wangge.shell

import android.content.Context
import androidx.work.Constraints
import androidx.work.CoroutineWorker
import androidx.work.ExistingPeriodicWorkPolicy
import androidx.work.NetworkType
import androidx.work.PeriodicWorkRequestBuilder
import androidx.work.WorkManager
import androidx.work.WorkerParameters
import cn.wangge.field.FieldException
import java.util.concurrent.TimeUnit

/**
 * A sync in the background（后台同步）: ends by itself before WorkManager would end it at ten minutes, and
 * leaves the core asleep unless a page is open. It goes on while the app is locked.
 */
class SyncWorker(context: Context, parameters: WorkerParameters) : CoroutineWorker(context, parameters) {
    override suspend fun doWork(): Result {
        val core = (applicationContext as ShellApplication).core
        return try {
            val done = core.whileAwake { field ->
                val done = field.syncWithin(LIMIT_MS)
                Reminders(applicationContext).replace(field)
                done
            }
            if (done.workLeft) Result.retry() else Result.success()
        } catch (_: FieldException) {
            // Locked, not enrolled, another sync under way: the next hour tries again.
            Result.success()
        }
    }

    companion object {
        private const val LIMIT_MS = 540_000uL
        private const val NAME = "sync"

        /** Once an hour while there is a network. */
        fun schedule(context: Context) {
            val online = Constraints.Builder().setRequiredNetworkType(NetworkType.CONNECTED).build()
            val work = PeriodicWorkRequestBuilder<SyncWorker>(1, TimeUnit.HOURS).setConstraints(online).build()
            WorkManager.getInstance(context).enqueueUniquePeriodicWork(NAME, ExistingPeriodicWorkPolicy.KEEP, work)
        }

        /** Ends one that runs, and those to come until [schedule]: somebody else has the phone. */
        fun stop(context: Context) {
            WorkManager.getInstance(context).cancelUniqueWork(NAME)
        }
    }
}
