import { Plan } from '../../engine/plan.js'
import { Cancelled } from '../../errors/kinds.js'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { planPassfileRemoval } from '../passfile/plan.js'
import { operateOn } from './operation.js'
import { planServerStop, startedEvent } from './server.js'

async function agreed(host: Host, { id }: ObservedInstance): Promise<void> {
  host.log.info(`dropping instance ${id}`)
  if (await host.ask.confirm(`Confirm complete deletion of instance ${id}?`, true)) return
  host.log.warning(`deletion of instance ${id} cancelled`)
  throw new Cancelled()
}

async function planDumps(host: Host, { id, dumpsDirectory }: ObservedInstance): Promise<Plan> {
  const plan = new Plan()
  const dumps = await host.effects.files.list(dumpsDirectory)
  const question = `Confirm deletion of database dump(s) for instance ${id}?`
  if (dumps.length === 0 || (await host.ask.confirm(question, true))) plan.removeTree(dumpsDirectory)
  return plan
}

type StopHook = 'instanceStopped' | 'instanceDropped'

/** What components do about the instance: stop satellites and end archiving, then remove what is theirs; they ask before data is lost. */
async function planComponents(host: Host, instance: ObservedInstance, hook: StopHook): Promise<Plan> {
  const plan = new Plan()
  await host.hooks[hook].promise(startedEvent(host, instance, 'drop', plan))
  return plan
}

export interface DropOptions {
  dryRun?: boolean
  verb?: string
}

/**
 * Stops an instance and deletes it with all that belongs to it, after asking. It is stopped fast, so that the last of its
 * WAL is archived: backups may outlive it. A step that fails does not keep the others from being done; all failures are
 * told at the end. Data of a server that still runs stays.
 */
export async function dropInstance(
  host: Host,
  instance: ObservedInstance,
  { dryRun = false, verb = 'instance drop' }: DropOptions = {},
): Promise<void> {
  await agreed(host, instance)
  const { datadir, waldir } = instance
  await operateOn(host, instance, { verb, dryRun, onFailure: 'collect' }, async (operation) => {
    if (!instance.running) host.log.warning(`instance ${instance.id} is already stopped`)
    await operation.apply(await planServerStop(host, instance, 'drop'))
    await operation.apply(await planComponents(host, instance, 'instanceStopped'))
    await operation.apply(await planComponents(host, instance, 'instanceDropped'))
    await operation.apply(await planPassfileRemoval(host, instance))
    await operation.apply(await planDumps(host, instance))
    await operation.apply(
      new Plan().step('data-directory.remove', { datadir, waldir }, { title: 'deleting PostgreSQL cluster' }),
    )
  })
}
