import type { Session } from './session.js'
import { quoted } from './unit-syntax.js'

/** Lines that hand to pglift the variables that it was started with: a unit file is for all to read, secrets are left out. */
export function environmentLines({ services }: Pick<Session, 'services'>): string[] {
  return services.program.variables.map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}`)
}
