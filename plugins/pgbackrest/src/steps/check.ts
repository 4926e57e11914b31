import { type Performers, performer } from '@pglift/sdk'
import { checkArgv } from '../argv/stanza.js'
import { runPgbackrest } from '../run.js'
import { type ConnectingArgs, credentials, runContext } from './tool.js'

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Has a segment of WAL archived, as a proof. Changes nothing. */
    'pgbackrest.check': ConnectingArgs & {
      /** Warns when it fails. */
      lenient?: true
    }
    /** Says why there is no such proof. */
    'pgbackrest.unchecked': { why: string }
  }
}

const check = performer('pgbackrest.check', {
  async do(args, context) {
    const { stanza } = args
    const what = `check stanza '${stanza}'`
    const checked = runPgbackrest(checkArgv(args, stanza), runContext(context), {
      what,
      ...credentials(args),
    })
    await checked.catch((error: Error) => {
      context.signal.throwIfAborted()
      if (args.lenient !== true) throw error
      context.log.warning(`WAL of ${args.datadir} is not archived yet: ${error.message}`)
    })
  },
  undo: async () => undefined,
})

const unchecked = performer('pgbackrest.unchecked', {
  do: async ({ why }, { log }) => log.warning(why),
  undo: async () => undefined,
})

/** Steps on a running server. */
export const checkSteps: Performers = { ...check, ...unchecked }
