import { integer, nullable, object, path, toggle } from '@pglift/sdk'
import { configurationMode, dcs, watchdog } from './settings-cluster.js'
import { ctl, etcd, postgresql, restapi } from './settings-connections.js'
import type { PRESETS } from './timing.js'

/** Where a part of the configuration is kept: in each member's file, or in etcd for all members. */
type Mode = 'local' | 'dynamic'

/** The section `patroni` of the site settings, resolved. */
export interface PatroniSettings {
  readonly execpath: string
  readonly ctlpath: string
  /** With `{name}`, the qualified name of an instance. */
  readonly configpath: string
  readonly logpath: string
  readonly pid_file: string
  readonly etcd: {
    readonly version: 'etcd' | 'etcd3'
    readonly hosts: readonly string[]
    readonly protocol: 'http' | 'https'
    readonly cacert: string | null
    readonly cert: string | null
    readonly key: string | null
  }
  readonly restapi: {
    readonly cafile: string | null
    readonly certfile: string | null
    readonly keyfile: string | null
    readonly verify_client: 'optional' | 'required' | null
  }
  readonly ctl: { readonly certfile: string; readonly keyfile: string } | null
  readonly postgresql: {
    readonly connection: {
      readonly ssl: {
        readonly mode: string | null
        readonly crl: string | null
        readonly crldir: string | null
        readonly rootcert: string | null
      } | null
    } | null
    readonly passfile: string
    readonly use_pg_rewind: boolean
  }
  readonly dcs: {
    readonly preset: keyof typeof PRESETS | null
    readonly ttl: number | null
    readonly loop_wait: number | null
    readonly retry_timeout: number | null
    readonly maximum_lag_on_failover: number | null
    readonly synchronous_mode: 'off' | 'on' | 'strict' | null
  }
  /** Where the original has it. */
  readonly loop_wait: number | null
  readonly watchdog: {
    readonly mode: 'off' | 'automatic' | 'required'
    readonly device: string
    readonly safety_margin: number
  } | null
  readonly configuration_mode: { readonly auth: Mode; readonly parameters: Mode }
  readonly enforce_config_validation: boolean
  /** Seconds. */
  readonly bootstrap_timeout: number
}

/** Schema of the section. */
export const schema = object(
  {
    execpath: path('absolute', {
      description: 'The program patroni.',
      default: '/usr/bin/patroni',
      exists: 'executable',
      examples: ['/usr/local/bin/patroni'],
    }),
    ctlpath: path('absolute', {
      description: 'The program patronictl.',
      default: '/usr/bin/patronictl',
      exists: 'executable',
      examples: ['/usr/local/bin/patronictl'],
    }),
    configpath: path('config', {
      description: 'Configuration file of a member; `{name}` is the qualified name of its instance.',
      default: 'patroni/{name}.yaml',
      variables: ['name'],
      requires: ['name'],
      examples: ['/etc/patroni/{name}.yaml'],
    }),
    logpath: path('log', {
      description: 'Directory of the logs, with a directory for each instance.',
      default: 'patroni',
      examples: ['/var/log/patroni'],
    }),
    pid_file: path('run', {
      description: 'File of the pid of a member, when no service manager runs it.',
      default: 'patroni/{name}.pid',
      variables: ['name'],
      requires: ['name'],
      examples: ['/run/patroni/{name}.pid'],
    }),
    etcd,
    restapi,
    ctl,
    postgresql,
    dcs,
    configuration_mode: configurationMode,
    watchdog,
    loop_wait: nullable(
      integer({
        description: 'The same as `dcs.loop_wait`, which wins: where the original has it.',
        minimum: 1,
        examples: [10],
      }),
    ),
    enforce_config_validation: toggle({
      description:
        'Whether a configuration that `patroni --validate-config` refuses is an error, or a warning.',
      default: true,
      examples: [false],
    }),
    bootstrap_timeout: integer({
      description: 'Seconds that a member may take to start without any progress.',
      default: 300,
      minimum: 10,
      examples: [600],
    }),
  },
  { description: 'High availability by Patroni.', examples: [{ etcd: { hosts: ['etcd1:2379'] } }] },
)
