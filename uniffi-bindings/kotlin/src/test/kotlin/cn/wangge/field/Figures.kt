package cn.wangge.field

/** What calls cost over this binding; prints only, nothing is judged here. */
class Figures(private val field: Field, private val fields: Map<String, FieldValue>) {
    fun run() {
        val grid = field.myGrids().first().id
        repeat(PAGE) { number ->
            val own = mapOf("name" to text("第${number}号出租房🏠"), "door_number" to text("${number}号"))
            field.createPremises(grid, fields + own)
        }
        val page = field.listPremises(grid, null, PAGE.toUInt())
        check(page.size == PAGE) { "${page.size} premises" }
        measure("crosses only (openReport), limit 50", CALLS) { field.openReport() }
        measure("reads the database (pinState)", CALLS) { field.pinState() }
        measure("page of 50 premises (listPremises), limit 10000", PAGES) {
            field.listPremises(grid, null, PAGE.toUInt())
        }
        measure("file of a premises (getPremises)", PAGES) { field.getPremises(page.first().id) }
        measure("search (searchPremises)", PAGES) { field.searchPremises("出租", 20u) }
    }

    /** Each call is timed by itself, after as many to warm up: median and 95th of a hundred. */
    private fun measure(name: String, calls: Int, call: () -> Unit) {
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
        println("%s: median %.1f µs, p95 %.1f µs, %d calls".format(name, median, late, calls))
    }

    private fun text(value: String): FieldValue = FieldValue.Text(value)

    private companion object {
        const val CALLS = 10_000
        const val PAGES = 1_000
        const val PAGE = 50
    }
}
