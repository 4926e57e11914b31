import {
  componentSession,
  type Fault,
  type FileDiff,
  type Host,
  operations,
  Plan,
  parseConninfo,
  Secret,
  unitNameFaults,
  ValidationError,
} from '@pglift/sdk'
import { type Exporter, exporterOf, readExporter } from '../exporter.js'
import { holderOf } from '../holder.js'
import { planFile, planKeepRunning, planStart, planTarget } from '../plan.js'
import { accessOf, metricsPath, serviceOf, urlOf } from '../service.js'
import type { ServiceManifest } from '../service-model.js'
import { type Session, titleOf } from '../session.js'
import type { ExporterSettings } from '../settings.js'
import { lockOf, refuseLocal } from './find.js'
import { uninstallExporter } from './uninstall.js'

export interface ApplyOptions {
  readonly verb: string
  readonly dryRun: boolean
  readonly diff?: boolean
}

/** What became of an exporter, in the words of Ansible's answers, and how its files differ. */
export interface Applied {
  readonly result: { readonly change_state: 'created' | 'changed' | 'dropped' | null; readonly diff: null }
  readonly diffs: readonly FileDiff[]
}

/** The exporter as the manifest has it; a password that is not given stays. */
function wantedExporter(
  session: Session,
  manifest: ServiceManifest,
  present: Exporter | undefined,
): Exporter {
  const { name, dsn, port, password } = manifest
  const { password: inDsn, ...parameters } = parseConninfo(dsn?.reveal() ?? '')
  const given = password ?? (inDsn === undefined ? null : new Secret(inDsn))
  const { hostaddr, host = hostaddr ?? '', ...rest } = parameters
  return exporterOf(session, {
    name,
    port: port ?? 0,
    parameters: { ...(host === '' ? {} : { host }), ...rest },
    password: given ?? present?.password ?? null,
  })
}

function requireNamable({ settings }: Session, name: string): void {
  const faults = unitNameFaults({ what: 'an exporter', name }, settings.service_manager)
  if (faults.length > 0) throw new ValidationError('PostgresExporter', faults)
}

async function checkPort(session: Session, { name, port }: Exporter, present: Exporter | undefined) {
  if (present?.port === port) return
  const holder = await holderOf(session, port, [name])
  if (holder === undefined && (await session.effects.net.isPortFree(port))) return
  const by = holder === undefined ? '' : ` by ${holder}`
  const fault: Fault = {
    type: 'value_error',
    loc: ['port'],
    msg: `Value error, port ${port} already in use${by}`,
    input: port,
  }
  throw new ValidationError('PostgresExporter', [fault])
}

/** Started, and looked at whether it reaches its server: that may be down, which is no fault of the exporter's. */
async function planRunning(session: Session, plan: Plan, wanted: Exporter, restarts: boolean): Promise<void> {
  const { section, services } = session
  const service = await serviceOf(session, wanted, false)
  if (restarts) await services.restart(plan, service)
  else {
    const hint = 'end who listens there, or choose another port'
    await planStart(session, plan, service, { port: wanted.port, hint })
  }
  const url = urlOf(section, await accessOf(session), wanted.port, metricsPath(section))
  if (restarts || !(await services.isRunning(service)))
    plan.step('postgres-exporter.reach', { title: service.title, url })
}

async function planExporter(
  session: Session,
  { state }: ServiceManifest,
  wanted: Exporter,
  present: Exporter | undefined,
): Promise<Plan> {
  const plan = new Plan()
  const isChanged = present?.text !== wanted.text
  const isRunning = isChanged && (await planKeepRunning(session, plan, present, false))
  planFile(
    session,
    plan,
    wanted,
    `${present === undefined ? 'configuring' : 'reconfiguring'} ${titleOf(wanted.name)}`,
  )
  await planTarget(session, plan, wanted, undefined)
  const service = await serviceOf(session, wanted, false)
  if (present === undefined) await session.services.enable(plan, service)
  if (state === 'stopped') await session.services.stop(plan, service)
  else await planRunning(session, plan, wanted, isRunning)
  return plan
}

/** Makes the exporter of a remote server what its manifest says. Fails when its name is that of an instance here. */
export async function applyExporter(
  host: Host,
  manifest: ServiceManifest,
  { verb, dryRun, diff = false }: ApplyOptions,
): Promise<Applied> {
  const session = componentSession<ExporterSettings>(host, 'postgres-exporter')
  const { name } = manifest
  await refuseLocal(session, name)
  if (manifest.state === 'absent') {
    const change_state = (await uninstallExporter(host, name, { verb, dryRun })) ? 'dropped' : null
    return { result: { change_state, diff: null }, diffs: [] }
  }
  requireNamable(session, name)
  const { operateOn } = await operations()
  return operateOn(host, lockOf(name), { verb, dryRun, diff }, async (operation) => {
    const present = await readExporter(session, name)
    const wanted = wantedExporter(session, manifest, present)
    await checkPort(session, wanted, present)
    await operation.apply(await planExporter(session, manifest, wanted, present))
    const change_state = operation.performed === 0 ? null : present === undefined ? 'created' : 'changed'
    return { result: { change_state, diff: null }, diffs: operation.diffs }
  })
}
