package org.wangge.shell

import android.content.Context
import android.os.Build
import cn.wangge.field.Field
import cn.wangge.field.FieldException
import org.json.JSONException
import org.json.JSONObject

/**
 * What the page asks of the platform itself（平台能力）, beside what it asks of the core: text in, text out,
 * answers as those of the bridge. `HostMethods` of the pages is the list.
 */
class HostCalls(private val context: Context, private val core: ShellCore) {
    private val whereabouts = Whereabouts(context)

    /** What this phone can do; the page offers nothing else. */
    fun abilities(): String {
        // Older phones cannot bind a key to a finger for a few seconds: there the PIN is the way, and
        // the page does not offer `pin.set_platform`.
        val finger = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) listOf("finger") else emptyList()
        return (ALWAYS + finger).joinToString(",")
    }

    /** One request, its answer. */
    suspend fun answer(request: String): String = try {
        val asked = JSONObject(request)
        val found = run(asked.getString("method"), asked.optJSONObject("args") ?: JSONObject())
        JSONObject().put("ok", found ?: JSONObject.NULL).toString()
    } catch (error: FieldException) {
        BridgeFailure.of(error)
    } catch (error: JSONException) {
        BridgeFailure.badRequest(error.message.orEmpty())
    }

    private suspend fun run(method: String, args: JSONObject): Any? = when (method) {
        "position" -> whereabouts.find(args.getInt("limit_ms").toLong())
        "workers.list" -> core.people.list()
        "workers.add" -> core.people.add(args.getString("label"))
        "workers.open" -> change(args)
        "work.export" -> core.whileAwake { export(it) }
        else -> throw JSONException(method)
    }

    private suspend fun change(args: JSONObject): Any? {
        core.people.leaves(
            if (args.isNull("label")) null else args.getString("label"),
            if (args.isNull("waiting")) null else args.getInt("waiting"),
        )
        core.change(args.getInt("slot"))
        // Reminders are of whoever has the phone.
        core.whileAwake { Reminders(context).replace(it) }
        return null
    }

    private suspend fun export(field: Field): JSONObject {
        // Reached over a cable: whoever mends the phone takes it out that way.
        val parent = context.getExternalFilesDir("export") ?: context.filesDir
        val made = field.exportPending(parent.path)
        return JSONObject()
            .put("folder", made.folder)
            .put("envelopes", made.envelopes.toLong())
            .put("drafts", made.drafts.toLong())
            .put("photos", made.photos.toLong())
            .put("key", made.key ?: JSONObject.NULL)
    }

    private companion object {
        val ALWAYS = listOf("position", "workers.list", "workers.add", "workers.open", "work.export")
    }
}
