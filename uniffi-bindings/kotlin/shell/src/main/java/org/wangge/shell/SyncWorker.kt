package org.wangge.shell

import android.content.Context
import androidx.work.Constraints
import androidx.work.CoroutineWorker
import androidx.work.ExistingPeriodicWorkPolicy
import androidx.work.NetworkType
import androidx.work.PeriodicWorkRequestBuilder
import androidx.work.WorkManager
import androidx.work.WorkerParameters
import java.util.concurrent.TimeUnit
import org.json.JSONObject

/** A sync in the background（后台同步）: WorkManager stops it when it likes, and nothing is lost by it. */
class SyncWorker(context: Context, parameters: WorkerParameters) : CoroutineWorker(context, parameters) {
    override suspend fun doWork(): Result {
        val app = applicationContext as ShellApplication
        app.resume()
        val answer = JSONObject(app.bridge.call("""{"method": "sync.run", "args": {"wifi": false, "photos": true}}"""))
        val end = answer.optJSONObject("ok")?.optString("end")
        return if (end == "complete" || end == "waiting") Result.success() else Result.retry()
    }

    companion object {
        /** Once an hour while there is a network. */
        fun schedule(context: Context) {
            val online = Constraints.Builder().setRequiredNetworkType(NetworkType.CONNECTED).build()
            val work = PeriodicWorkRequestBuilder<SyncWorker>(1, TimeUnit.HOURS).setConstraints(online).build()
            WorkManager.getInstance(context).enqueueUniquePeriodicWork("sync", ExistingPeriodicWorkPolicy.KEEP, work)
        }
    }
}
