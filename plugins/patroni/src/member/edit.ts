import type { Member } from './read.js'
import { editYaml } from './yaml.js'

/** Values by their path in the file; undefined takes the key away. */
export type MemberEdits = readonly (readonly [path: readonly (string | number)[], value: unknown])[]

/** Text of a member's file after edits: comments and all else stay. The same text when nothing differs. */
export function editMember({ text }: Pick<Member, 'text'>, edits: MemberEdits): Promise<string> {
  return editYaml(text, edits)
}
