import type { JournalRecord } from '../../engine/journal.js'
import { close, rollBack } from '../../engine/recover.js'
import type { Host } from '../../host/host.js'
import { DatabaseModel } from '../../models/database.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { type RoleManifest, RoleModel, type RoleProfile } from '../../models/role.js'
import { validate } from '../../models/validate.js'
import type { HbaEdit } from '../../postgresql/hba/edit.js'
import { validationContext } from '../instance/validation.js'
import type { ConfEdits } from '../pgconf/change.js'

/** An interrupted operation on what is in an instance, with the passwords that its request had. */
export interface InterruptedOnObject {
  readonly host: Host
  readonly instance: ObservedInstance
  readonly journal: JournalRecord
  readonly request: Record<string, unknown>
}

type Operation = Parameters<typeof validationContext>[1]

type ResumeObject = (interrupted: InterruptedOnObject) => Promise<unknown>

/** What was done is kept, and the same is asked for again: that does only what is left to do. */
const again =
  (work: ResumeObject): ResumeObject =>
  async (interrupted) => {
    await close(interrupted.host.engine, interrupted.journal)
    await work(interrupted)
  }

/** Half of it is nothing to go on from: a clone, a dump. */
const anew =
  (work: ResumeObject): ResumeObject =>
  async (interrupted) => {
    const [error] = await rollBack(interrupted.host.engine, interrupted.journal)
    if (error !== undefined) throw error
    await work(interrupted)
  }

const role = ({ host, request }: InterruptedOnObject, operation: Operation): Promise<RoleManifest> =>
  validate(RoleModel, request, validationContext(host, operation))

const database = ({ host, request }: InterruptedOnObject, operation: Operation) =>
  validate(DatabaseModel, request, validationContext(host, operation))

const applyRole: ResumeObject = async (interrupted) => {
  const { host, instance, request } = interrupted
  const { resumeRole } = await import('../role/resume.js')
  await resumeRole(host, instance, await role(interrupted, request.state === 'absent' ? 'drop' : 'create'))
}

const applyDatabase: ResumeObject = async (interrupted) => {
  const { host, instance, request } = interrupted
  const { applyDatabase: apply } = await import('../database/apply.js')
  await apply(host, instance, await database(interrupted, request.state === 'absent' ? 'drop' : 'create'))
}

const changeConf: ResumeObject = async ({ host, instance, journal, request }) => {
  const { changeConf: change } = await import('../pgconf/change.js')
  await change(host, instance, request as ConfEdits, { verb: journal.header.verb })
  await reload(host, instance)
}

const changeHba: ResumeObject = async ({ host, instance, journal, request }) => {
  const { changeHba: change } = await import('../hba/change.js')
  const { edit, title } = request as { edit: HbaEdit; title: string }
  await change(host, instance, journal.header.verb, { edit, title }, {})
  await reload(host, instance)
}

/** The file may have been written when it was interrupted, and the server not been told. */
async function reload(host: Host, instance: ObservedInstance): Promise<void> {
  const { reloadInstance } = await import('../instance/reload.js')
  if (instance.running) await reloadInstance(host, instance)
}

/** By the words of the command. */
export const OBJECT_RESUMES: Readonly<Record<string, ResumeObject>> = {
  'role create': anew(applyRole),
  'role apply': again(applyRole),
  'role drop': again(applyRole),
  'role set-profile': again(async ({ host, instance, request }) =>
    (await import('../role/set-profile.js')).setRoleProfile(
      host,
      instance,
      request as unknown as RoleProfile,
    ),
  ),
  'database create': anew(applyDatabase),
  'database apply': (interrupted) =>
    interrupted.journal.steps.some((step) => step?.kind === 'database.create')
      ? anew(applyDatabase)(interrupted)
      : again(applyDatabase)(interrupted),
  'database alter': again(async (interrupted) =>
    (await import('../database/alter.js')).alterDatabase(
      interrupted.host,
      interrupted.instance,
      await database(interrupted, 'update'),
    ),
  ),
  'database drop': again(applyDatabase),
  'database dump': anew(async ({ host, instance, request }) => {
    const { dbname, ...options } = request as { dbname: string; output?: string }
    await (await import('../database/dump.js')).dumpDatabase(host, instance, dbname, options)
  }),
  'pgconf set': again(changeConf),
  'pgconf remove': again(changeConf),
  'pgconf edit': again(changeConf),
  'pghba add': again(changeHba),
  'pghba remove': again(changeHba),
  'instance promote': again(async ({ host, instance }) =>
    (await import('../instance/promote.js')).finishPromotion(host, instance),
  ),
}
