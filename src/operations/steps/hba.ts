import { type Performers, performer, type StepContext, type StepKinds } from '../../engine/step.js'
import { operational } from '../../errors/kinds.js'
import type { Reachable, Sessions } from '../../host/sessions.js'
import type { Secret } from '../../models/secret.js'
import { editHba, type HbaEdit } from '../../postgresql/hba/edit.js'
import { maskHbaSecrets } from '../hba/secrets.js'
import { editing } from './edit-file.js'

declare module '../../engine/step.js' {
  interface StepKinds {
    /** Adds and removes records of pg_hba.conf; all else in it is kept. */
    'hba.edit': HbaEdit & { path: string }
    /** Replaces pg_hba.conf by a text that may hold passwords (ldapbindpasswd). */
    'hba.replace': { path: string; text: Secret }
    /** Fails when the running server would refuse the file as it now is. */
    'hba.check': { path: string; instance: Reachable }
  }
}

type Editing<A extends { path: string }> = ReturnType<typeof editing<A>>

interface FaultyLine {
  line_number: number
  error: string
}

const FAULTS = `SELECT line_number, error FROM pg_catalog.pg_hba_file_rules
WHERE error IS NOT NULL ORDER BY line_number`

async function checkHba(
  sessions: Sessions,
  { path, instance }: { path: string; instance: Reachable },
  log: StepContext['log'],
): Promise<void> {
  const session = await sessions.to(instance).catch((error: Error & { code?: string }) => {
    // Whoever repairs a file that locks pglift out must be able to.
    if (error.code !== 'PGLIFT_CONNECT') throw error
    log.warning(`${path} could not be checked: ${error.message}`)
    return undefined
  })
  const rows = (await session?.query<FaultyLine>(FAULTS))?.rows ?? []
  const [first] = rows
  if (first === undefined) return
  const lines = rows.map(({ line_number, error }) => `line ${line_number}: ${maskHbaSecrets(error)}`)
  throw operational('PGLIFT_HBA_REFUSED', `PostgreSQL refuses ${path}: ${lines.join('; ')}`, {
    hint: `see line ${first.line_number} of ${path}; the file was left as it was`,
  })
}

/** `--diff` of a file whose options may be passwords. */
function masked<A extends { path: string }>(performed: Editing<A>): Editing<A> {
  return {
    ...performed,
    async diff(args, context) {
      const change = await performed.diff?.(args, context)
      if (change === undefined) return undefined
      const { before, after } = change
      return {
        path: change.path,
        ...(before === undefined ? {} : { before: maskHbaSecrets(before) }),
        ...(after === undefined ? {} : { after: maskHbaSecrets(after) }),
      }
    },
  }
}

/** Editing and checking pg_hba.conf. */
export function hbaSteps(sessions: Sessions): Performers {
  return {
    ...performer(
      'hba.edit',
      masked(editing((text, args: StepKinds['hba.edit']) => editHba(text, args, args.path))),
    ),
    ...performer('hba.replace', masked(editing((_, { text }: StepKinds['hba.replace']) => text.reveal()))),
    ...performer('hba.check', {
      do: (args, { log }) => checkHba(sessions, args, log),
      undo: async () => undefined,
    }),
  }
}
