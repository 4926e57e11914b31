import type { Effects } from '@pglift/sdk'
import { inspect, type Manager } from './systemctl.js'

/** What a service manager knows of a unit; of one that it does not know, that it is inactive. */
export interface UnitState {
  /** `inactive`, `activating`, `active`, `failed` ... */
  readonly active: string
  /** More exactly: `running`, `dead`, `auto-restart` ... */
  readonly sub: string
  readonly isEnabled: boolean
  /** Tells one run of the unit from the next. */
  readonly invocation: string
  readonly canReload: boolean
}

const PROPERTIES = ['ActiveState', 'SubState', 'UnitFileState', 'InvocationID', 'CanReload']

/** Asks for the state of a unit. */
export async function unitState(
  unit: string,
  manager: Manager,
  io: Pick<Effects, 'files' | 'processes'>,
): Promise<UnitState> {
  const { stdout } = await inspect(['show', `--property=${PROPERTIES.join()}`, unit], manager, io)
  const pairs = stdout.split('\n').map((line) => {
    const end = line.indexOf('=')
    return [line.slice(0, end), line.slice(end + 1)]
  })
  const found = Object.fromEntries(pairs) as Record<string, string | undefined>
  return {
    active: found.ActiveState ?? 'inactive',
    sub: found.SubState ?? '',
    isEnabled: found.UnitFileState?.startsWith('enabled') ?? false,
    invocation: found.InvocationID ?? '',
    canReload: found.CanReload === 'yes',
  }
}

/** Whether nothing of it runs, nor is about to. */
export function isDown({ active }: UnitState): boolean {
  return active === 'inactive' || active === 'failed'
}

/** Whether its process has ended, even if systemd is about to start another one. */
export function hasEnded(state: UnitState): boolean {
  return isDown(state) || state.sub === 'auto-restart'
}
