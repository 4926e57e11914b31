import type { Fault } from '../errors/kinds.js'

/** What a service manager is to run: `Patroni` of `15-main`, whose name is given as `input`. */
export interface NamedService {
  readonly what: string
  readonly name: string
  readonly input?: string
}

/**
 * Faults of a name by which a service manager can't run a service: units escape other characters (systemd.unit(5), "String
 * Escaping"), and find no file whose path they have to escape. `manager`: that of the site; null: there is none, and any
 * name will do.
 */
export function unitNameFaults({ what, name, input = name }: NamedService, manager: string | null): Fault[] {
  if (manager === null || /^[A-Za-z0-9:_.-]+$/.test(name)) return []
  const msg = `Value error, ${manager} can't run ${what} of '${name}': its name has other characters than letters, digits, '.', '_', '-' and ':'`
  return [{ type: 'value_error', loc: ['name'], msg, input }]
}
