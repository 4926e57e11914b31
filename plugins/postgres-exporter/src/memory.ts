import type { Secret } from '@pglift/sdk'
import type { Exporter } from './exporter.js'
import type { EnsureRole } from './steps/role.js'

/** What the taps of one command know of its plan: files are not written yet when later hooks are fired. */
export interface Memory {
  /** Exporters of instances, by name, as they will be; undefined: there will be none. */
  readonly planned: Map<string, Exporter | undefined>
  /** Passwords and ports that go over to new instances, by name. */
  readonly inherited: Map<string, { readonly port: number; readonly password: Secret | null }>
  /** New instances whose data come from elsewhere. */
  readonly restored: Set<string>
  /** Roles that can be looked after when the server has been started. */
  readonly pendingRoles: Map<string, EnsureRole>
}

/** What nobody has planned anything into yet. */
export function newMemory(): Memory {
  return { planned: new Map(), inherited: new Map(), restored: new Set(), pendingRoles: new Map() }
}
