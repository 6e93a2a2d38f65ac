import { StyleProvider } from '@ant-design/cssinjs'
import { QueryClientProvider } from '@tanstack/react-query'
import { App as Antd, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useEffect } from 'react'
import { BrowserRouter } from 'react-router'
import { useStore } from '../api/store'
import { language, useText } from '../text/language'
import { theme } from '../theme.mjs'
import { queryClient } from './queryClient'
import { Pages } from './Pages'
import { SignInAgain } from './SignInAgain'

// Components also want to write their variables into the page. They stand in the static sheet, and
// the policy forbids styles in the page: what is written goes into an element that is never shown.
const nowhere = document.createElement('div')

/** Everything: language, theme, requests, pages, and signing in again over whatever is open. */
export function App() {
  const of = useStore(language)
  const text = useText()
  useEffect(() => {
    document.documentElement.lang = of === 'zh' ? 'zh-CN' : 'en'
    document.title = text.product
    dayjs.locale(of === 'zh' ? 'zh-cn' : 'en')
  }, [of, text])
  return (
    <StyleProvider container={nowhere}>
    <ConfigProvider
      locale={of === 'zh' ? zhCN : enUS}
      theme={{ ...theme, zeroRuntime: true }}
      button={{ autoInsertSpace: false }}
    >
      <Antd className="wangge-app">
        <QueryClientProvider client={queryClient}>
          <BrowserRouter basename="/console">
            <Pages />
          </BrowserRouter>
          <SignInAgain />
        </QueryClientProvider>
      </Antd>
    </ConfigProvider>
    </StyleProvider>
  )
}
