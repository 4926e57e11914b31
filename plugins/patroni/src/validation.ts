import type { Effects } from '@pglift/sdk'

const PATIENCE_MS = 30_000

/** A configuration: a file, or the text of one, which must hold no secret. */
export type Validated = { readonly path: string } | { readonly text: string }

/**
 * What Patroni refuses of a configuration, in its words, `a; b`; undefined: nothing. A text goes by way of the variable
 * `PATRONI_CONFIGURATION` (Patroni documentation, "Environment Configuration Settings").
 */
export async function refusalOf(
  { processes }: Pick<Effects, 'processes'>,
  execpath: string,
  configuration: Validated,
  signal: AbortSignal,
): Promise<string | undefined> {
  const file = 'path' in configuration ? [configuration.path] : []
  const { exitCode, stdout, stderr } = await processes.run([execpath, '--validate-config', ...file], {
    accept: [1],
    timeoutMs: PATIENCE_MS,
    signal,
    ...('text' in configuration ? { env: { PATRONI_CONFIGURATION: configuration.text } } : {}),
  })
  if (exitCode === 0) return undefined
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '').join('; ')
}
