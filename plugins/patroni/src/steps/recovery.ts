import { type Performers, performer } from '@pglift/sdk'
import { clusterPrefix, Etcd } from '../etcd.js'
import { memberAt } from './args.js'
import type { ServerArgs } from './server.js'

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Takes out of etcd how far the cluster had come: what is behind on purpose would never lead. */
    'patroni.forget-position': ServerArgs
  }
}

/** What comes between a restore and Patroni. */
export const recoverySteps: Performers = performer('patroni.forget-position', {
  async do(args, context) {
    const { config } = await memberAt(args, context)
    const etcd = Etcd.of(context.effects, config)
    for (const key of ['status', 'optime/leader', 'failover']) {
      const problem = await etcd.remove(`${clusterPrefix(config)}${key}`)
      // Of two forms of the same thing only one is there.
      if (problem !== undefined) context.log.debug(`${key} of cluster '${config.scope}': ${problem}`)
    }
  },
  undo: async () => undefined,
})
