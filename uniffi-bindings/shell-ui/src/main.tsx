import { createRoot } from 'react-dom/client'
import './style/main.css'
import { App } from './app'
import { language } from './text/words'
import { applySize } from './pages/size'

applySize()
document.documentElement.lang = language() === 'en' ? 'en' : 'zh-CN'
const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
