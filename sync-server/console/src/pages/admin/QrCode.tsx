import makeQr from 'qrcode-generator'

/** A QR drawn as one path: no picture, no foreign address. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const code = makeQr(0, 'M')
  code.addData(text)
  code.make()
  const size = code.getModuleCount()
  let path = ''
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (code.isDark(row, column)) path += `M${String(column)} ${String(row)}h1v1h-1z`
    }
  }
  const edge = size + 8
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`-4 -4 ${String(edge)} ${String(edge)}`}>
      <rect x={-4} y={-4} width={edge} height={edge} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}
