import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import 'antd/dist/reset.css'
import './generated/antd.css'
import './style/console.css'
import './style/print.css'
import { App } from './app/App'
import { keepScrollersReachable } from './app/reachableScrollers'

const root = document.getElementById('root')
if (root !== null) {
  keepScrollersReachable(document.body)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
