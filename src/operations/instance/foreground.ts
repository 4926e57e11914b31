import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { postgresArgv } from '../../postgresql/argv/postgres.js'
import { serverEnvironment } from '../steps/environment.js'
import { operateOn } from './operation.js'
import { requireAllowed } from './require-allowed.js'
import { requireWhole } from './require-whole.js'
import { planSocketDirectory } from './server.js'

/**
 * Becomes the server: for containers and for supervisors of other kinds; satellites are not started. Returns only when
 * the instance runs already, which is a warning. Fails with `PGLIFT_FOREGROUND_MANAGED` on a site whose services
 * are managed.
 */
export async function startInForeground(host: Host, instance: ObservedInstance): Promise<void> {
  const manager = host.settings.service_manager
  if (manager !== null)
    throw operational('PGLIFT_FOREGROUND_MANAGED', `'--foreground' cannot be used with ${manager}`, {
      hint: `start it through ${manager}: 'pglift instance start ${instance.id}'`,
    })
  await requireAllowed(host, instance, 'start-foreground')
  requireWhole(instance)
  if (instance.running) return host.log.warning(`instance ${instance.id} is already started`)
  // Little is planned, but nobody may be at work on the instance either.
  await operateOn(host, instance, { verb: 'instance start' }, (operation) =>
    operation.apply(planSocketDirectory(instance)),
  )
  host.log.info(`starting PostgreSQL ${instance.qualname}`)
  await host.close()
  await host.effects.processes.replace(postgresArgv(instance.bindir, instance.datadir), serverEnvironment())
}
