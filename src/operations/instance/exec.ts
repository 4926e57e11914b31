import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { instanceEnvironment } from './env.js'

/**
 * Becomes the program, in the environment of the instance; does not return. What the caller has set stays set; the
 * program is looked for among PostgreSQL's first. Fails with `PGLIFT_PROGRAM_NOT_FOUND`.
 */
export async function execInInstance(
  host: Host,
  instance: ObservedInstance,
  [program = '', ...args]: readonly string[],
): Promise<never> {
  const variables = await instanceEnvironment(host, instance)
  const env = { ...variables, ...process.env, PATH: variables.PATH }
  const path = await host.effects.processes.which(program, variables.PATH ?? '')
  if (path === undefined)
    throw operational('PGLIFT_PROGRAM_NOT_FOUND', `program '${program}' not found`, {
      hint: `it was looked for in ${instance.bindir}, then in PATH`,
    })
  await host.close()
  return host.effects.processes.replace([path, ...args], env)
}
