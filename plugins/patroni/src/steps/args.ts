import type { StepContext } from '@pglift/sdk'
import { operational } from '@pglift/sdk'
import { type Member, parseMember } from '../member/read.js'

/** What steps carry of a member: its file has the rest, secrets among it. */
export interface MemberArgs {
  /** `15/main`. */
  id: string
  /** Its configuration file. */
  path: string
  datadir: string
}

/** The member as its file has it now. */
export async function memberAt({ path, id }: MemberArgs, { effects }: StepContext): Promise<Member> {
  const text = await effects.files.readText(path)
  if (text !== undefined) return parseMember(path, text)
  throw operational('PGLIFT_PATRONI_FILE', `Patroni configuration of ${id} is missing: no ${path}`)
}
