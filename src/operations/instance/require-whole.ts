import { operational } from '../../errors/kinds.js'
import type { ObservedInstance } from '../../models/instance-identity.js'

export const HALF_REWOUND_HINT =
  "run the 'instance demote' that was interrupted again; if pg_rewind refuses, drop the instance and create it again with '--standby-for', or restore it from a backup"

/** What is wrong with an instance whose rewind has not come to its end. */
export function halfRewound({ id, datadir }: Pick<ObservedInstance, 'id' | 'datadir'>): string {
  return `${id} is half rewound: ${datadir} holds files of two servers`
}

/** Fails with `PGLIFT_HALF_REWOUND`: a server would start there, and lose or corrupt data. */
export function requireWhole(instance: ObservedInstance): void {
  if (instance.halfRewound)
    throw operational('PGLIFT_HALF_REWOUND', halfRewound(instance), { hint: HALF_REWOUND_HINT })
}
