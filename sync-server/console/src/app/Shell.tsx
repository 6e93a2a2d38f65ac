import { MenuOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Layout, Menu, Skeleton, Tag } from 'antd'
import { useEffect, useState } from 'react'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { followNews } from '../api/live'
import { meQuery } from '../api/queries'
import { useStore } from '../api/store'
import { drafts } from '../logic/drafts'
import { setLanguage, language, useText } from '../text/language'
import { ConnectionBar } from './ConnectionBar'
import { firstSignIn } from './firstSignIn'
import { LiveDot } from './LiveDot'
import { mayDo, menuOf } from './menu'
import { Person } from './Person'
import { SignInPage } from './SignInPage'

/** Head, menu and the page; the sign-in page for whoever has no session yet. */
export function Shell() {
  const text = useText()
  const client = useQueryClient()
  const needed = useStore(firstSignIn)
  const me = useQuery({ ...meQuery, enabled: !needed })
  const [open, setOpen] = useState(false)
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const who = me.data?.user
  useEffect(() => {
    if (who !== undefined) drafts.clear(who)
  }, [who])
  // News are of records: whoever reads none would be refused, again and again.
  const follows = mayDo(me.data, ['record_read'])
  useEffect(
    () => (who === undefined || !follows ? undefined : followNews(client)),
    [who, follows, client],
  )
  if (needed) return <SignInPage />
  if (me.data === undefined) return <Skeleton active className="page" />
  const here = `/${pathname.split('/')[1] ?? ''}`
  const menu = (
    <Menu
      mode="inline"
      selectedKeys={[here]}
      items={menuOf(me.data).map((entry) => ({
        key: entry.path,
        icon: entry.icon,
        label: text.menu[entry.key],
      }))}
      onClick={({ key }) => {
        setOpen(false)
        void navigate(key)
      }}
    />
  )
  return (
    <Layout className="shell">
      <a className="skip" href="#content">
        {text.skip}
      </a>
      <header className="head">
        <Button
          className="head-menu"
          type="text"
          icon={<MenuOutlined />}
          aria-label={text.menuOpen}
          onClick={() => setOpen(true)}
        />
        <span className="head-name">{text.product}</span>
        <span className="head-place">{me.data.tenant_name}</span>
        {me.data.demo && <Tag color="orange">{text.demo}</Tag>}
        <span className="head-space" />
        {follows && <LiveDot />}
        <Button
          type="text"
          onClick={() => setLanguage(language.get() === 'zh' ? 'en' : 'zh')}
        >
          {text.language}
        </Button>
        <Person me={me.data} />
      </header>
      <ConnectionBar />
      <div className="body">
        <nav className="side" aria-label={text.product}>
          {menu}
        </nav>
        <Drawer
          open={open}
          onClose={() => setOpen(false)}
          placement="left"
          size={240}
          title={text.product}
          styles={{ body: { padding: 0 } }}
        >
          {menu}
        </Drawer>
        <main className="content" id="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </Layout>
  )
}
