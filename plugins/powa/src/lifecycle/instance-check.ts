import type { Fault, InstanceCheckEvent } from '@pglift/sdk'
import type { FindInstallation } from '../installation.js'
import { hasPowa, LIBRARIES, librariesOf, orderProblem } from '../libraries.js'
import { missingProblem } from '../missing.js'
import { fieldOf } from '../model.js'
import type { Session } from '../settings.js'

const WITHOUT = ", or say 'powa: null' in the manifest of an instance without PoWA"

function fault(loc: Fault['loc'], problem: string | undefined, input: unknown): Fault[] {
  return problem === undefined ? [] : [{ type: 'value_error', loc, msg: `Value error, ${problem}`, input }]
}

/** Faults of an instance that is to get PoWA: libraries in an order that does not work, extensions that are not there. */
export function instanceCheck(
  session: Session,
  find: FindInstallation,
): (event: InstanceCheckEvent) => Promise<void> {
  return async ({ instance, desired, observed, upgradedFrom, faults }) => {
    if (fieldOf(desired) === null) return
    const libraries = librariesOf(desired.settings)
    faults.push(...fault(['settings', LIBRARIES], orderProblem(libraries), libraries.join(', ')))
    if (observed !== undefined && hasPowa(observed.conf)) return
    const problem = await missingProblem(session, await find(instance), instance.version)
    // What an upgrade brings along can't be left out.
    const instead = upgradedFrom === undefined ? WITHOUT : ''
    faults.push(...fault(['powa'], problem && `${problem}${instead}`, instance.version))
  }
}
