import { operational } from '@pglift/sdk'
import { type Logs, logsOf, pathProblem } from './logs.js'
import type { Session } from './settings.js'

/** Sections whose logs have a template of their own. */
const OWN_TEMPLATE: ReadonlySet<string> = new Set(['postgresql', 'pgbackrest', 'patroni', 'prometheus'])

async function block({ templates, section, settings }: Session, logs: Logs): Promise<string> {
  const problem = pathProblem(logs.logpath)
  if (problem !== undefined)
    throw operational('PGLIFT_LOGROTATE_PATH', problem, {
      hint: `choose another '${logs.section}.logpath' in the site settings`,
    })
  const [user, group] = settings.sysuser
  const template = OWN_TEMPLATE.has(logs.section) ? logs.section : 'logrotate'
  const values = { logpath: logs.logpath, days: section.days, user, group }
  return templates.render(`${template}/logrotate.conf`, values)
}

/** The whole configuration: a block for the logs of each section. Fails with `PGLIFT_LOGROTATE_PATH`. */
export async function configuration(session: Session): Promise<string> {
  const blocks: string[] = []
  for (const logs of logsOf(session.settings)) blocks.push(await block(session, logs))
  return blocks.map((text) => `${text.trimEnd()}\n`).join('\n')
}
