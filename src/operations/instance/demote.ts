import { Plan } from '../../engine/plan.js'
import { operational } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { RewindSource } from '../../models/rewind.js'
import { validate } from '../../models/validate.js'
import { currentManifest } from './alter.js'
import { requirePrograms } from './checks.js'
import { planConfigured } from './configure.js'
import { examineSource, type Source } from './demote-source.js'
import { raisedParameters } from './followed-parameters.js'
import { observeInstance } from './observe.js'
import { operateOn } from './operation.js'
import { requireAllowed } from './require-allowed.js'
import { planStart, startedEvent } from './server.js'
import { ownFiles } from './standby-files.js'
import { WITHOUT_RECOVERY } from './standby-settings.js'
import { validationContext } from './validation.js'

export interface DemoteOptions {
  /** Options of pg_rewind. */
  rewindOptions?: readonly string[]
  /** Start the standby in the end (the default). */
  start?: boolean
  dryRun?: boolean
}

/**
 * Steps from a stopped former primary to a standby of `source`. Its own postgresql.conf, pg_hba.conf, pg_ident.conf and
 * psqlrc survive: pg_rewind copies the source's over them.
 */
export function planRewind(
  { bindir, datadir, conf }: ObservedInstance,
  { conninfo, password }: RewindSource,
  found: { source: Source | undefined; passfile: string | null; extra: readonly string[] },
): Plan {
  const { source, passfile, extra } = found
  return new Plan()
    .step('demotion.keep-files', { datadir, names: ownFiles(conf) })
    .step(
      'postgresql.rewind',
      {
        bindir,
        datadir,
        conninfo,
        extra,
        ...(password ? { password } : {}),
        ...(passfile === null ? {} : { passfile }),
        ...(source?.needsCheckpoint === true ? { checkpoint: true } : {}),
      },
      { title: 'demoting PostgreSQL instance' },
    )
    .step(
      'demotion.restore-files',
      {
        datadir,
        conf: { ...WITHOUT_RECOVERY, ...raisedParameters(conf, source?.parameters) },
        auto: WITHOUT_RECOVERY,
      },
      { title: 'configuring PostgreSQL' },
    )
}

/** What the journal of a demotion is resumed with; the password is masked in it. */
export interface DemotionJournal extends RewindSource {
  readonly start: boolean
  readonly rewindOptions: readonly string[]
}

/** The components' steps: nothing has changed for them but who writes. */
async function planComponents(host: Host, instance: ObservedInstance): Promise<Plan> {
  const manifest = await currentManifest(host, instance)
  const desired = await validate(host.instanceModel, manifest, validationContext(host, 'update'))
  const { conf, port } = instance
  const configuration = { conf, changes: {}, edits: {}, port }
  return planConfigured(host, { instance, desired, observed: instance, purpose: 'demote', configuration })
}

async function planDemotion(
  host: Host,
  instance: ObservedInstance,
  rewindSource: RewindSource,
  extra: readonly string[],
): Promise<Plan> {
  const plan = new Plan()
  const event = startedEvent(host, instance, 'demote', plan)
  if ((await host.hooks.instanceDemote.promise(event)) === true) return plan
  const { passfile } = host.settings.postgresql.auth
  const source = await examineSource(host, instance, rewindSource)
  return plan.append(planRewind(instance, rewindSource, { source, passfile, extra }))
}

/**
 * Makes a standby of a stopped former primary, by pg_rewind from the server that took its place, and starts it. Fails
 * with `PGLIFT_RUNNING` when it runs, and with what pg_rewind says. An interrupted demotion is run again.
 */
export async function demoteInstance(
  host: Host,
  instance: ObservedInstance,
  rewindSource: RewindSource,
  { rewindOptions = [], start = true, dryRun = false }: DemoteOptions = {},
): Promise<void> {
  await requireAllowed(host, instance, 'demote')
  if (instance.running)
    throw operational('PGLIFT_RUNNING', 'instance is running', {
      hint: `stop it first: 'pglift instance stop ${instance.id}'`,
    })
  await requirePrograms(host, instance, ['postgres', 'pg_rewind'])
  const request: DemotionJournal = { ...rewindSource, start, rewindOptions }
  await operateOn(host, instance, { verb: 'instance demote', dryRun, request }, async (operation) => {
    await operation.apply(await planDemotion(host, instance, rewindSource, rewindOptions))
    const demoted = operation.dryRun
      ? {
          ...instance,
          halfRewound: false,
          standby: { primaryConninfo: rewindSource.conninfo, slot: undefined },
        }
      : ((await observeInstance(host.effects, instance)) ?? instance)
    await operation.apply(await planComponents(host, demoted))
    if (start) await operation.apply(await planStart(host, demoted, 'start'))
  })
}
