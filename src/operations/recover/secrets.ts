import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import { Secret } from '../../models/secret.js'

const MASKED = JSON.parse(JSON.stringify(new Secret(''))) as string

type Path = readonly (string | number)[]

function maskedPaths(value: unknown, path: Path): Path[] {
  if (value === MASKED) return [path]
  if (typeof value !== 'object' || value === null) return []
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value)
  return entries.flatMap(([key, item]) => maskedPaths(item, [...path, key]))
}

function put(request: unknown, path: Path, value: string): void {
  const parent = path.slice(0, -1).reduce((at, key) => (at as Record<string, unknown>)[key], request)
  ;(parent as Record<string, unknown>)[path.at(-1) as string] = value
}

/**
 * A journaled request with its passwords, which no journal holds: they are asked for. Fails with
 * `PGLIFT_RESUME_SECRET`, naming them, when nobody can be asked.
 */
export async function withSecrets(
  host: Host,
  object: string,
  journaled: unknown,
): Promise<Record<string, unknown>> {
  const request = structuredClone(journaled) as Record<string, unknown>
  for (const path of maskedPaths(request, [])) {
    const field = path.join('.')
    const answer = await host.ask.password(`Value of '${field}' of ${object}`)
    if (answer === undefined)
      throw operational('PGLIFT_RESUME_SECRET', `'${field}' of ${object} is secret and not in the journal`, {
        hint: "run 'pglift recover --rollback', then the command again; or recover without --non-interactive",
      })
    put(request, path, answer)
  }
  return request
}
