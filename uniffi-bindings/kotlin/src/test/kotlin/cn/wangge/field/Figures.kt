package cn.wangge.field

/** What calls cost over this binding, on a phone with many records; fails above a limit. */
class Figures(private val field: Field, private val fields: Map<String, FieldValue>) {
    private val over = mutableListOf<String>()

    fun run() {
        val grid = field.myGrids().first().id
        repeat(RECORDS) { number ->
            val own = mapOf("name" to text("第${number}号出租房🏠"), "door_number" to text("${number}号"))
            field.createPremises(grid, fields + own)
        }
        val page = field.listPremises(grid, null, PAGE.toUInt())
        check(page.size == PAGE) { "${page.size} premises" }
        println("$RECORDS premises on the phone")
        measure("crosses only (openReport)", CALLS, 50.0) { field.openReport() }
        measure("reads the database (pinState)", CALLS) { field.pinState() }
        measure("page of 50 premises (listPremises)", PAGES, 10_000.0) {
            field.listPremises(grid, null, PAGE.toUInt())
        }
        measure("file of a premises (getPremises)", PAGES) { field.getPremises(page.first().id) }
        measure("search (searchPremises)", PAGES) { field.searchPremises("出租", 20u) }
        check(over.isEmpty()) { "above the limit: $over" }
    }

    /** Each call is timed by itself, after as many to warm up: median and 95th of a hundred, which is judged. */
    private fun measure(name: String, calls: Int, limit: Double? = null, call: () -> Unit) {
        repeat(calls) { call() }
        val took = LongArray(calls)
        for (number in 0 until calls) {
            val begin = System.nanoTime()
            call()
            took[number] = System.nanoTime() - begin
        }
        took.sort()
        val median = took[calls / 2] / 1000.0
        val late = took[calls * 95 / 100] / 1000.0
        val most = limit?.let { ", limit %.0f".format(it) }.orEmpty()
        println("%s%s: median %.1f µs, p95 %.1f µs, %d calls".format(name, most, median, late, calls))
        if (limit != null && late > limit) over.add(name)
    }

    private fun text(value: String): FieldValue = FieldValue.Text(value)

    private companion object {
        const val RECORDS = 10_000
        const val CALLS = 10_000
        const val PAGES = 1_000
        const val PAGE = 50
    }
}
