package org.wangge.shell

import android.content.Context
import android.location.Location
import android.location.LocationListener
import android.location.LocationManager
import android.os.Build
import android.os.Bundle
import android.os.Looper
import android.os.SystemClock
import kotlin.coroutines.resume
import kotlin.math.roundToInt
import kotlin.math.roundToLong
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import org.json.JSONObject

/**
 * Where the phone is（定位）, and whether a program makes it up: a web view's own position does not say
 * that. Nothing is kept between two questions.
 */
class Whereabouts(private val context: Context) {
    /** The place in the shape of the bridge; null without leave, or if it is not found in time. */
    suspend fun find(limitMs: Long): JSONObject? = withContext(Dispatchers.Main) {
        val manager = context.getSystemService(LocationManager::class.java)
        try {
            val place = manager?.let { recent(it) ?: withTimeoutOrNull(limitMs) { first(it) } }
            place?.let { shape(it) }
        } catch (_: SecurityException) {
            // The worker gave no leave: work goes on without a place.
            null
        }
    }

    private fun sources(manager: LocationManager) =
        listOf(LocationManager.GPS_PROVIDER, LocationManager.NETWORK_PROVIDER).filter { manager.isProviderEnabled(it) }

    /** One that is not older than a minute. */
    private fun recent(manager: LocationManager): Location? {
        val oldest = SystemClock.elapsedRealtimeNanos() - FRESH_NS
        return sources(manager).mapNotNull { manager.getLastKnownLocation(it) }
            .filter { it.elapsedRealtimeNanos >= oldest }
            .minByOrNull { it.accuracy }
    }

    /** The first that any source gives. All of this happens on the main thread. */
    private suspend fun first(manager: LocationManager): Location = suspendCancellableCoroutine { found ->
        val listener = object : LocationListener {
            override fun onLocationChanged(location: Location) {
                manager.removeUpdates(this)
                if (found.isActive) found.resume(location)
            }

            // Older phones call these, and have none of their own.
            override fun onProviderEnabled(provider: String) = Unit

            override fun onProviderDisabled(provider: String) = Unit

            @Deprecated("Deprecated in Java")
            override fun onStatusChanged(provider: String?, status: Int, extras: Bundle?) = Unit
        }
        found.invokeOnCancellation { manager.removeUpdates(listener) }
        sources(manager).forEach { manager.requestLocationUpdates(it, 0L, 0f, listener, Looper.getMainLooper()) }
    }

    private fun shape(place: Location): JSONObject = JSONObject()
        .put("latitude_microdegrees", (place.latitude * MICRO).roundToLong())
        .put("longitude_microdegrees", (place.longitude * MICRO).roundToLong())
        .put("accuracy_m", place.accuracy.roundToInt())
        .put("mock", isMadeUp(place))

    @Suppress("DEPRECATION")
    private fun isMadeUp(place: Location): Boolean =
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) place.isMock else place.isFromMockProvider

    private companion object {
        const val FRESH_NS = 60_000_000_000L
        const val MICRO = 1e6
    }
}
