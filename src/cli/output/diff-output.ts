import type { FileDiff } from '../../engine/step.js'
import type { AnsibleDiff } from '../../models/results.js'

const NOWHERE = '/dev/null'

function differs({ before, after }: FileDiff): boolean {
  return before !== after
}

/** Unified diffs (`--- path`, `+++ path`), a text for each changed file; `/dev/null` for one that was or is not there. */
export async function unifiedDiffs(changes: readonly FileDiff[]): Promise<string[]> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff')
  return changes
    .filter((change) => !change.directory && differs(change))
    .map(({ path, before, after }) =>
      createTwoFilesPatch(
        before === undefined ? NOWHERE : path,
        after === undefined ? NOWHERE : path,
        before ?? '',
        after ?? '',
        undefined,
        undefined,
        { context: 3, headerOptions: FILE_HEADERS_ONLY },
      ),
    )
}

/** The same changes for Ansible, created and removed directories included. */
export function ansibleDiffs(changes: readonly FileDiff[]): AnsibleDiff[] {
  return changes.filter((change) => change.directory || differs(change)).map(ansibleDiff)
}

function ansibleDiff({ path, before, after, directory }: FileDiff): AnsibleDiff {
  const texts = { before: directory ? '' : (before ?? ''), after: directory ? '' : (after ?? '') }
  if (directory) {
    if (after === undefined && before !== undefined)
      return { before_header: `${path} deleted directory`, after_header: NOWHERE, ...texts }
    return { before_header: NOWHERE, after_header: `${path} new directory`, ...texts }
  }
  if (before === undefined) return { before_header: NOWHERE, after_header: `${path} created`, ...texts }
  if (after === undefined) return { before_header: `${path} deleted`, after_header: NOWHERE, ...texts }
  return { before_header: path, after_header: path, ...texts }
}

/** The `diff` of an apply result: null when no diff was asked for, else unified texts or Ansible's objects. */
export async function diffResult(
  changes: readonly FileDiff[],
  { diff = false, ansible = false }: { diff?: boolean; ansible?: boolean },
): Promise<string[] | AnsibleDiff[] | null> {
  if (ansible) return ansibleDiffs(changes)
  return diff ? unifiedDiffs(changes) : null
}
