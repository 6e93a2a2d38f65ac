import { BarChart as Bars } from 'echarts/charts'
import { AriaComponent, GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use as addParts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

addParts([Bars, GridComponent, TooltipComponent, MarkLineComponent, AriaComponent, CanvasRenderer])

/** Bars in percent, with the target as a line. The table beside it says the same. */
export default function BarChart(props: {
  label: string
  names: string[]
  values: number[]
  target?: number
}) {
  const box = useRef<HTMLDivElement>(null)
  const { label, names, values, target } = props
  useEffect(() => {
    const { current } = box
    if (current === null) return
    const chart = init(current)
    chart.setOption({
      animation: false,
      aria: { enabled: true, label: { description: label } },
      grid: { left: 48, right: 48, top: 24, bottom: 48 },
      // Drawn on the canvas: the policy allows no styles in the page.
      tooltip: { trigger: 'axis', renderMode: 'richText' },
      xAxis: { type: 'category', data: names, axisLabel: { interval: 0, hideOverlap: true, color: '#4a4f57' } },
      yAxis: { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value}%', color: '#4a4f57' } },
      series: [
        {
          type: 'bar',
          data: values,
          barMaxWidth: 36,
          itemStyle: { color: '#1d4f91' },
          // A bar of nothing is none: its number says that it was counted.
          label: { show: true, position: 'top', formatter: '{c}%', color: '#4a4f57' },
          ...(target === undefined
            ? {}
            : {
                markLine: {
                  symbol: 'none',
                  lineStyle: { color: '#c0271d' },
                  label: { formatter: '{c}%', color: '#c0271d' },
                  data: [{ yAxis: target }],
                },
              }),
        },
      ],
    })
    const watch = new ResizeObserver(() => chart.resize())
    watch.observe(current)
    return () => {
      watch.disconnect()
      chart.dispose()
    }
  }, [label, names, values, target])
  return <div ref={box} className="chart" role="img" aria-label={label} />
}
