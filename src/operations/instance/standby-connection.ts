import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { ClientConfig } from 'pg'
import type { Effects } from '../../effects/effects.js'
import type { Session } from '../../effects/sql.js'
import type { Secret } from '../../models/secret.js'
import { type ClientTarget, type TlsAttempt, toClientTarget } from '../../postgresql/client-config.js'
import { parseConninfo } from '../../postgresql/conninfo.js'
import { passwordIn } from '../../postgresql/passfile.js'

type Io = Pick<Effects, 'files' | 'sql'>

/** node-postgres passes `replication` on to the server; its types do not know. */
type Config = ClientConfig & { replication?: string }

/** Another server, such as the primary of a standby. */
export interface Upstream {
  readonly conninfo: string
  readonly password?: Secret | null | undefined
  /** The site's password file, where the connection string and PGPASSFILE name none. */
  readonly passfile?: string | null | undefined
}

async function passwordFor({ files }: Io, upstream: Upstream, config: Config) {
  const { env } = process
  const given = upstream.password?.reveal() ?? config.password ?? env.PGPASSWORD
  if (given !== undefined) return String(given)
  const named = parseConninfo(upstream.conninfo).passfile ?? env.PGPASSFILE ?? upstream.passfile
  const text = await files.readText(named ?? join(homedir(), '.pgpass'))
  return passwordIn(text ?? '', {
    hosts: [config.host],
    ports: [config.port],
    database: config.replication === undefined ? config.database : 'replication',
    user: config.user,
  })
}

async function tlsOptions(
  { files }: Io,
  attempt: TlsAttempt,
  target: ClientTarget,
): Promise<ClientConfig['ssl']> {
  const entries = Object.entries(target.files).map(async ([option, path]) => [
    option,
    await files.readText(path),
  ])
  const { rejectUnauthorized, checkHostname, servername } = attempt
  return {
    ...Object.fromEntries(await Promise.all(entries)),
    rejectUnauthorized,
    ...(servername === undefined ? {} : { servername }),
    ...(checkHostname ? {} : { checkServerIdentity: () => undefined }),
    ...(target.keyPassphrase === undefined ? {} : { passphrase: target.keyPassphrase }),
  }
}

/**
 * Connects to another server as libpq would: `sslmode`, PGPASSWORD, password files. `replication` opens a physical
 * replication connection, which takes replication commands and SHOW only. The caller closes it.
 * Fails with the server's or the socket's own error, with its `code`.
 */
export async function connectTo(
  io: Io,
  upstream: Upstream,
  { replication = false }: { replication?: boolean } = {},
): Promise<Session> {
  const target = toClientTarget(parseConninfo(upstream.conninfo), {
    host: process.env.PGHOST ?? 'localhost',
    user: process.env.PGUSER ?? userInfo().username,
  })
  const config: Config = { ...target.config, ...(replication ? { replication: 'true' } : {}) }
  const password = await passwordFor(io, upstream, config)
  let failure: unknown
  for (const attempt of target.attempts) {
    try {
      return await io.sql.connect({
        ...config,
        ...(password === undefined ? {} : { password }),
        ...(attempt === false ? {} : { ssl: await tlsOptions(io, attempt, target) }),
      })
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

/** Whether PostgreSQL's own programs would fail alike: nobody listens there, or the server refuses the role. */
export function isRefused(error: unknown): boolean {
  const { code = '', message = '', syscall } = error as { code?: string; message?: string; syscall?: string }
  return syscall !== undefined || code.startsWith('28') || /timeout expired|password must be a/.test(message)
}

/** Why a connection failed, in PostgreSQL's words. */
export function refusalReason(error: unknown): string {
  const { message } = error as Error
  return /password must be a/.test(message) ? 'no password supplied' : message
}
