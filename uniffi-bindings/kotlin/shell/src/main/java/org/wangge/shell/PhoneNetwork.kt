package org.wangge.shell

import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.BatteryManager
import cn.wangge.field.Connectivity
import cn.wangge.field.Network

/** What the phone knows of network and battery（网络与电量）; quick, since a sync asks on its caller's thread. */
class PhoneNetwork(private val context: Context) : Connectivity {
    override fun network(): Network {
        val manager = context.getSystemService(ConnectivityManager::class.java) ?: return Network.METERED
        val known = manager.activeNetwork?.let { manager.getNetworkCapabilities(it) }
        // A hotspot is Wi-Fi that somebody pays for by the byte: the system says so of it.
        val free = known?.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED) == true
        return if (free) Network.WIFI else Network.METERED
    }

    override fun lowBattery(): Boolean {
        // Sticky: the last state, without a receiver of ours.
        val state = context.registerReceiver(null, IntentFilter(Intent.ACTION_BATTERY_CHANGED)) ?: return false
        val level = state.getIntExtra(BatteryManager.EXTRA_LEVEL, -1)
        val scale = state.getIntExtra(BatteryManager.EXTRA_SCALE, -1)
        val plugged = state.getIntExtra(BatteryManager.EXTRA_PLUGGED, 0) != 0
        return !plugged && level >= 0 && scale > 0 && level * 100 < scale * LOW_PERCENT
    }

    private companion object {
        const val LOW_PERCENT = 15
    }
}
