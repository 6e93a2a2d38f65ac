import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from '../api/problem'

/** Asks again when the relay could not be reached or was busy; a refusal is final. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A village office has no internet: the relay is asked whatever the browser thinks of it.
      networkMode: 'always',
      retry: (times, problem) =>
        problem instanceof ApiProblem ? problem.status === 503 && times < 20 : times < 100,
      retryDelay: (times) => Math.min(1_000 * 2 ** times, 8_000),
    },
    mutations: { networkMode: 'always', retry: false },
  },
})
