import type { Effects, HttpAnswer } from '@pglift/sdk'
import type { MemberConfig } from '../member/config.js'

type Io = Pick<Effects, 'net' | 'files'>
type Answer = HttpAnswer | { readonly problem: string }

/** One request to a member's REST API. */
export interface MemberRequestOptions {
  readonly method?: string
  readonly body?: unknown
  readonly timeoutMs?: number
}

const PATIENCE_MS = 3000

/** `https://pg1.example:8008`. */
export function apiUrl({ restapi }: Pick<MemberConfig, 'restapi'>): string {
  return `${restapi.certfile === undefined ? 'http' : 'https'}://${restapi.connect_address}`
}

/** Contents of PEM files, as far as they can be read: what is missing the other side will refuse. */
export async function pem(
  { files }: Pick<Effects, 'files'>,
  paths: Readonly<Record<'ca' | 'cert' | 'key', string | undefined>>,
): Promise<Record<string, string>> {
  const read = async (path: string | undefined) =>
    path === undefined ? undefined : files.readText(path).catch(() => undefined)
  const entries = await Promise.all(
    Object.entries(paths).map(async ([name, path]) => [name, await read(path)] as const),
  )
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** Asks the REST API of a member, with the credentials and certificates that its own file holds. */
export async function askMember(
  io: Io,
  config: Pick<MemberConfig, 'restapi' | 'ctl'>,
  path: string,
  { method = 'GET', body, timeoutMs = PATIENCE_MS }: MemberRequestOptions = {},
): Promise<Answer> {
  const { restapi, ctl } = config
  const { authentication } = restapi
  const tls =
    restapi.certfile === undefined
      ? {}
      : await pem(io, {
          ca: ctl?.cacert ?? restapi.cafile,
          cert: ctl?.certfile ?? restapi.certfile,
          key: ctl?.keyfile ?? restapi.keyfile,
        })
  return io.net.request(`${apiUrl(config)}${path}`, {
    method,
    timeoutMs,
    tls,
    ...(body === undefined ? {} : { body }),
    ...(authentication === undefined
      ? {}
      : { credentials: `${authentication.username}:${authentication.password ?? ''}` }),
  })
}

/** The JSON of an answer; undefined: there is none, or it is an error. */
export function jsonOf<T>(answer: Answer): T | undefined {
  // Of its own state a member tells with 503, too: while PostgreSQL does not run, or does not lead.
  if ('problem' in answer || ![200, 503].includes(answer.status)) return undefined
  try {
    return JSON.parse(answer.body) as T
  } catch {
    return undefined
  }
}
