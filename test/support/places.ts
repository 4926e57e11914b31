import { createServer } from 'node:net'
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

const given = new Set<number>()

async function portOfTheKernel(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A TCP port that nobody uses and that no other test of this run got. */
export async function freePort(): Promise<number> {
  let port = await portOfTheKernel()
  while (given.has(port)) port = await portOfTheKernel()
  given.add(port)
  return port
}
