import { createRoot } from 'react-dom/client'
import './style/main.css'
import { App } from './app'
import { applySize } from './pages/size'

applySize()
const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
