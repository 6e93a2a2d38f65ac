// Writes the style sheet of the components with our theme, so that no style is made at run time:
// the content-security policy can then forbid styles in the page altogether.
import { mkdirSync, writeFileSync } from 'node:fs'
import { createElement } from 'react'
import { ConfigProvider } from 'antd'
import { extractStyle } from '@ant-design/static-style-extract'
import { theme } from '../src/theme.mjs'

const sheet = extractStyle((node) => createElement(ConfigProvider, { theme }, node))
const folder = new URL('../src/generated/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('antd.css', folder), sheet)
