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

interface FaultyLine {
  line_number: number
  error: string
}

const FAULTS = `SELECT line_number, error FROM pg_catalog.pg_hba_file_rules
WHERE error IS NOT NULL ORDER BY line_number`

/** What the server only remarks, and takes: `hostssl record cannot match because SSL is disabled`. */
const HARMLESS = /\bcannot match because\b/

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
  const found = (await session?.query<FaultyLine>(FAULTS))?.rows ?? []
  const rows = found.filter(({ error }) => !HARMLESS.test(error))
  for (const { line_number, error } of found.filter(({ error: text }) => HARMLESS.test(text)))
    log.warning(`${path}, line ${line_number}: ${error}`)
  const [first] = rows
  if (first === undefined) return
  const lines = rows.map(({ line_number, error }) => `line ${line_number}: ${maskHbaSecrets(error)}`)
  throw operational('PGLIFT_HBA_REFUSED', `PostgreSQL refuses ${path}: ${lines.join('; ')}`, {
    hint: `see line ${first.line_number} of ${path}; the file was left as it was`,
  })
}

/** Editing and checking pg_hba.conf. */
export function hbaSteps(sessions: Sessions): Performers {
  return {
    ...performer(
      'hba.edit',
      editing((text, args: StepKinds['hba.edit']) => editHba(text, args, args.path), maskHbaSecrets),
    ),
    ...performer(
      'hba.replace',
      editing((_, { text }: StepKinds['hba.replace']) => text.reveal(), maskHbaSecrets),
    ),
    ...performer('hba.check', {
      do: (args, { log }) => checkHba(sessions, args, log),
      undo: async () => undefined,
    }),
  }
}
