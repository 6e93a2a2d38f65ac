/** A refusal or failure, with the relay's own words. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly zh: string,
    readonly en: string,
    readonly retryAfterMs: number | undefined,
  ) {
    super(`${code}: ${en}`)
    this.name = 'ApiProblem'
  }

  /** Reads the body of an answer that was no success. */
  static from(status: number, body: unknown): ApiProblem {
    const part = (name: string): unknown =>
      typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
    const text = (name: string, other: string): string => {
      const value = part(name)
      return typeof value === 'string' ? value : other
    }
    const retry = part('retry_after_ms')
    return new ApiProblem(
      status,
      text('code', `http_${String(status)}`),
      text('message', '请求失败'),
      text('message_en', 'the request failed'),
      typeof retry === 'number' ? retry : undefined,
    )
  }
}

/** What an answer holds, or a throw of its {@link ApiProblem}. */
export async function take<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer
  if (!response.ok) throw ApiProblem.from(response.status, error)
  return data as T
}
