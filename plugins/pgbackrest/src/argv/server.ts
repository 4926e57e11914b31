import type { Argv } from '@pglift/sdk'
import type { Tool } from './argv.js'

/** The TLS server of this host, in the foreground. */
export function serverArgv({ execpath }: Tool, conf: string): Argv {
  return [execpath, 'server', `--config=${conf}`, '--log-level-console=info', '--log-level-stderr=warn']
}

/** Whether it answers. */
export function serverPingArgv({ execpath }: Tool, conf: string, port: number): Argv {
  return [
    execpath,
    'server-ping',
    `--config=${conf}`,
    '--tls-server-address=localhost',
    `--tls-server-port=${port}`,
    '--log-level-console=off',
    '--log-level-stderr=warn',
    '--no-log-timestamp',
    'localhost',
  ]
}
