import createClient from 'openapi-fetch'
import type { paths } from './schema'
import { sessionFetch } from './sessionFetch'

/** The relay's public API, typed by its own description. */
export const api = createClient<paths>({
  // Requests are made with an absolute address so that tests outside a browser can make them too.
  baseUrl: globalThis.location?.origin ?? '',
  fetch: sessionFetch,
})

/** Every write carries it: no form and no foreign page can set it. */
export const csrf = { 'Wangge-CSRF': '1' } as const
