import type { Argv } from '@pglift/sdk'

/** The program and where its configuration lies. */
export interface Tool {
  readonly execpath: string
  readonly configpath: string
}

/**
 * Command line of pgBackRest for one stanza (its Command Reference). Warnings and errors go to standard error, progress
 * to standard output when it is wanted.
 */
export function pgbackrestArgv(
  { execpath, configpath }: Tool,
  stanza: string,
  command: string,
  options: readonly string[] = [],
  { progress = false } = {},
): Argv {
  return [
    execpath,
    `--config-path=${configpath}`,
    `--stanza=${stanza}`,
    `--log-level-console=${progress ? 'detail' : 'off'}`,
    '--log-level-stderr=warn',
    '--no-log-timestamp',
    ...options,
    command,
  ]
}

/** Options that turn the index 1 of a stanza into this cluster, whichever index its configuration gives it. */
export function asFirst({
  path,
  port,
  socketPath,
}: {
  path: string
  port?: number
  socketPath?: string
}): string[] {
  return [
    `--pg1-path=${path}`,
    ...(port === undefined ? [] : [`--pg1-port=${port}`]),
    ...(socketPath === undefined ? [] : [`--pg1-socket-path=${socketPath}`]),
  ]
}
