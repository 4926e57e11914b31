import { accessSync, constants, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'

/** The checkout, or the copy of it, that the tests run on. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

function required(variable: string, example: string): string {
  const value = process.env[variable]
  if (value !== undefined && value !== '') return value
  throw new Error(
    `${variable} is not set: run 'npm run test:functional', or set it, e.g. ${variable}='${example}'`,
  )
}

/** Folder of PostgreSQL's programs by major version. */
export function bindirs(): Readonly<Record<string, string>> {
  const text = required('PGLIFT_TEST_PG_BINDIRS', '{"15":"/usr/lib/postgresql/15/bin"}')
  return JSON.parse(text) as Record<string, string>
}

/** Majors with all programs (psql, pg_dump, pg_upgrade ...); the others have a server only. Oldest first. */
export function completeMajors(): string[] {
  const named = process.env.PGLIFT_TEST_PG_COMPLETE || Object.keys(bindirs()).join(',')
  return named.split(',').sort((one, other) => Number(one) - Number(other))
}

/** pgBackRests: the machine's, and one that knows all complete majors, if that is another. */
export function pgbackrests(): string[] {
  return [...new Set(['/usr/bin/pgbackrest', required('PGLIFT_TEST_PGBACKREST', '/usr/bin/pgbackrest')])]
}

/** A server of the S3 protocol: a script for Node. */
export function s3Server(): string {
  return required('PGLIFT_TEST_S3', 'node_modules/s3rver/bin/s3rver.js')
}

/** Ports below those that the kernel gives to connections, a range of them for each of mocha's workers. */
const PORTS_FROM = 20_000
const PORTS_A_WORKER = 1500

const MEMORY = '/dev/shm'
const ENOUGH_BYTES = 2 * 1024 ** 3

/** A directory in memory, where there is enough of it: what is written there is never waited for. Else the usual one. */
export function quickDirectory(): string {
  try {
    accessSync(MEMORY, constants.W_OK)
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize > ENOUGH_BYTES ? MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}

const given = new Set<number>()

/** Whether nobody listens on a TCP port. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, () => server.close(() => resolve(true)))
  })
}

/** A TCP port that nobody uses and that no other test of this run got. */
export async function freePort(): Promise<number> {
  const worker = Number(process.env.MOCHA_WORKER_ID ?? 0)
  for (;;) {
    const port = PORTS_FROM + (worker % 8) * PORTS_A_WORKER + Math.floor(Math.random() * PORTS_A_WORKER)
    if (given.has(port)) continue
    given.add(port)
    if (await isFree(port)) return port
  }
}
