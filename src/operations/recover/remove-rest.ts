import { Plan } from '../../engine/plan.js'
import type { Host } from '../../host/host.js'
import type { Instance } from '../../models/instance-identity.js'
import { operateOn } from '../instance/operation.js'

/** Goes on removing the directories of an instance; only of one whose removal had begun. */
export async function removeInstanceFiles(host: Host, instance: Instance): Promise<void> {
  const { datadir, waldir } = instance
  const plan = new Plan().step(
    'data-directory.remove',
    { datadir, waldir },
    { title: 'deleting PostgreSQL cluster' },
  )
  await operateOn(host, instance, { verb: 'instance drop', onFailure: 'collect' }, (operation) =>
    operation.apply(plan),
  )
}
