import { makeStore, useStore } from '../api/store'
import { en } from './en'
import { zh, type Text } from './zh'

/** Chinese first, English second. */
export type Language = 'zh' | 'en'

const KEY = 'wangge-language'

/** The language in use; kept on this machine. */
export const language = makeStore<Language>(
  globalThis.localStorage?.getItem(KEY) === 'en' ? 'en' : 'zh',
)

/** Changes the language and remembers it. */
export function setLanguage(next: Language): void {
  globalThis.localStorage?.setItem(KEY, next)
  language.set(next)
}

/** The words of the language in use. */
export function useText(): Text {
  return useStore(language) === 'zh' ? zh : en
}
