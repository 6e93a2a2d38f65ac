/** Least contrast of text and ground: WCAG asks for 4.5, a screen in the sun for more. */
const LEAST = 5.5

/** Text of a page that is too pale for a screen in the sun, each with its contrast. */
export const pale = (page) =>
  page.evaluate((least) => {
    const numbers = (color) => (color.match(/[\d.]+/g) ?? []).map(Number)
    const channel = (value) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)
    const light = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
    /** What lies behind an element: a ground that lets light through is mixed with the one below it. */
    const ground = (it) => {
      if (!it) return [255, 255, 255]
      const [red, green, blue, cover = 1] = numbers(getComputedStyle(it).backgroundColor)
      if (cover === 1) return [red, green, blue]
      const below = ground(it.parentElement)
      return [red, green, blue].map((value, index) => value * cover + below[index] * (1 - cover))
    }
    const found = []
    for (const it of document.body.querySelectorAll('*')) {
      const text = [...it.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim()).join('')
      if (text === '' || it.getClientRects().length === 0 || it.closest('svg, option, script, style')) continue
      const [one, other] = [light(numbers(getComputedStyle(it).color)), light(ground(it))]
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
      if (contrast < least) found.push(`${contrast.toFixed(1)}: ${text.slice(0, 30)}`)
    }
    return found
  }, LEAST)
