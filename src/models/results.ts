import type { PostgresVersion } from '../postgresql/versions.js'
import type { DatabaseManifest } from './database.js'
import type { HbaRecordForRole } from './hba.js'
import type { InstanceManifest } from './instance.js'
import type { RoleManifest } from './role.js'
import type { StandbyView } from './standby.js'

/** What an operation did to its object; null when there was nothing to do (or `--dry-run`). */
export type ChangeState = 'created' | 'changed' | 'dropped' | null

/** One file of an `--ansible-diff`, with the keys that Ansible's diff mode reads. */
export interface AnsibleDiff {
  readonly before_header: string
  readonly after_header: string
  readonly before: string
  readonly after: string
}

/** `database apply -o json`. `diff`: null without `--diff`, else unified diffs, or objects with `--ansible-diff`. */
export interface ApplyResult {
  readonly change_state: ChangeState
  readonly diff: readonly string[] | readonly AnsibleDiff[] | null
}

/** `instance apply -o json`, `instance alter -o json`. */
export interface InstanceApplyResult extends ApplyResult {
  readonly pending_restart: boolean
}

/** `role apply -o json`. */
export interface RoleApplyResult extends ApplyResult {
  readonly pending_reload: boolean
}

/** One item of `instance list`. */
export interface InstanceListItem {
  readonly name: string
  readonly version: PostgresVersion
  readonly port: number
  readonly datadir: string
  readonly status: 'running' | 'not_running'
}

/** `instance get`, without the fields of components, which follow. No secret is in it. */
export interface InstanceView {
  readonly name: string
  readonly version: PostgresVersion
  readonly port: number
  /** Managed parameters, without `port`. */
  readonly settings: InstanceManifest['settings']
  readonly data_checksums: boolean | null
  readonly locale: string | null
  readonly encoding: string | null
  readonly standby: StandbyView | null
  readonly state: 'started' | 'stopped'
  readonly pending_restart: boolean
  readonly replication_slots: readonly { readonly name: string }[]
  readonly data_directory: string
  readonly wal_directory: string
}

/** `role get` and items of `role list`, which omits `pgpass`. */
export interface RoleView
  extends Pick<
    RoleManifest,
    | 'name'
    | 'inherit'
    | 'login'
    | 'superuser'
    | 'createdb'
    | 'createrole'
    | 'replication'
    | 'connection_limit'
    | 'valid_until'
  > {
  readonly has_password: boolean
  readonly memberships: readonly { readonly role: string }[]
  readonly hba_records: readonly Omit<HbaRecordForRole, 'state'>[]
  readonly pgpass?: boolean
}

/** `database get`. */
export interface DatabaseView {
  readonly name: string
  readonly owner: string
  readonly settings: DatabaseManifest['settings']
  readonly schemas: readonly { readonly name: string; readonly owner: string }[]
  readonly extensions: readonly { readonly name: string; readonly schema: string; readonly version: string }[]
  readonly locale: string | null
  readonly publications: readonly { readonly name: string }[]
  readonly subscriptions: readonly {
    readonly name: string
    readonly connection: { readonly conninfo: string }
    readonly publications: readonly string[]
    readonly enabled: boolean
  }[]
  readonly tablespace: string | null
}

/** One item of `database list`. Sizes in bytes. */
export interface DatabaseListItem {
  readonly name: string
  readonly owner: string
  readonly encoding: string
  readonly collation: string
  readonly ctype: string
  readonly acls: readonly string[]
  readonly size: number
  readonly description: string | null
  readonly tablespace: { readonly name: string; readonly location: string; readonly size: number }
}

/** One item of `database dumps`; `path` is not printed. */
export interface DatabaseDump {
  /** `<dbname>_` and ten hexadecimal digits. */
  readonly id: string
  readonly dbname: string
  /** ISO 8601. */
  readonly date: string
  readonly path: string
}
