import { operational } from '@pglift/sdk'
import { configPath, type Named, type Reading } from '../session.js'
import type { MemberConfig } from './config.js'
import { parseYaml } from './yaml.js'

/** A member as its configuration file has it. */
export interface Member {
  readonly path: string
  readonly text: string
  readonly config: MemberConfig
}

/** Reads a member's file. Fails with `PGLIFT_PATRONI_FILE` when it is none. */
export async function parseMember(path: string, text: string): Promise<Member> {
  const invalid = (why: string) =>
    operational('PGLIFT_PATRONI_FILE', `invalid Patroni configuration ${path}: ${why}`)
  let config: Partial<MemberConfig> | null
  try {
    config = (await parseYaml(text)) as Partial<MemberConfig> | null
  } catch (error) {
    throw invalid((error as Error).message.split('\n')[0] ?? '')
  }
  for (const key of ['scope', 'name', 'restapi', 'postgresql'] as const)
    if (config?.[key] === undefined) throw invalid(`no '${key}'`)
  return { path, text, config: config as MemberConfig }
}

/** The member that an instance is; undefined: it is a plain instance. */
export async function memberOf(session: Reading, instance: Named): Promise<Member | undefined> {
  const path = configPath(session, instance)
  const text = await session.effects.files.readText(path)
  return text === undefined ? undefined : parseMember(path, text)
}
