import { setTimeout as pause } from 'node:timers/promises'
import { operations, type Performers, performer, type StepContext } from '@pglift/sdk'
import { infoArgv } from '../argv/info.js'
import { stanzaCreateArgv, stanzaDeleteArgv, stanzaUpgradeArgv, startArgv, stopArgv } from '../argv/stanza.js'
import { parseInfo } from '../info.js'
import { runPgbackrest } from '../run.js'
import { atWork, PATIENCE_MS } from './at-work.js'
import { removeLogs } from './logs.js'
import { runContext, type StanzaArgs } from './tool.js'

export interface DeletableArgs extends StanzaArgs {
  /** Keys of the repositories. */
  repositories: readonly number[]
}

export interface NewStanza extends DeletableArgs {
  logpath: string
  /** Whether some repository has it already, where that is known. */
  existed?: boolean
  /** Warning when it was made, for an instance that has backups elsewhere. */
  afterwards?: string
}

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Left out when all repositories have it. Undone: deleted again, unless it was there before, holds a backup by now, or is another cluster's. */
    'pgbackrest.stanza-create': NewStanza
    /** `former`: data directory of the cluster that the stanza was made for. */
    'pgbackrest.stanza-upgrade': StanzaArgs & { former: string }
    /** With all backups and WAL. There is no way back. */
    'pgbackrest.stanza-delete': DeletableArgs
  }
}

async function info(args: StanzaArgs, context: StepContext) {
  const what = `tell about stanza '${args.stanza}'`
  return parseInfo(
    await runPgbackrest(infoArgv(args, args.stanza), runContext(context), { what }),
    args.stanza,
  )
}

/** `stop` lets nobody begin; one that archives already would make the stanza's directories anew. */
async function awaitArchivers(datadir: string, effects: StepContext['effects']): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while ((await atWork(effects, datadir)).length > 0 && Date.now() < deadline) await pause(20)
}

async function deleteStanza(args: DeletableArgs, context: StepContext): Promise<void> {
  const { stanza, datadir, repositories } = args
  const run = runContext(context)
  const what = `delete stanza '${stanza}'`
  await runPgbackrest(stopArgv(args, stanza), run, { what })
  await awaitArchivers(datadir, context.effects)
  try {
    for (const repository of repositories) {
      // Deleting takes the stop file away.
      if (repository !== repositories[0]) await runPgbackrest(stopArgv(args, stanza), run, { what })
      await runPgbackrest(stanzaDeleteArgv(args, stanza, datadir, repository), run, { what })
    }
  } catch (error) {
    // Else nothing of the stanza could be archived any more.
    await runPgbackrest(startArgv(args, stanza), run, { what: `start stanza '${stanza}'` }).catch(
      () => undefined,
    )
    throw error
  }
}

const createStanza = performer<'pgbackrest.stanza-create', { existed: boolean }>('pgbackrest.stanza-create', {
  async holds(args, context) {
    if (args.existed === false) return false
    const { present } = await info(args, context)
    return args.repositories.every((key) => present.includes(key))
  },
  prepare: async (args, context) => ({ existed: args.existed ?? (await info(args, context)).exists }),
  async do(args, context) {
    const { stanza, datadir } = args
    const what = `create stanza '${stanza}'`
    await runPgbackrest(stanzaCreateArgv(args, stanza, datadir), runContext(context), { what })
    if (args.afterwards !== undefined) context.log.warning(args.afterwards)
  },
  async undo(args, { existed }, context) {
    if (existed) return
    const now = await info(args, context)
    const { readControlData } = await operations()
    const own = (await readControlData(context.effects, args.datadir))?.systemIdentifier
    // Others may have made it meanwhile, from a site of their own, and archive to it.
    const isOurs = own !== undefined && now.cluster?.systemIdentifier === own
    if (isOurs && now.backups.length === 0) await deleteStanza(args, context)
    await removeLogs(context.effects.files, args.logpath, args.stanza)
  },
})

const upgradeStanza = performer('pgbackrest.stanza-upgrade', {
  async do(args, context) {
    const { stanza, datadir } = args
    const what = `upgrade stanza '${stanza}'`
    await runPgbackrest(stanzaUpgradeArgv(args, stanza, datadir), runContext(context), { what })
  },
  /** Nothing forbids to "upgrade" to the former cluster: its entry is the current one again. */
  async undo(args, _, context) {
    const { stanza, former } = args
    const what = `give stanza '${stanza}' back to ${former}`
    await runPgbackrest(stanzaUpgradeArgv(args, stanza, former), runContext(context), { what })
  },
})

const removeStanza = performer('pgbackrest.stanza-delete', {
  async holds(args, context) {
    const { present } = await info(args, context)
    return !args.repositories.some((key) => present.includes(key))
  },
  do: deleteStanza,
})

/** Making and removing stanzas in the repositories. */
export const stanzaSteps: Performers = { ...createStanza, ...upgradeStanza, ...removeStanza }
