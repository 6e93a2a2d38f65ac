package cn.wangge.field

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope

/** A key store whose question to the user nobody answers. */
class SilentVault(own: KeyVault) : KeyVault by own {
    private val asked = CountDownLatch(1)
    private val answered = CountDownLatch(1)

    override fun wrap(purpose: String, secret: ByteArray): ByteArray {
        asked.countDown()
        answered.await()
        throw VaultException.Locked()
    }

    /** Whoever opens with it waits, everybody else works on. */
    suspend fun holdsUpNobody(field: Field, open: suspend (KeyVault) -> Field): Unit = coroutineScope {
        val opening = async(Dispatchers.IO) { runCatching { open(this@SilentVault) } }
        check(asked.await(20, TimeUnit.SECONDS)) { "the key store is not asked" }
        check(field.myGrids().isNotEmpty() && field.sync(null).complete)
        check(!opening.isCompleted)
        answered.countDown()
        val refused = opening.await().exceptionOrNull()
        check(refused is FieldException.Locked && refused.info.code == "vault_locked") { "$refused" }
    }
}
