import {
  componentSession,
  type Host,
  operational,
  operations,
  Plan,
  parseEnvironmentFile,
  type Service,
} from '@pglift/sdk'
import { planStart } from '../plan.js'
import { serviceOf } from '../service.js'
import type { Session } from '../session.js'
import type { ExporterSettings } from '../settings.js'
import { type Found, findExporter, notFound } from './find.js'

interface Opened extends Found {
  readonly session: Session
  readonly service: Service
}

async function open(host: Host, name: string): Promise<Opened> {
  const session = componentSession<ExporterSettings>(host, 'postgres-exporter')
  const found = await findExporter(session, name)
  if (found === undefined) throw notFound(name)
  return { ...found, session, service: await serviceOf(session, found.exporter, found.isLocal) }
}

/** Starts an exporter; it is a warning that it runs already. */
export async function startExporter(host: Host, name: string, dryRun: boolean): Promise<void> {
  const { exporter, locked, session, service } = await open(host, name)
  const { operateOn } = await operations()
  await operateOn(host, locked, { verb: 'postgres_exporter start', dryRun }, async (operation) => {
    if (await session.services.isRunning(service)) host.log.warning(`${service.title} is already started`)
    const plan = new Plan()
    const hint = 'end who listens there, or give the exporter another port'
    await planStart(session, plan, service, { port: exporter.port, hint })
    await operation.apply(plan)
  })
}

/** Stops an exporter; it is a warning that it does not run. */
export async function stopExporter(host: Host, name: string, dryRun: boolean): Promise<void> {
  const { locked, session, service } = await open(host, name)
  const { operateOn } = await operations()
  await operateOn(host, locked, { verb: 'postgres_exporter stop', dryRun }, async (operation) => {
    if (!(await session.services.isRunning(service))) host.log.warning(`${service.title} is already stopped`)
    const plan = new Plan()
    await session.services.stop(plan, service)
    await operation.apply(plan)
  })
}

/** Becomes the exporter; returns only when it runs already, which is a warning. */
export async function startInForeground(host: Host, name: string): Promise<void> {
  const { exporter, session, service } = await open(host, name)
  const manager = host.settings.service_manager
  if (manager !== null)
    throw operational('PGLIFT_FOREGROUND_MANAGED', `'--foreground' cannot be used with ${manager}`, {
      hint: `start it through ${manager}: 'pglift postgres_exporter start ${name}'`,
    })
  if (await session.services.isRunning(service))
    return host.log.warning(`${service.title} is already started`)
  host.log.info(`starting ${service.title}`)
  await host.close()
  const env = { ...process.env, ...parseEnvironmentFile(exporter.text) }
  await host.effects.processes.replace(service.argv, env)
}
